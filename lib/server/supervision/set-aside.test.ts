import { beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../db/testing'
import { auditStanding } from '../rating/audits'
import { claim } from '../rating/claim'
import { saveDraft } from '../rating/draft'
import { submit } from '../rating/submit'
import { attempt, type MadeAudit, makeAudit, makeUser, SCORES } from '../rating/testing'
import { setAside, takeBack } from './set-aside'

const { pool } = testDatabase()

let audit: MadeAudit
let userId: string
let rater: string
let byId: string
const reason = 'Four seconds an output.'

/** Two outputs rated, a third in hand. */
beforeEach(async () => {
  audit = await makeAudit(pool, { outputs: 3, perOutput: 1 })
  userId = await makeUser(pool)
  byId = await makeUser(pool, 'analyst')
  await rate(userId)
  await rate(userId)
  const { rows } = await pool.query('SELECT pseudonym FROM raters WHERE user_id = $1', [userId])
  rater = rows[0].pseudonym
})

async function rate(userId: string): Promise<void> {
  const [item] = await claim({ auditId: audit.id, userId })
  await submit({ itemId: item!.item_id, userId }, attempt())
}

const one = async (sql: string) => (await pool.query(sql, [audit.id])).rows[0]
const openSlots = async () =>
  (await one('SELECT sum(open_slots)::int AS n FROM outputs WHERE audit_id = $1')).n
const purposes = async () =>
  (
    await pool.query(
      `SELECT purpose FROM assignments WHERE audit_id = $1 AND status = 'submitted' ORDER BY purpose`,
      [audit.id],
    )
  ).rows.map(({ purpose }) => purpose)
const of = () => ({ auditId: audit.id, byId })

describe('setting work aside', () => {
  it('keeps the ratings, gives back what is in hand, and hands out nothing more', async () => {
    const [held] = await claim({ auditId: audit.id, userId })
    expect(await openSlots()).toBe(0)
    expect(await setAside({ rater, reason }, of())).toBe(0)
    expect(await openSlots()).toBe(1)
    await expect(claim({ auditId: audit.id, userId })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await auditStanding(audit.id, userId)).toEqual({ standing: 'set-aside', audit: null })
    expect(await purposes()).toEqual(['main', 'main'])

    // What was in hand is not lost, and takes no place.
    expect(await saveDraft({ itemId: held!.item_id, userId }, { scores: SCORES })).toBeNull()
    expect(await submit({ itemId: held!.item_id, userId }, attempt())).toEqual({ status: 'extra' })
    expect(await openSlots()).toBe(1)
  })

  it('opens the places where that is asked for, and others take them', async () => {
    expect(await setAside({ rater, reason, reopen: 'on' }, of())).toBe(2)
    expect(await openSlots()).toBe(3)
    const other = await makeUser(pool)
    await rate(other)
    // Taken back, the work has its places again but for those that others have taken.
    await takeBack(rater, of())
    expect(await openSlots()).toBe((await purposes()).includes('extra') ? 1 : 0)
    expect(
      (await one(`SELECT count(*)::int AS n FROM assignments WHERE audit_id = $1 AND purpose = 'main'`)).n,
    ).toBe(3 - (await openSlots()))
    await expect(claim({ auditId: audit.id, userId })).resolves.toHaveLength(await openSlots())
  })

  it('opens none once the audit is closed', async () => {
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    expect(await setAside({ rater, reason, reopen: 'on' }, of())).toBe(0)
    expect(await openSlots()).toBe(1)
  })

  it('makes a revision each time, and notes who did it but not why', async () => {
    await setAside({ rater, reason }, of())
    await takeBack(rater, of())
    const { rows } = await pool.query(
      'SELECT from_revision AS from, until_revision AS until, reason, set_by FROM set_asides WHERE audit_id = $1',
      [audit.id],
    )
    expect(rows).toEqual([{ from: 1, until: 2, reason, set_by: byId }])
    const { rows: events } = await pool.query(
      'SELECT action, user_id, detail FROM events WHERE audit_id = $1 ORDER BY id',
      [audit.id],
    )
    expect(events).toEqual([
      { action: 'rater.set-aside', user_id: byId, detail: { rater, revision: 1, reopened: 0 } },
      { action: 'rater.take-back', user_id: byId, detail: { rater, revision: 2, taken: 0 } },
    ])
  })

  it('is done once, and taken back once', async () => {
    await expect(takeBack(rater, of())).rejects.toMatchObject({ code: 'conflict' })
    await setAside({ rater, reason }, of())
    await expect(setAside({ rater, reason }, of())).rejects.toMatchObject({ code: 'conflict' })
    await expect(setAside({ rater: 'no-such-1', reason }, of())).rejects.toMatchObject({ code: 'not-found' })
    const { id } = await makeAudit(pool)
    await expect(takeBack(rater, { auditId: id, byId })).rejects.toMatchObject({ code: 'not-found' })
    expect((await one('SELECT revision FROM audits WHERE id = $1')).revision).toBe(1)
  })
})
