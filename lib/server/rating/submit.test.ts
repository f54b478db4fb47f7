import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { BlindItem } from '@/lib/domain/blind'
import { exposeTo } from '../auth/exposure'
import type { Viewer } from '../auth/viewer'
import { testDatabase } from '../db/testing'
import { claim } from './claim'
import { saveDraft } from './draft'
import { amend, earlierItem } from './earlier'
import { ownRatings } from './mine'
import { skip } from './skip'
import { submit } from './submit'
import { sweepLeases } from './sweep'
import { attempt, letLapse, type MadeAudit, makeAudit, makeUser, SCORES } from './testing'
import { undo } from './undo'

const { pool } = testDatabase()

let audit: MadeAudit
let userId: string
let item: BlindItem
let mine: { itemId: string; userId: string }

beforeEach(async () => {
  audit = await makeAudit(pool, { outputs: 2 })
  userId = await makeUser(pool)
  item = (await claim({ auditId: audit.id, userId }))[0]!
  mine = { itemId: item.item_id, userId }
})

const assignment = async (id = item.item_id) =>
  (await pool.query('SELECT * FROM assignments WHERE id = $1', [id])).rows[0]
const openSlots = async () =>
  (
    await pool.query(
      'SELECT o.open_slots FROM outputs o JOIN assignments s ON s.output_id = o.id WHERE s.id = $1',
      [item.item_id],
    )
  ).rows[0].open_slots
const ratings = async () =>
  (
    await pool.query(
      `SELECT c.key, h.score, h.unit, h.purpose, h.source, h.presentation, h.seconds, h.comment,
         h.ended_at IS NULL AS current
       FROM human_ratings h JOIN criteria c ON c.id = h.criterion_id
       WHERE assignment_id = $1 ORDER BY h.id`,
      [item.item_id],
    )
  ).rows

/** Lets the lease run out and another rater take the slot. */
async function loseSlot(): Promise<void> {
  await letLapse(pool, item)
  await sweepLeases(audit.id)
  await claim({ auditId: audit.id, userId: await makeUser(pool), most: 2 })
  expect(await openSlots()).toBe(0)
}

describe('a submission', () => {
  test('stores a rating for each criterion, with its unit score', async () => {
    const key = randomUUID()
    const body = { scores: SCORES, comment: ' Good. ', seconds: 12.5 }
    expect(await submit(mine, { key, body, byOtherToken: true })).toEqual({ status: 'counted' })
    const shared = {
      purpose: 'main',
      source: 'session',
      presentation: 'rendered',
      seconds: 12.5,
      comment: 'Good.',
      current: true,
    }
    expect(await ratings()).toEqual([
      { key: 'quality', score: 4, unit: 0.75, ...shared },
      { key: 'truth', score: 0.25, unit: 0.25, ...shared },
    ])
    expect(await assignment()).toMatchObject({
      status: 'submitted',
      seconds: 12.5,
      comment: 'Good.',
      by_other_token: true,
      idempotency_key: key,
      draft: null,
    })
  })

  test('gets the same answer again for the same key and body, and is stored once', async () => {
    const one = attempt()
    expect(await submit(mine, one)).toEqual({ status: 'counted' })
    expect(await submit(mine, { ...one, body: { scores: { truth: 0.25, quality: 4 } } })).toEqual({
      status: 'counted',
    })
    expect(await ratings()).toHaveLength(2)
  })

  test('with the same key and another body is refused', async () => {
    const one = attempt()
    await submit(mine, one)
    await expect(submit(mine, attempt({ ...SCORES, quality: 5 }, one.key))).rejects.toMatchObject({
      code: 'unprocessable',
    })
    await expect(submit(mine, { ...one, body: { ...one.body, seconds: 1 } })).rejects.toMatchObject({
      code: 'unprocessable',
    })
  })

  test('under another key conflicts', async () => {
    await submit(mine, attempt())
    await expect(submit(mine, attempt())).rejects.toMatchObject({ code: 'conflict' })
    expect(await ratings()).toHaveLength(2)
  })

  test.each([
    [{ quality: 4 }, [{ path: 'scores.truth', message: 'Truth has no score yet' }]],
    [{}, [{ path: 'scores.quality' }, { path: 'scores.truth' }]],
    [
      { ...SCORES, quality: 6 },
      [{ path: 'scores.quality', message: 'Quality: 6 is off the scale from 1 to 5' }],
    ],
    [
      { ...SCORES, quality: 2.5 },
      [{ path: 'scores.quality', message: 'Quality: 2.5 is between the steps of 1 from 1' }],
    ],
    [{ ...SCORES, truth: -0.1 }, [{ path: 'scores.truth' }]],
    [{ ...SCORES, charm: 1 }, [{ path: 'scores.charm', message: 'There is no criterion "charm"' }]],
  ])('that is incomplete or off its scale is refused by name: %j', async (scores, errors) => {
    await expect(submit(mine, attempt(scores))).rejects.toMatchObject({ code: 'unprocessable', errors })
    expect(await ratings()).toEqual([])
    expect(await submit(mine, attempt())).toEqual({ status: 'counted' })
  })

  test("of another person's item, or of none, finds nothing", async () => {
    const other = { ...mine, userId: await makeUser(pool) }
    await expect(submit(other, attempt())).rejects.toMatchObject({ code: 'not-found' })
    await expect(submit({ ...mine, itemId: randomUUID() }, attempt())).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(submit({ ...mine, itemId: "x' OR 1=1" }, attempt())).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('does not wait for the row of its audit', async () => {
    const other = await pool.connect()
    await other.query('BEGIN')
    await other.query('SELECT FROM audits WHERE id = $1 FOR UPDATE', [audit.id])
    try {
      expect(await submit(mine, attempt())).toEqual({ status: 'counted' })
    } finally {
      await other.query('ROLLBACK')
      other.release()
    }
  })
})

describe('after the lease ran out', () => {
  test('the work counts while the slot is free', async () => {
    await letLapse(pool, item)
    await sweepLeases(audit.id)
    expect(await openSlots()).toBe(1)
    expect(await submit(mine, attempt())).toEqual({ status: 'counted' })
    expect(await openSlots()).toBe(0)
  })

  test('the work counts when no sweep has given the slot away', async () => {
    await letLapse(pool, item)
    expect(await submit(mine, attempt())).toEqual({ status: 'counted' })
    expect(await openSlots()).toBe(0)
  })

  test('the work is extra when another rater has taken the place', async () => {
    await loseSlot()
    const one = attempt()
    expect(await submit(mine, one)).toEqual({ status: 'extra' })
    expect(await submit(mine, one)).toEqual({ status: 'extra' })
    expect((await assignment()).purpose).toBe('extra')
    expect(await ratings()).toMatchObject([{ purpose: 'extra' }, { purpose: 'extra' }])
    expect(await openSlots()).toBe(0)
  })

  test('the work counts after the audit closed, too', async () => {
    await letLapse(pool, item)
    await sweepLeases(audit.id)
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    expect(await submit(mine, attempt())).toEqual({ status: 'counted' })
  })
})

describe('a draft', () => {
  test('is kept, renews the lease, and comes back with the item', async () => {
    await letLapse(pool, item)
    const until = await saveDraft(mine, { scores: { quality: 3 }, comment: 'So far' })
    expect(until!.getTime()).toBeGreaterThan(Date.now() + 29 * 60_000)
    const [again] = await claim({ auditId: audit.id, userId })
    expect(again).toEqual({
      ...item,
      lease_expires_at: until!.toISOString(),
      draft: { scores: { quality: 3 }, comment: 'So far' },
    })
  })

  test('takes the slot again when it can, and is kept when it cannot', async () => {
    await letLapse(pool, item)
    await sweepLeases(audit.id)
    expect(await saveDraft(mine, { scores: { quality: 3 } })).toBeInstanceOf(Date)
    expect(await openSlots()).toBe(0)
    await loseSlot()
    expect(await saveDraft(mine, { scores: { quality: 5 } })).toBeNull()
    expect(await assignment()).toMatchObject({ status: 'expired', draft: { scores: { quality: 5 } } })
  })

  test('with what could not be submitted is refused', async () => {
    await expect(saveDraft(mine, { scores: { quality: 9 } })).rejects.toMatchObject({
      code: 'unprocessable',
      errors: [{ path: 'scores.quality' }],
    })
  })

  test('of finished work conflicts', async () => {
    await submit(mine, attempt())
    await expect(saveDraft(mine, {})).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a skip', () => {
  test('opens the slot for others, once, and keeps the reason', async () => {
    await skip(mine, 'Not in a language I read')
    await skip(mine, 'again')
    expect(await openSlots()).toBe(1)
    expect(await assignment()).toMatchObject({ status: 'skipped', skip_reason: 'Not in a language I read' })
    const [next] = await claim({ auditId: audit.id, userId })
    expect(next!.text).not.toBe(item.text)
  })

  test('of an expired item opens no second slot', async () => {
    await letLapse(pool, item)
    await sweepLeases(audit.id)
    await skip(mine, 'too long')
    expect(await openSlots()).toBe(1)
  })

  test('opens no slot where the audit now asks for fewer ratings than it has', async () => {
    const full = await makeAudit(pool, { outputs: 1, perOutput: 2 })
    const [first, second] = [await makeUser(pool), await makeUser(pool)]
    const [held] = await claim({ auditId: full.id, userId: first })
    await claim({ auditId: full.id, userId: second })
    await pool.query('UPDATE audits SET ratings_per_output = 1 WHERE id = $1', [full.id])
    await skip({ itemId: held!.item_id, userId: first }, 'unclear')
    expect(await claim({ auditId: full.id, userId: await makeUser(pool) })).toEqual([])
  })

  test('of submitted work conflicts; work on a skipped item is stored all the same', async () => {
    await skip(mine, 'unclear')
    expect(await submit(mine, attempt())).toEqual({ status: 'counted' })
    expect(await openSlots()).toBe(0)
    await expect(skip(mine, 'unclear')).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('going back to an earlier item', () => {
  test('shows what was given', async () => {
    await submit(mine, { ...attempt(), body: { scores: SCORES, comment: 'Fine' } })
    expect(await earlierItem(mine)).toEqual({
      ...item,
      lease_expires_at: expect.any(String),
      progress: { done: 1, total: 2 },
      draft: { scores: SCORES, comment: 'Fine' },
    })
  })

  test('ends the ratings and adds new ones, idempotently', async () => {
    const first = { ...attempt(), body: { scores: SCORES, seconds: 10 } }
    await submit(mine, first)
    const second = { ...attempt(), body: { scores: { quality: 2, truth: 0.25 }, comment: 'No', seconds: 5 } }
    expect(await amend(mine, second)).toEqual({ status: 'counted' })
    expect(await amend(mine, second)).toEqual({ status: 'counted' })
    expect(await ratings()).toMatchObject([
      { key: 'quality', score: 4, seconds: 10, current: false },
      { key: 'truth', score: 0.25, current: false },
      { key: 'quality', score: 2, seconds: 15, comment: 'No', current: true },
      { key: 'truth', score: 0.25, current: true },
    ])
    await expect(submit(mine, first)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('changes no row when nothing was changed', async () => {
    await submit(mine, attempt())
    await amend(mine, attempt())
    expect(await ratings()).toHaveLength(2)
  })

  test('goes as far back as the rater has rated, until the audit closes', async () => {
    await expect(earlierItem(mine)).rejects.toMatchObject({ code: 'conflict' })
    await submit(mine, attempt())
    const [next] = await claim({ auditId: audit.id, userId })
    await submit({ itemId: next!.item_id, userId }, attempt())
    expect(await amend(mine, attempt({ quality: 1, truth: 1 }))).toEqual({ status: 'counted' })
    expect(await ownRatings({ auditId: audit.id, userId })).toMatchObject({
      items: [
        { item_id: next!.item_id },
        {
          item_id: item.item_id,
          text: item.text,
          scores: [
            { name: 'Quality', score: 1 },
            { name: 'Truth', score: 1 },
          ],
        },
      ],
      next: null,
    })
    await expect(amend(mine, attempt({ quality: 9 }))).rejects.toMatchObject({ code: 'unprocessable' })
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    await expect(earlierItem(mine)).rejects.toMatchObject({ code: 'conflict' })
    await expect(amend(mine, attempt())).rejects.toMatchObject({ code: 'conflict' })
  })

  test("is for one's own items alone", async () => {
    await submit(mine, attempt())
    const other = await makeUser(pool)
    await expect(earlierItem({ ...mine, userId: other })).rejects.toMatchObject({ code: 'not-found' })
    expect(await ownRatings({ auditId: audit.id, userId: other })).toEqual({ items: [], next: null })
  })
})

describe('taking back the last submission', () => {
  const first = { ...attempt(), body: { scores: SCORES, comment: 'Fine', seconds: 10 } }

  test('ends its ratings and leaves them as a draft; submitted again it counts once', async () => {
    await submit(mine, first)
    await undo(mine, first.key)
    await undo(mine, first.key)
    expect(await ratings()).toMatchObject([{ current: false }, { current: false }])
    expect(await openSlots()).toBe(0)
    const [again] = await claim({ auditId: audit.id, userId })
    expect(again).toMatchObject({
      item_id: item.item_id,
      draft: { scores: SCORES, comment: 'Fine' },
      progress: { done: 0 },
    })
    const second = { ...attempt(), body: { scores: { ...SCORES, quality: 1 }, seconds: 5 } }
    expect(await submit(mine, second)).toEqual({ status: 'counted' })
    expect(await ratings()).toMatchObject([
      { current: false },
      { current: false },
      { key: 'quality', score: 1, seconds: 15, comment: null, current: true },
      { key: 'truth', current: true },
    ])
  })

  test('is not itself undone by a call that comes late, nor undoes what came since', async () => {
    await submit(mine, first)
    await undo(mine, first.key)
    expect(await submit(mine, first)).toEqual({ status: 'counted' })
    expect(await assignment()).toMatchObject({ status: 'leased' })
    await submit(mine, attempt())
    await undo(mine, first.key)
    expect(await assignment()).toMatchObject({ status: 'submitted' })
  })

  test('gives back what was fetched ahead, so that no more than two are held', async () => {
    const wide = await makeAudit(pool, { outputs: 5 })
    const [a] = await claim({ auditId: wide.id, userId, most: 2 })
    const of = { itemId: a!.item_id, userId }
    await submit(of, first)
    const [b, c] = await claim({ auditId: wide.id, userId, most: 2 })
    await undo(of, first.key)
    const held = await claim({ auditId: wide.id, userId, most: 2 })
    expect(held.map((one) => one.item_id)).toEqual([a!.item_id, b!.item_id])
    await submit(of, attempt())
    const after = await claim({ auditId: wide.id, userId, most: 2 })
    expect(after.map((one) => one.item_id)).toEqual([b!.item_id, c!.item_id])
  })

  test('is over once another item is submitted, or the audit closes', async () => {
    await submit(mine, first)
    const [next] = await claim({ auditId: audit.id, userId })
    const last = { itemId: next!.item_id, userId }
    const second = attempt()
    await submit(last, second)
    await expect(undo(mine, first.key)).rejects.toMatchObject({ code: 'conflict' })
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    await expect(undo(last, second.key)).rejects.toMatchObject({ code: 'conflict' })
    await expect(undo({ ...last, userId: await makeUser(pool) }, second.key)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

describe('results', () => {
  const viewer = (): Viewer => ({
    userId,
    email: 'a@example.org',
    name: null,
    role: 'analyst',
    via: 'session',
    tokenMadeById: null,
    fromPanel: false,
  })

  test('stay hidden from who holds or submitted an item, until the audit closes', async () => {
    await expect(exposeTo(audit.id, viewer())).rejects.toMatchObject({ code: 'forbidden' })
    await submit(mine, attempt())
    await expect(exposeTo(audit.id, viewer())).rejects.toMatchObject({ code: 'forbidden' })
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    await exposeTo(audit.id, viewer())
  })

  test('once seen, end drafts, submissions and changes', async () => {
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [audit.id])
    await exposeTo(audit.id, viewer())
    await expect(saveDraft(mine, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(submit(mine, attempt())).rejects.toMatchObject({ code: 'forbidden' })
    expect(await ratings()).toEqual([])
  })
})
