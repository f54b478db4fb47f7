import { describe, expect, test } from 'vitest'
import { MOST_ASKED } from '@/lib/domain/guesses'
import { exposeTo } from '../auth/exposure'
import { testPerson } from '../auth/testing'
import { testDatabase } from '../db/testing'
import { auditStanding } from '../rating/audits'
import { claim } from '../rating/claim'
import { saveDraft } from '../rating/draft'
import { amend, earlierItem } from '../rating/earlier'
import { submit } from '../rating/submit'
import { attempt, makeAudit, makeUser } from '../rating/testing'
import { undo } from '../rating/undo'
import { guessesOf } from './guess-counts'
import { beginGuessing, guessing, keepGuess } from './guesses'

const { pool } = testDatabase()
const MODELS = ['alpha-1', 'beta-2']

/** An open audit whose outputs are in turn of two models, and whose plan asks for authors. */
async function makeAsking({ outputs = 8, perOutput = 4, asks = true } = {}) {
  const audit = await makeAudit(pool, { outputs, perOutput })
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO models (audit_id, name, family) SELECT $1, name, name FROM unnest($2::text[]) name RETURNING id`,
    [audit.id, MODELS],
  )
  await pool.query(
    `UPDATE output_versions v SET model_id = ($2::int[])[1 + n.n % 2]
     FROM (SELECT id, (row_number() OVER (ORDER BY id))::int AS n FROM output_versions WHERE audit_id = $1) n WHERE n.id = v.id`,
    [audit.id, rows.map(({ id }) => id)],
  )
  if (asks) await pool.query(`UPDATE audits SET plan = '{"ask_authors": true}' WHERE id = $1`, [audit.id])
  return audit
}

/** Rates so many outputs; the last attempt and item. */
async function rate(auditId: number, userId: string, times: number) {
  let last = { itemId: '', key: '' }
  for (let i = 0; i < times; i++) {
    const [item] = await claim({ auditId, userId })
    const given = attempt()
    await submit({ itemId: item!.item_id, userId }, given)
    last = { itemId: item!.item_id, key: given.key }
  }
  return last
}

const authorOf = async (itemId: string) =>
  (
    await pool.query<{ name: string }>(
      `SELECT m.name FROM assignments s JOIN output_versions v ON v.output_id = s.output_id JOIN models m ON m.id = v.model_id
       WHERE s.id = $1`,
      [itemId],
    )
  ).rows[0]!.name

/** Guesses all that is asked: the author, the other one, or nothing. */
async function guessAll(auditId: number, userId: string, how: (author: string) => string | null) {
  const of = { auditId, userId }
  await beginGuessing(of)
  for (;;) {
    const stands = await guessing(of)
    if (stands.phase !== 'asking') return stands
    const { itemId } = stands.output
    await keepGuess(of, { itemId, model: how(await authorOf(itemId)) })
  }
}

const theOther = (author: string) => MODELS.find((name) => name !== author)!

describe('what a rater is told', () => {
  test('no name while the rater can still rate, and all of them after that', async () => {
    const { id: auditId } = await makeAsking()
    const of = { auditId, userId: await makeUser(pool) }
    expect(await guessing(of)).toEqual({ phase: 'not-offered' })
    await rate(auditId, of.userId, 6)
    const offered = await guessing(of)
    expect(offered).toEqual({ phase: 'offered', asked: MOST_ASKED, holds: false })
    await beginGuessing(of)
    expect(await guessing(of)).toMatchObject({
      phase: 'asking',
      number: 1,
      asked: MOST_ASKED,
      models: MODELS,
    })
  })

  test('nothing where the plan does not ask, one model wrote all, or the person has seen results', async () => {
    const silent = await makeAsking({ asks: false })
    const single = await makeAudit(pool, { outputs: 3 })
    await pool.query(`UPDATE audits SET plan = '{"ask_authors": true}' WHERE id = $1`, [single.id])
    for (const { id: auditId } of [silent, single]) {
      const of = { auditId, userId: await makeUser(pool) }
      await rate(auditId, of.userId, 2)
      expect(await guessing(of)).toEqual({ phase: 'not-offered' })
      await expect(beginGuessing(of)).rejects.toMatchObject({ code: 'conflict' })
    }
    const { id: auditId } = await makeAsking()
    const of = { auditId, userId: await makeUser(pool) }
    await rate(auditId, of.userId, 1)
    await pool.query('INSERT INTO exposures (audit_id, user_id) VALUES ($1, $2)', [auditId, of.userId])
    expect(await guessing(of)).toEqual({ phase: 'not-offered' })
  })
})

describe('who has begun to guess', () => {
  test('can claim, keep, submit, change and take back nothing any more', async () => {
    const { id: auditId } = await makeAsking()
    const userId = await makeUser(pool)
    const last = await rate(auditId, userId, 2)
    const [held] = await claim({ auditId, userId })
    const slots = () =>
      pool
        .query('SELECT sum(open_slots)::int AS n FROM outputs WHERE audit_id = $1', [auditId])
        .then((r) => r.rows[0].n)
    const before = await slots()
    await beginGuessing({ auditId, userId })
    expect(await slots()).toBe(before + 1)
    const item = { itemId: held!.item_id, userId }
    const earlier = { itemId: last.itemId, userId }
    for (const work of [
      () => claim({ auditId, userId }),
      () => saveDraft(item, { scores: { quality: 3 } }),
      () => submit(item, attempt()),
      () => earlierItem(earlier),
      () => amend(earlier, attempt()),
      () => undo(earlier, last.key),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'forbidden' })
    expect(await auditStanding(auditId, userId)).toEqual({ standing: 'finished', audit: null })
  })

  test('still sees no results until the audit closes', async () => {
    const { id: auditId } = await makeAsking()
    const { viewer } = await testPerson('analyst')
    await rate(auditId, viewer.userId, 1)
    await beginGuessing({ auditId, userId: viewer.userId })
    await expect(exposeTo(auditId, viewer)).rejects.toMatchObject({ code: 'forbidden' })
    await pool.query(`UPDATE audits SET status = 'closed' WHERE id = $1`, [auditId])
    await exposeTo(auditId, viewer)
  })

  test('beginning and claiming at the same time: never a name and an output that can be rated', async () => {
    const { id: auditId } = await makeAsking()
    const userId = await makeUser(pool)
    await rate(auditId, userId, 1)
    const [, claimed] = await Promise.allSettled([
      beginGuessing({ auditId, userId }),
      claim({ auditId, userId, most: 2 }),
    ])
    for (const { item_id: itemId } of claimed.status === 'fulfilled' ? claimed.value : [])
      await expect(submit({ itemId, userId }, attempt())).rejects.toMatchObject({ code: 'forbidden' })
    const { rows } = await pool.query(
      `SELECT FROM assignments s JOIN raters r ON r.id = s.rater_id WHERE r.audit_id = $1 AND s.status = 'leased'`,
      [auditId],
    )
    expect(rows).toHaveLength(0)
  })
})

describe('a guess', () => {
  test('is kept once, of an output that is asked and a model that is there', async () => {
    const { id: auditId } = await makeAsking()
    const of = { auditId, userId: await makeUser(pool) }
    const { itemId } = await rate(auditId, of.userId, 1)
    const foreign = await makeUser(pool)
    const other = await rate(auditId, foreign, 1)
    await expect(keepGuess(of, { itemId, model: null })).rejects.toMatchObject({ code: 'conflict' })
    await beginGuessing(of)
    await expect(keepGuess(of, { itemId, model: 'gamma' })).rejects.toMatchObject({ code: 'invalid' })
    await expect(keepGuess(of, { itemId: other.itemId, model: null })).rejects.toMatchObject({
      code: 'not-found',
    })
    await keepGuess(of, { itemId, model: MODELS[0]! })
    await keepGuess(of, { itemId, model: null })
    expect(await guessing(of)).toEqual({ phase: 'done', asked: 1 })
    const { rows } = await pool.query(
      'SELECT m.name FROM author_guesses g JOIN models m ON m.id = g.model_id WHERE g.audit_id = $1',
      [auditId],
    )
    expect(rows).toEqual([{ name: MODELS[0] }])
  })

  test('counts in the index, over all and by author; those of who withdrew do not', async () => {
    const { id: auditId } = await makeAsking({ perOutput: 8 })
    const raters = await Promise.all(Array.from({ length: 4 }, () => makeUser(pool)))
    for (const userId of raters) await rate(auditId, userId, 5)
    const [first, second, third, gone] = raters as [string, string, string, string]
    await guessAll(auditId, first, (author) => author)
    await guessAll(auditId, second, (author) => author)
    await guessAll(auditId, third, () => null)
    await guessAll(auditId, gone, theOther)
    await pool.query('UPDATE raters SET withdrawn_at = now() WHERE user_id = $1', [gone])
    const found = await guessesOf(auditId)
    expect(found).toMatchObject({
      n: 15,
      raters: 3,
      correct: 10,
      wrong: 0,
      dont_know: 5,
      authors: 2,
      chance: 0,
    })
    expect(found.index).toBeCloseTo(2 / 3, 12)
    expect(found.by_model.map(({ model }) => model)).toEqual(MODELS)
    expect(found.by_model.reduce((sum, { n }) => sum + n, 0)).toBe(15)
  })

  test('of too few raters gives no index but its reason', async () => {
    const { id: auditId } = await makeAsking()
    expect(await guessesOf(auditId)).toMatchObject({
      n: 0,
      index: null,
      why: expect.stringContaining('0 of at least'),
    })
  })
})
