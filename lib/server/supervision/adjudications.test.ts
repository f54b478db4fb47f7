import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../db/testing'
import { claim } from '../rating/claim'
import { skip } from '../rating/skip'
import { submit } from '../rating/submit'
import { attempt, letLapse, type MadeAudit, makeAudit, makeUser, setPlan } from '../rating/testing'
import { withdraw } from '../rating/withdraw'
import { askFurther, furtherNotBegun, takeBackFurther } from './adjudications'
import { listDisagreements } from './disagreements'
import { setAside } from './set-aside'

const { pool } = testDatabase()

let audit: MadeAudit
let byId: string
let criterionId: number
const of = () => ({ auditId: audit.id, byId })
const ask = (output: string | null = null, apart = 0.5) => askFurther({ criterionId, apart, output }, of())

/** Three outputs whose ratings are all in, two on each: they differ by 75, 25 and 0 points. */
beforeEach(async () => {
  audit = await makeAudit(pool, { outputs: 3, perOutput: 2 })
  byId = await makeUser(pool, 'analyst')
  await pool.query('INSERT INTO exposures (audit_id, user_id) VALUES ($1, $2)', [audit.id, byId])
  const { rows } = await pool.query('SELECT id FROM criteria WHERE audit_id = $1 ORDER BY position', [
    audit.id,
  ])
  criterionId = rows[0].id
  for (const add of [
    [0, 0, 0],
    [3, 1, 0],
  ]) {
    const userId = await makeUser(pool)
    for (
      let [item] = await claim({ auditId: audit.id, userId });
      item;
      [item] = await claim({ auditId: audit.id, userId })
    )
      await submit(
        { itemId: item.item_id, userId },
        attempt({ quality: 1 + add[place(item.text)]!, truth: 0 }),
      )
  }
})

const place = (text: string) => audit.outputIds.indexOf(Number(text.split(' ').at(-1)))

async function claimOne(userId: string) {
  const [item] = await claim({ auditId: audit.id, userId })
  return item ?? null
}

async function stand() {
  const found = await listDisagreements(audit.id, criterionId, { apart: 0.01, offset: 0, limit: 10 })
  return { stands: found.disagreements.map(({ further }) => further), askable: found.askable }
}

describe('asking for further ratings', () => {
  it('is of the outputs that are far enough apart, once each, or of one of them', async () => {
    expect(await ask('o2', 0.25)).toBe(1)
    expect(await ask(null, 0.25)).toBe(1)
    expect(await ask(null, 0.25)).toBe(0)
    expect(await stand()).toEqual({ stands: ['open', 'open'], askable: 0 })
    const { rows } = await pool.query(
      'SELECT spread, threshold, open, asked_by FROM adjudications WHERE audit_id = $1 ORDER BY spread',
      [audit.id],
    )
    expect(rows).toEqual(
      [0.25, 0.75].map((spread) => ({ spread, threshold: 0.25, open: true, asked_by: byId })),
    )
    await expect(ask('o3', 0.25)).rejects.toMatchObject({ code: 'conflict' })
    await expect(ask('no-such', 0.25)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is for who has seen results, and only while the audit is open', async () => {
    const other = await makeUser(pool, 'analyst')
    const by = { auditId: audit.id, byId: other }
    await expect(askFurther({ criterionId, apart: 0.5 }, by)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(takeBackFurther(null, by)).rejects.toMatchObject({ code: 'forbidden' })
    await pool.query('UPDATE audits SET sealed = true, ratings_per_output = 3 WHERE id = $1', [audit.id])
    await pool.query('UPDATE outputs SET open_slots = 1 WHERE audit_id = $1', [audit.id])
    await expect(ask()).rejects.toMatchObject({ code: 'forbidden' })
    await pool.query(`UPDATE audits SET sealed = false, status = 'closed' WHERE id = $1`, [audit.id])
    await expect(ask()).rejects.toMatchObject({ code: 'conflict' })
    expect(await furtherNotBegun(audit.id)).toBe(0)
  })

  it('is taken back while nobody has begun it', async () => {
    await ask(null, 0.25)
    const userId = await makeUser(pool)
    const item = await claimOne(userId)
    const [held, waiting] = place(item!.text) === 0 ? ['o1', 'o2'] : ['o2', 'o1']
    await expect(takeBackFurther(held, of())).rejects.toMatchObject({ code: 'conflict' })
    expect(await furtherNotBegun(audit.id)).toBe(1)
    expect(await takeBackFurther(null, of())).toBe(1)
    await expect(takeBackFurther(waiting, of())).rejects.toMatchObject({ code: 'conflict' })
    expect(await claimOne(await makeUser(pool))).toBeNull()
    // What is under way is finished, and counts.
    expect(await submit({ itemId: item!.item_id, userId }, attempt())).toEqual({ status: 'counted' })
    const { rows } = await pool.query(
      'SELECT action, detail FROM events WHERE audit_id = $1 AND user_id = $2 ORDER BY id',
      [audit.id, byId],
    )
    expect(rows).toEqual([
      { action: 'adjudication.ask', detail: { apart: 0.25, outputs: 2 } },
      { action: 'adjudication.take-back', detail: { outputs: 1 } },
    ])
  })
})

describe('a further rating', () => {
  it('is an item like any other, before those of the plan, for who has not rated the output', async () => {
    const userId = await makeUser(pool)
    const usual = await makeAudit(pool)
    const [plain] = await claim({ auditId: usual.id, userId })
    // There is an output that the plan still needs.
    await pool.query('UPDATE outputs SET open_slots = 1 WHERE id = $1', [audit.outputIds[2]])
    await ask()
    const item = await claimOne(userId)
    expect(place(item!.text)).toBe(0)
    expect(Object.keys(item!)).toEqual(Object.keys(plain!))
    expect(JSON.stringify(item)).not.toMatch(/adjud|further|spread/)
    expect((await stand()).stands).toEqual(['held', null])
    await submit({ itemId: item!.item_id, userId }, attempt())
    expect((await stand()).stands).toEqual(['given', null])
    const { rows } = await pool.query('SELECT DISTINCT purpose FROM human_ratings WHERE assignment_id = $1', [
      item!.item_id,
    ])
    expect(rows).toEqual([{ purpose: 'adjudication' }])
    // The two who rated it are not asked.
    expect(await ask('o2', 0.25)).toBe(1)
    const { rows: raters } = await pool.query(
      `SELECT user_id FROM raters WHERE audit_id = $1 AND user_id <> $2 ORDER BY id`,
      [audit.id, userId],
    )
    for (const { user_id } of raters) expect(await claimOne(user_id)).toBeNull()
    expect(place((await claimOne(userId))!.text)).toBe(1)
  })

  it('is within the rater’s cap and progress', async () => {
    await setPlan(pool, audit.id, { cap: 1 })
    await ask(null, 0.25)
    const userId = await makeUser(pool)
    const item = await claimOne(userId)
    await submit({ itemId: item!.item_id, userId }, attempt())
    expect(await claimOne(userId)).toBeNull()
    expect(await furtherNotBegun(audit.id)).toBe(1)
  })

  it('goes to another when it is skipped, and comes back when its lease has run out', async () => {
    await ask()
    const [first, second] = [await makeUser(pool), await makeUser(pool)]
    const skipped = await claimOne(first)
    expect(await claimOne(second)).toBeNull()
    await skip({ itemId: skipped!.item_id, userId: first }, 'unclear')
    expect(await claimOne(first)).toBeNull()
    const item = await claimOne(second)
    expect(place(item!.text)).toBe(0)
    await letLapse(pool, item!)
    expect((await claimOne(second))!.item_id).toBe(item!.item_id)

    // Late, when another has it: kept as extra.
    await letLapse(pool, item!)
    const third = await makeUser(pool)
    const taken = await claimOne(third)
    expect(place(taken!.text)).toBe(0)
    expect(await submit({ itemId: item!.item_id, userId: second }, attempt())).toEqual({ status: 'extra' })
    expect(await submit({ itemId: taken!.item_id, userId: third }, attempt())).toEqual({ status: 'counted' })
  })

  it('is not of an output that was taken out of the rating', async () => {
    await ask()
    await pool.query(
      `INSERT INTO gold_answers (audit_id, output_id, criterion_id, purpose, score) VALUES ($1, $2, $3, 'gold', 1)`,
      [audit.id, audit.outputIds[0], criterionId],
    )
    expect(await claimOne(await makeUser(pool))).toBeNull()
  })

  it('is asked of another when the work of who gave it is set aside', async () => {
    await ask()
    const userId = await makeUser(pool)
    const item = await claimOne(userId)
    await submit({ itemId: item!.item_id, userId }, attempt())
    const { rows } = await pool.query('SELECT pseudonym FROM raters WHERE audit_id = $1 AND user_id = $2', [
      audit.id,
      userId,
    ])
    expect(await setAside({ rater: rows[0].pseudonym, reason: 'Tired.', reopen: 'on' }, of())).toBe(1)
    expect(place((await claimOne(await makeUser(pool)))!.text)).toBe(0)
  })

  it('is asked of another when who gave it withdraws', async () => {
    await ask()
    const userId = await makeUser(pool)
    const item = await claimOne(userId)
    await submit({ itemId: item!.item_id, userId }, attempt())
    await withdraw({ auditId: audit.id, userId })
    expect(place((await claimOne(await makeUser(pool)))!.text)).toBe(0)
  })

  it('goes to one of fifty who come at once', async () => {
    await ask()
    const users = await Promise.all(Array.from({ length: 50 }, () => makeUser(pool)))
    const claims = await Promise.all(users.map((userId) => claimOne(userId)))
    expect(claims.filter((item) => item !== null)).toHaveLength(1)
    const { rows } = await pool.query(
      `SELECT count(*)::int AS n FROM assignments WHERE audit_id = $1 AND purpose = 'adjudication'`,
      [audit.id],
    )
    expect(rows).toEqual([{ n: 1 }])
  }, 60_000)

  it('of twenty outputs is given once each by whoever comes, however often leases run out', async () => {
    audit = await makeAudit(pool, { outputs: 20, perOutput: 1 })
    await pool.query('UPDATE outputs SET open_slots = 0 WHERE audit_id = $1', [audit.id])
    await pool.query(
      `INSERT INTO adjudications (output_id, audit_id, criterion_id, spread, threshold)
       SELECT o.id, $1, c.id, 1, 1 FROM outputs o JOIN criteria c ON c.audit_id = $1 AND c.key = 'quality'
       WHERE o.audit_id = $1`,
      [audit.id],
    )
    const rate = async (userId: string, lapses: boolean) => {
      for (let item = await claimOne(userId); item; item = await claimOne(userId)) {
        const mine = { itemId: item.item_id, userId }
        if (lapses) await letLapse(pool, item)
        lapses = false
        await submit(mine, attempt())
      }
    }
    const users = await Promise.all(Array.from({ length: 12 }, () => makeUser(pool)))
    await Promise.all(users.map((userId, i) => rate(userId, i % 2 === 0)))
    const { rows } = await pool.query(
      `SELECT count(*)::int AS n FROM assignments WHERE audit_id = $1 AND purpose = 'adjudication' AND status = 'submitted'
       GROUP BY output_id`,
      [audit.id],
    )
    expect(rows).toEqual(Array.from({ length: 20 }, () => ({ n: 1 })))
    expect(await furtherNotBegun(audit.id)).toBe(0)
  }, 60_000)
})
