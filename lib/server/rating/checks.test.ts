import { describe, expect, test } from 'vitest'
import type { BlindItem } from '@/lib/domain/blind'
import { testDatabase } from '../db/testing'
import { claim } from './claim'
import { saveDraft } from './draft'
import { amend, earlierItem } from './earlier'
import { ownRatings } from './mine'
import { type Design, kindAt, REPEAT_AFTER } from './schedule'
import { skip } from './skip'
import { submit } from './submit'
import { attempt, letLapse, makeAudit, makeKnown, makeUser, setPlan } from './testing'
import { undo } from './undo'

const { pool } = testDatabase()

type Row = { id: string; output: number; purpose: string; status: string; presentation: string }

/** The rater's assignments in the order in which they were handed out. */
async function handed(auditId: number, userId: string): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT s.id, s.output_id AS output, s.purpose, s.status, s.presentation FROM assignments s
     JOIN raters r ON r.id = s.rater_id WHERE s.audit_id = $1 AND r.user_id = $2 ORDER BY s.leased_at, s.id`,
    [auditId, userId],
  )
  return rows
}
const row = async (id: string) => (await pool.query('SELECT * FROM assignments WHERE id = $1', [id])).rows[0]
const slots = async (outputId: number) =>
  (await pool.query('SELECT open_slots FROM outputs WHERE id = $1', [outputId])).rows[0].open_slots
const goOn = (userId: string, item: BlindItem) => submit({ itemId: item.item_id, userId }, attempt())

/** Rates until nothing is left, and answers every item in turn. */
async function rateAll(auditId: number, userId: string, most: 1 | 2 = 2): Promise<BlindItem[]> {
  const items: BlindItem[] = []
  for (;;) {
    const [item] = await claim({ auditId, userId, most })
    if (!item) return items
    items.push(item)
    await goOn(userId, item)
  }
}

/** An audit with six gold items and two practice items among its outputs. */
async function auditWithChecks({ outputs = 50, perOutput = 1 } = {}) {
  const audit = await makeAudit(pool, { outputs: outputs + 8, perOutput, presentation: 'randomised' })
  const [gold, practice] = [audit.outputIds.slice(0, 6), audit.outputIds.slice(6, 8)]
  await makeKnown(pool, audit.id, gold, { purpose: 'gold' })
  await makeKnown(pool, audit.id, practice, { purpose: 'practice', feedback: 'It is wrong.' })
  await setPlan(pool, audit.id, { gold_every: 8, repeat_share: 0.2 })
  return { ...audit, gold, practice, userId: await makeUser(pool) }
}

describe('practice items', () => {
  test('come first, all of them, once, in the order in which they were marked', async () => {
    const { id: auditId, practice, userId } = await auditWithChecks()
    await pool.query('UPDATE gold_answers SET id = id + 1000 WHERE output_id = $1', [practice[0]])
    const two = await claim({ auditId, userId, most: 2 })
    expect(two.map((item) => item.practice)).toEqual([
      { place: 1, of: 2 },
      { place: 2, of: 2 },
    ])
    expect((await handed(auditId, userId)).map(({ output }) => output)).toEqual([practice[1], practice[0]])
    expect(await slots(practice[0]!)).toBe(0)
    await goOn(userId, two[0]!)
    const [second, third] = await claim({ auditId, userId, most: 2 })
    expect(second).toEqual({ ...two[1], lease_expires_at: expect.any(String) })
    expect(third).toMatchObject({ practice: null, progress: { done: 0 } })
    await goOn(userId, second!)
    const [item] = await claim({ auditId, userId })
    expect(item!.progress).toEqual({ done: 0, total: third!.progress.total })
  })

  test('answer what is known of them, once they are submitted and not before', async () => {
    const { id: auditId, userId } = await auditWithChecks()
    const [item] = await claim({ auditId, userId })
    expect(JSON.stringify(item)).not.toContain('It is wrong.')
    const of = { itemId: item!.item_id, userId }
    const once = attempt()
    const answer = {
      status: 'counted',
      feedback: [
        { key: 'quality', score: 1, tolerance: 0, text: 'It is wrong.' },
        { key: 'truth', score: 0, tolerance: 0, text: 'It is wrong.' },
      ],
    }
    expect(await submit(of, once)).toEqual(answer)
    expect(await submit(of, once)).toEqual(answer)
    const { rows } = await pool.query('SELECT purpose FROM human_ratings WHERE assignment_id = $1', [
      of.itemId,
    ])
    expect(rows).toEqual([{ purpose: 'practice' }, { purpose: 'practice' }])
  })

  test('stay as they were given: they are not taken back, changed or listed', async () => {
    const { id: auditId, userId } = await auditWithChecks()
    const [item] = await claim({ auditId, userId })
    const of = { itemId: item!.item_id, userId }
    const once = attempt()
    await submit(of, once)
    await expect(undo(of, once.key)).rejects.toMatchObject({ code: 'conflict' })
    await expect(amend(of, attempt())).rejects.toMatchObject({ code: 'conflict' })
    await expect(earlierItem(of)).rejects.toMatchObject({ code: 'conflict' })
    expect((await ownRatings({ auditId, userId })).items).toEqual([])
  })

  test('come back in their order after their leases ran out, before anything else', async () => {
    const { id: auditId, userId } = await auditWithChecks()
    const two = await claim({ auditId, userId, most: 2 })
    await saveDraft({ itemId: two[1]!.item_id, userId }, { comment: 'So far' })
    for (const item of two) await letLapse(pool, item)
    const again = await claim({ auditId, userId, most: 2 })
    expect(again.map((item) => item.item_id)).toEqual(two.map((item) => item.item_id))
    await skip({ itemId: two[0]!.item_id, userId }, 'no')
    expect((await claim({ auditId, userId, most: 2 })).map(({ practice }) => practice?.place)).toEqual([
      2,
      undefined,
    ])
  })
})

describe('gold items and repeats', () => {
  test('stand where the schedule of the rater has them, and nothing tells them from outputs', async () => {
    const audit = await auditWithChecks()
    const { id: auditId, userId } = audit
    const items = await rateAll(auditId, userId)
    const main = items.filter(({ practice }) => practice === null)
    const all = (await handed(auditId, userId)).slice(2)
    const { rows } = await pool.query(
      `SELECT pseudonym || ' ' || id AS seed FROM raters WHERE user_id = $1`,
      [userId],
    )
    const design: Design = {
      seed: rows[0].seed,
      plan: { gold_every: 8, repeat_share: 0.2 },
      golds: 6,
      comparisons: 0,
    }
    expect(all.map(({ purpose }) => purpose)).toEqual(all.map((_, i) => kindAt(design, i + 1)))
    expect(all.filter(({ purpose }) => purpose === 'main')).toHaveLength(50)
    expect(new Set(all.filter(({ purpose }) => purpose === 'gold').map(({ output }) => output))).toEqual(
      new Set(audit.gold),
    )
    expect(all.filter(({ purpose }) => purpose === 'repeat').length).toBeGreaterThan(4)
    // Every item says one more is done, of the same number in all, and the last one completes it.
    expect(main.map(({ progress }) => progress)).toEqual(
      main.map((_, i) => ({ done: i, total: main.length })),
    )
    expect(new Set(main.map((item) => Object.keys(item).join()))).toHaveProperty('size', 1)
    for (const output of audit.gold) expect(await slots(output)).toBe(0)
  })

  test('a repeat is an output of at least so many items ago, shown as before, once', async () => {
    const { id: auditId, userId } = await auditWithChecks()
    await rateAll(auditId, userId, 1)
    const all = (await handed(auditId, userId)).slice(2)
    const repeats = all.filter(({ purpose }) => purpose === 'repeat')
    expect(new Set(repeats.map(({ output }) => output)).size).toBe(repeats.length)
    for (const repeat of repeats) {
      const first = all.find(({ output }) => output === repeat.output)!
      expect(first).toMatchObject({ purpose: 'main', presentation: repeat.presentation })
      expect(all.indexOf(repeat) - all.indexOf(first)).toBeGreaterThan(REPEAT_AFTER)
    }
    const { rows } = await pool.query(
      `SELECT count(*)::int AS n FROM human_ratings WHERE audit_id = $1 AND purpose = 'repeat'`,
      [auditId],
    )
    expect(rows[0].n).toBe(2 * repeats.length)
  })

  test('are taken back, lapse and are skipped as outputs are, and no slot is touched', async () => {
    const { id: auditId, userId, gold } = await auditWithChecks()
    let item: BlindItem | undefined
    let held: Row | undefined
    for (;;) {
      ;[item] = await claim({ auditId, userId })
      held = (await handed(auditId, userId)).at(-1)!
      if (held.purpose === 'gold') break
      await goOn(userId, item!)
    }
    const of = { itemId: item!.item_id, userId }
    await saveDraft(of, { comment: 'So far' })
    await letLapse(pool, item!)
    expect(await claim({ auditId, userId })).toMatchObject([
      { item_id: of.itemId, draft: { comment: 'So far' } },
    ])
    const once = attempt()
    expect(await submit(of, once)).toEqual({ status: 'counted' })
    await undo(of, once.key)
    expect(await row(of.itemId)).toMatchObject({ status: 'leased', purpose: 'gold' })
    expect(await claim({ auditId, userId })).toMatchObject([{ item_id: of.itemId }])
    await submit(of, attempt())
    await amend(of, attempt({ quality: 1, truth: 0 }))
    expect((await ownRatings({ auditId, userId })).items[0]!.item_id).toBe(of.itemId)
    expect(await slots(held.output)).toBe(0)
    const [next] = await claim({ auditId, userId })
    expect(next!.progress.done).toBe(item!.progress.done + 1)
    expect(gold).toContain(held.output)
  })

  test('never come when no output is left', async () => {
    const { id: auditId, userId } = await auditWithChecks({ outputs: 7 })
    await pool.query('UPDATE outputs SET open_slots = 0 WHERE audit_id = $1', [auditId])
    expect((await rateAll(auditId, userId)).every(({ practice }) => practice !== null)).toBe(true)
  })

  test('many raters at once get each output as often as planned, and each their own checks', async () => {
    const { id: auditId, gold } = await auditWithChecks({ outputs: 24, perOutput: 2 })
    const users = await Promise.all(Array.from({ length: 5 }, () => makeUser(pool)))
    await Promise.all(users.map((userId) => rateAll(auditId, userId)))
    const { rows } = await pool.query(
      `SELECT output_id AS output, purpose, count(*)::int AS n, count(DISTINCT rater_id)::int AS raters
       FROM assignments WHERE audit_id = $1 AND status = 'submitted' GROUP BY 1, 2`,
      [auditId],
    )
    const main = rows.filter(({ purpose }) => purpose === 'main')
    expect(main).toHaveLength(24)
    for (const { n, raters } of main) expect([n, raters]).toEqual([2, 2])
    for (const { output, n, raters } of rows.filter(({ purpose }) => purpose === 'gold')) {
      expect(gold).toContain(output)
      expect(n).toBe(raters)
    }
  })
})

describe("a rater's cap", () => {
  test('ends the handing out, for several tabs at once, and may be raised', async () => {
    const audit = await makeAudit(pool, { outputs: 12 })
    const userId = await makeUser(pool)
    await setPlan(pool, audit.id, { cap: 3 })
    const claimed = await Promise.all(
      Array.from({ length: 4 }, () => claim({ auditId: audit.id, userId, most: 2 })),
    )
    expect(claimed[0]![0]!.progress).toEqual({ done: 0, total: 3 })
    const items = await rateAll(audit.id, userId)
    expect(items).toHaveLength(3)
    await setPlan(pool, audit.id, { cap: 5 })
    expect(await rateAll(audit.id, userId)).toHaveLength(2)
    await setPlan(pool, audit.id, { cap: 2 })
    expect(await claim({ auditId: audit.id, userId })).toEqual([])
    await setPlan(pool, audit.id, {})
    expect((await claim({ auditId: audit.id, userId }))[0]!.progress).toEqual({ done: 5, total: 12 })
  })

  test('counts no checks, and gives back what was skipped', async () => {
    const { id: auditId, userId } = await auditWithChecks()
    await setPlan(pool, auditId, { cap: 10, gold_every: 3 })
    const [practice] = await claim({ auditId, userId })
    expect(practice!.practice).not.toBeNull()
    let skipped = false
    for (;;) {
      const [item] = await claim({ auditId, userId })
      if (!item) break
      const last = (await handed(auditId, userId)).at(-1)!
      if (skipped || last.purpose !== 'main') await goOn(userId, item)
      else await skip({ itemId: item.item_id, userId }, 'no')
      skipped ||= last.purpose === 'main'
    }
    const done = (await handed(auditId, userId)).filter(({ status }) => status === 'submitted')
    expect(done.filter(({ purpose }) => purpose === 'main')).toHaveLength(10)
    expect(done.filter(({ purpose }) => purpose === 'gold').length).toBeGreaterThanOrEqual(4)
  })
})
