import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { patchAudit } from '../audits/patch'
import { testDatabase } from '../db/testing'
import { newAudit, output, sendWell } from '../intake/testing'
import { endIdleThreads } from '../intake/threads'
import { claim } from './claim'
import { modelOrder } from './model-order'
import { skip } from './skip'
import { submit } from './submit'
import { attempt, makeAudit, makeUser } from './testing'

const { pool } = testDatabase()
afterAll(endIdleThreads)

const models = fc.uniqueArray(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 12 })
const seed = fc.string()

describe('the order of models', () => {
  test('names every model once at every place', () => {
    fc.assert(
      fc.property(models, seed, fc.nat({ max: 10_000 }), (all, seed, place) => {
        expect(modelOrder({ seed, place }, all).toSorted()).toEqual(all.toSorted())
      }),
    )
  })

  test('has every model first once in each run, however the models are listed', () => {
    fc.assert(
      fc.property(models, seed, fc.nat({ max: 1_000 }), (all, seed, run) => {
        const places = all.map((_, i) => ({ seed, place: run * all.length + i }))
        const firsts = places.map((place) => modelOrder(place, all)[0])
        expect(firsts.toSorted()).toEqual(all.toSorted())
        expect(places.map((place) => modelOrder(place, all.toReversed())[0])).toEqual(firsts)
      }),
    )
  })

  test('is drawn anew for each run and each rater, all orders about as often', () => {
    const counts = new Map<string, number>()
    for (let run = 0; run < 600; run++) {
      const order = [0, 1, 2].map(
        (i) => modelOrder({ seed: `rater ${run % 60}`, place: run * 3 + i }, [7, 8, 9])[0],
      )
      counts.set(order.join(), (counts.get(order.join()) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    // 100 each are expected with a standard deviation of 9; the draw has a fixed seed.
    for (const count of counts.values()) expect(Math.abs(count - 100)).toBeLessThan(30)
  })
})

/** An audit that is opened with outputs balanced over models. */
async function openBalanced(options: Parameters<typeof makeAudit>[1]) {
  const audit = await makeAudit(pool, { ...options, status: 'draft' })
  await patchAudit(audit.id, { plan: { order: 'balanced' }, status: 'open' }, null)
  return audit
}

/** The models of what a rater was handed, in the order of handing out. */
async function modelsHanded(userId: string): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT m.name FROM assignments s JOIN raters r ON r.id = s.rater_id
     JOIN output_versions v ON v.output_id = s.output_id AND v.ended_at IS NULL JOIN models m ON m.id = v.model_id
     WHERE r.user_id = $1 ORDER BY s.leased_at, s.id`,
    [userId],
  )
  return rows.map(({ name }) => name)
}

/** The most by which the counts of two of the models ever differ along a sequence. */
function widest(sequence: readonly string[], names: readonly string[]): number {
  const counts = new Map(names.map((name) => [name, 0]))
  let most = 0
  for (const name of sequence) {
    counts.set(name, counts.get(name)! + 1)
    most = Math.max(most, Math.max(...counts.values()) - Math.min(...counts.values()))
  }
  return most
}

const NAMES = ['hidden-model', 'hidden-model-1', 'hidden-model-2', 'hidden-model-3']

test('what a rater was handed of two models never differs by more than 1 while all have open outputs', async () => {
  const audit = await openBalanced({ outputs: 240, models: 4, perOutput: 6 })
  const users = await Promise.all(Array.from({ length: 6 }, () => makeUser(pool)))
  const rate = async (userId: string, n: number) => {
    for (let i = 0; i < 40; i++) {
      const [item] = await claim({ auditId: audit.id, userId, most: n % 2 ? 2 : 1 })
      if ((i + n) % 9 === 0) await skip({ itemId: item!.item_id, userId }, 'unclear')
      else await submit({ itemId: item!.item_id, userId }, attempt())
    }
  }
  await Promise.all(users.map(rate))
  for (const userId of users) {
    const handed = await modelsHanded(userId)
    expect(handed.length).toBeGreaterThanOrEqual(40)
    expect(widest(handed, NAMES)).toBe(1)
  }
}, 60_000)

test('when a model has nothing left the others go on, and nothing is held back', async () => {
  const audit = await openBalanced({ outputs: 40, models: 4, perOutput: 1 })
  await pool.query(
    `UPDATE outputs SET open_slots = 0 WHERE id IN (
       SELECT id FROM outputs WHERE audit_id = $1 AND model_id = (SELECT min(model_id) FROM outputs WHERE audit_id = $1) LIMIT 8)`,
    [audit.id],
  )
  const userId = await makeUser(pool)
  for (let i = 0; i < 32; i++) {
    const [item] = await claim({ auditId: audit.id, userId })
    await submit({ itemId: item!.item_id, userId }, attempt())
  }
  expect(await claim({ auditId: audit.id, userId })).toEqual([])
  const handed = await modelsHanded(userId)
  expect(widest(handed.slice(0, 4), NAMES)).toBe(1)
  expect(NAMES.map((name) => handed.filter((one) => one === name).length)).toEqual([2, 10, 10, 10])
})

test('outputs that others have begun come first within the model whose turn it is', async () => {
  const audit = await openBalanced({ outputs: 400, models: 4, perOutput: 2 })
  const rate = async (userId: string, count: number) => {
    for (let i = 0; i < count; i++) {
      const [item] = await claim({ auditId: audit.id, userId })
      await submit({ itemId: item!.item_id, userId }, attempt())
    }
  }
  await rate(await makeUser(pool), 16)
  const second = await makeUser(pool)
  await rate(second, 4)
  expect(widest(await modelsHanded(second), NAMES)).toBe(1)
  const { rows } = await pool.query(
    'SELECT count(*)::int AS n FROM outputs WHERE audit_id = $1 AND open_slots = 0',
    [audit.id],
  )
  expect(rows).toEqual([{ n: 4 }])
})

test('an import into an open audit keeps the models by which it is balanced right', async () => {
  const auditId = await newAudit(pool)
  await sendWell(auditId, 'outputs', [output('o1', { model: 'a' }), output('o2', { model: 'b' })])
  const balancedBy = async () => {
    const { rows } = await pool.query(
      `SELECT o.external_id AS id, m.name FROM outputs o LEFT JOIN models m ON m.id = o.model_id
       WHERE o.audit_id = $1 ORDER BY 1`,
      [auditId],
    )
    return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
  }
  expect(await balancedBy()).toEqual({ o1: null, o2: null })
  await patchAudit(auditId, { plan: { order: 'balanced' }, status: 'open' }, null)
  expect(await balancedBy()).toEqual({ o1: 'a', o2: 'b' })
  await sendWell(auditId, 'outputs', [output('o2', { model: 'c' }), output('o3', { model: 'b' })])
  expect(await balancedBy()).toEqual({ o1: 'a', o2: 'c', o3: 'b' })
})
