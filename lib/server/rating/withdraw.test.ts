import { beforeEach, describe, expect, it } from 'vitest'
import { guessesOf } from '../blinding/guess-counts'
import { beginGuessing, guessing, keepGuess } from '../blinding/guesses'
import { testDatabase } from '../db/testing'
import { makeInvitation } from '../invitations/make'
import { enterFromPanel } from '../invitations/panel'
import { participantHash } from '../invitations/secret'
import { lockNextRevision, stampRevision } from '../snapshot/cut'
import { setAside } from '../supervision/set-aside'
import { auditStanding } from './audits'
import { claim } from './claim'
import { saveDraft } from './draft'
import { amend, earlierItem } from './earlier'
import { ownRatings } from './mine'
import { skip } from './skip'
import { submit } from './submit'
import { attempt, type MadeAudit, makeAudit, makeUser, SCORES, setPlan } from './testing'
import { undo } from './undo'
import { withdraw } from './withdraw'
import { withdrawnOf } from './withdrawn'

const { pool } = testDatabase()

let audit: MadeAudit
let of: { auditId: number; userId: string }
beforeEach(async () => {
  audit = await makeAudit(pool, { outputs: 3, perOutput: 1 })
  of = { auditId: audit.id, userId: await makeUser(pool) }
})

async function rate(who = of, comment?: string): Promise<string> {
  const [item] = await claim(who)
  const { key, body, byOtherToken } = attempt()
  await submit(
    { itemId: item!.item_id, userId: who.userId },
    { key, body: { ...body, comment }, byOtherToken },
  )
  return item!.item_id
}

const one = async (sql: string) => (await pool.query(sql, [audit.id])).rows[0]
const openSlots = async () =>
  (await one('SELECT sum(open_slots)::int AS n FROM outputs WHERE audit_id = $1')).n
const revision = async () => (await one('SELECT revision AS n FROM audits WHERE id = $1')).n

async function cut(): Promise<void> {
  const client = await pool.connect()
  await client.query('BEGIN')
  await stampRevision(client, audit.id, await lockNextRevision(client, audit.id), 'ratings')
  await client.query('COMMIT')
  client.release()
}

describe('withdrawing', () => {
  it('ends the ratings at a revision of its own, deletes what was written, and opens the outputs to others', async () => {
    await rate(of, 'My comment')
    await cut()
    await rate()
    const [held] = await claim(of)
    await saveDraft({ itemId: held!.item_id, userId: of.userId }, { scores: SCORES, comment: 'My draft' })
    expect(await openSlots()).toBe(0)

    await withdraw(of)
    expect(await openSlots()).toBe(3)
    const { rows } = await pool.query(
      `SELECT from_revision AS from, until_revision AS until, score IS NOT NULL AS kept, comment FROM human_ratings
       WHERE audit_id = $1 ORDER BY id`,
      [audit.id],
    )
    const stamps = [1, 1, 2, 2].map((from) => ({ from, until: 2, kept: true, comment: null }))
    expect(rows).toEqual(stamps)
    const { rows: left } = await pool.query(
      'SELECT DISTINCT status, draft, comment FROM assignments WHERE audit_id = $1',
      [audit.id],
    )
    expect(left).toEqual([{ status: 'withdrawn', draft: null, comment: null }])
    expect(await withdrawnOf(audit.id, null)).toEqual({ raters: 1, ratings: 2, comparisons: 0 })
    expect(await withdrawnOf(audit.id, 1)).toEqual({ raters: 0, ratings: 0, comparisons: 0 })
    expect(await withdrawnOf(audit.id, 2)).toEqual({ raters: 1, ratings: 2, comparisons: 0 })

    const other = { auditId: audit.id, userId: await makeUser(pool) }
    for (let i = 0; i < 3; i++) await rate(other)
    expect(await openSlots()).toBe(0)
  })

  it('is for good: nothing more is handed out, taken, shown or changed', async () => {
    const itemId = await rate()
    const [held] = await claim(of)
    await withdraw(of)
    const forbidden = { code: 'forbidden' }
    const conflict = { code: 'conflict' }
    expect(await auditStanding(audit.id, of.userId)).toEqual({ standing: 'withdrew', audit: null })
    expect(await ownRatings(of)).toEqual({ items: [], next: null })
    await expect(claim(of)).rejects.toMatchObject(forbidden)
    for (const id of [itemId, held!.item_id]) {
      const item = { itemId: id, userId: of.userId }
      await expect(submit(item, attempt())).rejects.toMatchObject(conflict)
      await expect(amend(item, attempt())).rejects.toMatchObject(conflict)
      await expect(saveDraft(item, {})).rejects.toMatchObject(conflict)
      await expect(skip(item, 'no')).rejects.toMatchObject(conflict)
      await expect(earlierItem(item)).rejects.toMatchObject(conflict)
      await undo(item, 'some key')
    }
    expect(
      await one(`SELECT count(*)::int AS n FROM human_ratings WHERE audit_id = $1 AND ended_at IS NULL`),
    ).toEqual({ n: 0 })
  })

  it('refuses the same submission when it comes again late', async () => {
    const [item] = await claim(of)
    const mine = { itemId: item!.item_id, userId: of.userId }
    const again = attempt()
    await submit(mine, again)
    await withdraw(of)
    await expect(submit(mine, again)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('twice is as good as once, also at the same time', async () => {
    await rate()
    await Promise.all([withdraw(of), withdraw(of), withdraw(of)])
    await withdraw(of)
    expect(await revision()).toBe(1)
    expect(await openSlots()).toBe(3)
    expect(await withdrawnOf(audit.id, null)).toEqual({ raters: 1, ratings: 1, comparisons: 0 })
    expect(
      await one(`SELECT count(*)::int AS n, max(user_id::text) AS by FROM events
        WHERE audit_id = $1 AND action = 'rater.withdraw'`),
    ).toEqual({ n: 1, by: of.userId })
  })

  it('leaves nothing standing of a submission that is under way', async () => {
    for (let i = 0; i < 8; i++) {
      audit = await makeAudit(pool, { outputs: 2, perOutput: 1 })
      of = { auditId: audit.id, userId: await makeUser(pool) }
      const [item] = await claim(of)
      const [, submitted] = await Promise.allSettled([
        withdraw(of),
        submit({ itemId: item!.item_id, userId: of.userId }, attempt()),
        claim({ ...of, most: 2 }),
      ])
      if (submitted.status === 'rejected') expect(submitted.reason).toMatchObject({ code: 'conflict' })
      expect(
        await one(`SELECT (SELECT count(*)::int FROM human_ratings WHERE audit_id = $1 AND ended_at IS NULL) AS ratings,
          (SELECT count(*)::int FROM assignments WHERE audit_id = $1 AND status <> 'withdrawn') AS items`),
      ).toEqual({ ratings: 0, items: 0 })
      expect(await openSlots()).toBe(2)
    }
  })

  it('is refused once the audit is closed, and says to whom to turn', async () => {
    await rate()
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    await expect(withdraw(of)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Ask whoever runs it'),
    })
    expect(await ownRatings(of)).toMatchObject({ items: [{ item_id: expect.any(String) }] })
    // Who withdrew while it was open is told the same as then.
    await pool.query(`UPDATE audits SET status = 'open' WHERE id = $1`, [audit.id])
    await withdraw(of)
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    await withdraw(of)
  })

  it('touches nobody else: not other raters, not the same person elsewhere, not who never rated', async () => {
    audit = await makeAudit(pool, { outputs: 2, perOutput: 2 })
    of = { auditId: audit.id, userId: await makeUser(pool) }
    const elsewhere = { auditId: (await makeAudit(pool)).id, userId: of.userId }
    const other = { auditId: audit.id, userId: await makeUser(pool) }
    for (const who of [of, elsewhere, other]) await rate(who)
    await withdraw(of)
    for (const who of [elsewhere, other]) expect((await ownRatings(who)).items[0]!.scores).toHaveLength(2)
    const stranger = { auditId: audit.id, userId: await makeUser(pool) }
    await expect(withdraw(stranger)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('takes out what was set aside before, checks and skips too', async () => {
    await rate()
    const [item] = await claim(of)
    await skip({ itemId: item!.item_id, userId: of.userId }, 'My reason')
    const { pseudonym } = await one('SELECT pseudonym FROM raters WHERE audit_id = $1')
    await setAside({ rater: pseudonym, reason: 'Fast', reopen: 'on' }, { auditId: audit.id, byId: null })
    expect(await openSlots()).toBe(3)
    await withdraw(of)
    expect(await openSlots()).toBe(3)
    expect(await one('SELECT count(skip_reason)::int AS n FROM assignments WHERE audit_id = $1')).toEqual({
      n: 0,
    })
  })

  it('deletes guesses, and asks for none', async () => {
    await setPlan(pool, audit.id, { ask_authors: true })
    await pool.query(
      `WITH other AS (INSERT INTO models (audit_id, name, family) VALUES ($1, 'other', 'other') RETURNING id)
       UPDATE output_versions SET model_id = other.id FROM other WHERE audit_id = $1 AND output_id = $2`,
      [audit.id, audit.outputIds[0]],
    )
    const itemId = await rate()
    await beginGuessing(of)
    await keepGuess(of, { itemId, model: null })
    expect(await guessesOf(audit.id)).toMatchObject({ n: 1 })
    await withdraw(of)
    expect(await guessesOf(audit.id)).toMatchObject({ n: 0 })
    expect(await guessing(of)).toEqual({ phase: 'not-offered' })
    await expect(keepGuess(of, { itemId, model: null })).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a participant of a panel who withdraws', () => {
  const panel = { code: 'C', return_url: 'https://panel.example/', parameter: 'participant_id' }
  const used = async () => (await one('SELECT used AS n FROM invitations WHERE audit_id = $1')).n

  async function enter(secret: string, id: string) {
    const { claims } = await enterFromPanel(secret, participantHash(secret, id), '192.0.2.1')
    return { auditId: audit.id, userId: claims.sub }
  }

  it('before the end makes room for another, and does not come in again by the same id', async () => {
    const byId = await makeUser(pool, 'analyst')
    const secret = await makeInvitation(
      { role: 'rater', days: 7, places: 1, panel },
      { auditId: audit.id, byId },
    )
    const first = await enter(secret, 'p1')
    await rate(first)
    await withdraw(first)
    await withdraw(first)
    expect(await used()).toBe(0)
    expect(await enter(secret, 'p1')).toEqual(first)
    await expect(claim(first)).rejects.toMatchObject({ code: 'forbidden' })
    await rate(await enter(secret, 'p2'))
    expect(await used()).toBe(1)
  })
})
