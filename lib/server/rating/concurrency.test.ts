import { randomInt, randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { exposeTo } from '../auth/exposure'
import { testDatabase } from '../db/testing'
import { claim } from './claim'
import { saveDraft } from './draft'
import { amend } from './earlier'
import { skip } from './skip'
import { submit } from './submit'
import { sweepLeases } from './sweep'
import { attempt, letLapse, makeAudit, makeUser } from './testing'

const { pool } = testDatabase()

/** Lets other work go first, a random number of times. */
async function dawdle(): Promise<void> {
  for (let turns = randomInt(20); turns > 0; turns--) await setImmediate()
}

async function counts(auditId: number) {
  const { rows } = await pool.query(
    `SELECT o.open_slots, count(s.id) FILTER (WHERE s.purpose = 'main' AND s.status IN ('leased', 'submitted'))::int AS taken
     FROM outputs o LEFT JOIN assignments s ON s.output_id = o.id WHERE o.audit_id = $1 GROUP BY o.id`,
    [auditId],
  )
  return rows as { open_slots: number; taken: number }[]
}

test('thirty raters at once fill every place, and none twice', async () => {
  const audit = await makeAudit(pool, { outputs: 40, perOutput: 3 })
  const users = await Promise.all(Array.from({ length: 30 }, () => makeUser(pool)))
  const rate = async (userId: string) => {
    for (;;) {
      await dawdle()
      const items = await claim({ auditId: audit.id, userId, most: randomInt(2) ? 1 : 2 })
      if (items.length === 0) return
      await dawdle()
      const [item] = items
      expect(await submit({ itemId: item!.item_id, userId }, attempt())).toEqual({ status: 'counted' })
    }
  }
  await Promise.all(users.map(rate))
  expect(await counts(audit.id)).toEqual(Array.from({ length: 40 }, () => ({ open_slots: 0, taken: 3 })))
  const { rows } = await pool.query(
    `SELECT count(*)::int AS ratings, count(DISTINCT (output_id, rater_id, criterion_id))::int AS distinct
     FROM human_ratings WHERE audit_id = $1`,
    [audit.id],
  )
  expect(rows).toEqual([{ ratings: 240, distinct: 240 }])
}, 60_000)

test('leases that run out, skips and late work keep the count of places right', async () => {
  const audit = await makeAudit(pool, { outputs: 12, perOutput: 2 })
  const users = await Promise.all(Array.from({ length: 12 }, () => makeUser(pool)))
  const rate = async (userId: string) => {
    for (let round = 0; round < 12; round++) {
      const [item] = await claim({ auditId: audit.id, userId })
      if (!item) return
      const mine = { itemId: item.item_id, userId }
      const fate = randomInt(4)
      if (fate === 0) await skip(mine, 'unclear')
      if (fate === 1) await letLapse(pool, item)
      await dawdle()
      if (fate <= 1) await submit(mine, attempt())
      if (fate === 2) await Promise.all([sweepLeases(audit.id), saveDraft(mine, { scores: { quality: 1 } })])
      if (fate === 3) await submit(mine, attempt())
    }
  }
  await Promise.all(users.map(rate))
  for (const { open_slots, taken } of await counts(audit.id)) expect(open_slots + taken).toBe(2)
}, 60_000)

describe('two tabs of one rater', () => {
  test('get the same items', async () => {
    const audit = await makeAudit(pool, { outputs: 10 })
    const userId = await makeUser(pool)
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => claim({ auditId: audit.id, userId, most: 2 })),
    )
    for (const items of answers) expect(items).toEqual(answers[0])
    expect((await pool.query('SELECT FROM raters WHERE user_id = $1', [userId])).rowCount).toBe(1)
  })

  test('submit once', async () => {
    const audit = await makeAudit(pool)
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId: audit.id, userId })
    const mine = { itemId: item!.item_id, userId }
    const tabs = [attempt(), attempt(), attempt(), attempt()]
    const outcomes = await Promise.allSettled([...tabs, ...tabs].map((tab) => submit(mine, tab)))
    const stored = outcomes.filter(({ status }) => status === 'fulfilled')
    // One tab's attempt, and its repetition.
    expect(stored).toHaveLength(2)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'conflict' })
    const { rowCount } = await pool.query('SELECT FROM human_ratings WHERE assignment_id = $1', [mine.itemId])
    expect(rowCount).toBe(2)
  })

  test('do all things at once and break nothing', async () => {
    const audit = await makeAudit(pool, { outputs: 30, perOutput: 2 })
    const userId = await makeUser(pool)
    for (let round = 0; round < 10; round++) {
      const other = await makeUser(pool)
      const [item] = await claim({ auditId: audit.id, userId })
      const mine = { itemId: item!.item_id, userId }
      if (round % 2) await letLapse(pool, item!)
      const outcomes = await Promise.allSettled([
        skip(mine, 'unclear'),
        submit(mine, attempt()),
        saveDraft(mine, { scores: { quality: 2 } }),
        claim({ auditId: audit.id, userId, most: 2 }),
        amend(mine, attempt()),
        sweepLeases(audit.id),
        claim({ auditId: audit.id, userId: other }),
      ])
      for (const outcome of outcomes)
        if (outcome.status === 'rejected')
          expect(outcome.reason).toMatchObject({ name: 'PlumblineError', code: 'conflict' })
    }
    for (const { open_slots, taken } of await counts(audit.id)) expect(open_slots + taken).toBe(2)
  }, 60_000)
})

test('a person either rates or sees results, never both', async () => {
  for (let round = 0; round < 20; round++) {
    const audit = await makeAudit(pool)
    const userId = await makeUser(pool, 'analyst')
    const viewer = {
      userId,
      email: randomUUID(),
      name: null,
      role: 'analyst',
      via: 'token',
      tokenMadeById: null,
      fromPanel: false,
    } as const
    const [rates, sees] = await Promise.allSettled([
      dawdle().then(() => claim({ auditId: audit.id, userId })),
      dawdle().then(() => exposeTo(audit.id, viewer)),
    ])
    expect([rates.status, sees.status].sort()).toEqual(['fulfilled', 'rejected'])
  }
})
