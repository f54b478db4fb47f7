import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { MASK } from '@/lib/blinding/mask'
import { canonicalJson } from '@/lib/domain/canonical'
import type { LeakDecision } from '@/lib/domain/leaks'
import { patchAudit } from '../audits/patch'
import { testDatabase } from '../db/testing'
import { newAudit, output, sendWell } from '../intake/testing'
import { claim } from '../rating/claim'
import { earlierItem } from '../rating/earlier'
import { ownRatings } from '../rating/mine'
import { skip } from '../rating/skip'
import { submit } from '../rating/submit'
import { attempt, letLapse, makeUser, setPlan } from '../rating/testing'
import { decideLeaks } from './decide'
import { countLeaks, listLeaks } from './leaks'
import { maskedWords } from './masked-words'

const { pool } = testDatabase()
const ALL = { pattern: null, decision: null }
const PAGE = { offset: 0, limit: 50 }

const AS_AN_AI = 'As an AI developed by OpenAI, I say yes.'
const SCORED = 'It is seven. Score: 9/10'
const PLAIN = 'It is seven.'

/** An audit with outputs of these texts, open for rating. */
async function auditOf(texts: Record<string, string>, more: object = {}): Promise<number> {
  const auditId = await newAudit(pool)
  await pool.query('UPDATE audits SET ratings_per_output = 2 WHERE id = $1', [auditId])
  await sendWell(
    auditId,
    'outputs',
    Object.entries(texts).map(([id, text]) => output(id, { text, ...more })),
  )
  await patchAudit(auditId, { status: 'open' }, null)
  return auditId
}

const words = async (auditId: number) =>
  (await listLeaks(auditId, ALL, PAGE)).leaks.map(
    ({ outputId, pattern, words }) => `${outputId} ${pattern}: ${words}`,
  )

const slots = async (auditId: number) =>
  Object.fromEntries(
    (
      await pool.query<{ id: string; n: number }>(
        'SELECT external_id AS id, open_slots AS n FROM outputs WHERE audit_id = $1',
        [auditId],
      )
    ).rows.map(({ id, n }) => [id, n]),
  )

const decide = (auditId: number, decision: LeakDecision, which: Parameters<typeof decideLeaks>[1] = ALL) =>
  decideLeaks(auditId, which, decision, null)

const SCORES = { quality: 4, safe: 1 }

describe('an import', () => {
  test('finds what betrays an author, its own name too, and leaves other texts alone', async () => {
    const auditId = await auditOf({
      a: AS_AN_AI,
      b: SCORED,
      c: PLAIN,
      d: '𝒳 and GPT-X says so',
    })
    expect(await words(auditId)).toEqual([
      'a as-an-ai: As an AI',
      'a maker: developed by OpenAI',
      'b score: Score: 9/10',
      'd own-name: GPT-X',
    ])
    expect((await countLeaks(auditId)).all).toEqual({
      ...{ found: 4, outputs: 3, undecided: 4, masked: 0, excluded: 0, left: 0 },
    })
  })

  test('keeps what was decided of a text that stays, and looks at another one anew', async () => {
    const auditId = await auditOf({ a: SCORED, b: SCORED })
    await decide(auditId, 'exclude')
    expect(await slots(auditId)).toEqual({ a: 0, b: 0 })
    await sendWell(auditId, 'outputs', [
      output('a', { text: SCORED, tags: ['new'] }),
      output('b', { text: `${SCORED}.` }),
    ])
    const { leaks } = await listLeaks(auditId, ALL, PAGE)
    expect(leaks.map(({ outputId, decision }) => [outputId, decision])).toEqual([
      ['a', 'exclude'],
      ['b', 'open'],
    ])
    expect(await slots(auditId)).toEqual({ a: 0, b: 2 })
  })

  test('that only checks writes nothing', async () => {
    const auditId = await newAudit(pool)
    await sendWell(auditId, 'outputs', [output('a', { text: PLAIN })])
    const { rows } = await pool.query('SELECT FROM leaks WHERE audit_id = $1', [auditId])
    expect(rows).toHaveLength(0)
  })
})

test('leaks are listed by pattern and decision, page by page, with the words in context', async () => {
  const auditId = await auditOf({ a: AS_AN_AI, b: SCORED })
  const { leaks, total } = await listLeaks(auditId, { pattern: 'score', decision: null }, PAGE)
  expect(total).toBe(1)
  expect(leaks[0]).toMatchObject({
    ...{ outputId: 'b', model: 'gpt-x', decision: 'open', isFixed: false },
    ...{ before: 'It is seven. ', words: 'Score: 9/10', after: '' },
  })
  expect((await listLeaks(auditId, ALL, { offset: 2, limit: 1 })).leaks.map((leak) => leak.pattern)).toEqual([
    'score',
  ])
  await decide(auditId, 'keep', { leakId: leaks[0]!.id })
  expect((await listLeaks(auditId, { pattern: null, decision: 'keep' }, PAGE)).total).toBe(1)
  expect((await countLeaks(auditId)).byPattern.map(({ pattern, left }) => [pattern, left])).toContainEqual([
    'score',
    1,
  ])
})

describe('masked words', () => {
  test('are not in what a rater gets, and the hash is of exactly what was shown', async () => {
    const auditId = await auditOf({ a: AS_AN_AI })
    await decide(auditId, 'mask')
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId, userId })
    const shown = `${MASK} ${MASK}, I say yes.`
    expect(item?.text).toBe(shown)
    const [output] = (
      await pool.query('SELECT external_id AS id FROM outputs WHERE audit_id = $1', [auditId])
    ).rows
    expect((await maskedWords(auditId, output.id)).length).toBeGreaterThanOrEqual(2)
    const { intent, guidelines, prompt, text, presentation, criteria } = item!
    const hash = createHash('sha256')
      .update(canonicalJson({ intent, guidelines, prompt, text, presentation, criteria }))
      .digest('hex')
    await submit({ itemId: item!.item_id, userId }, attempt(SCORES))
    const { rows } = await pool.query(
      `SELECT encode(shown_hash, 'hex') AS hash FROM assignments WHERE id = $1`,
      [item!.item_id],
    )
    expect(rows[0]).toEqual({ hash })
    expect((await ownRatings({ auditId, userId })).items.map((own) => own.text)).toEqual([shown])
    expect((await earlierItem({ itemId: item!.item_id, userId })).text).toBe(shown)
  })

  test('are shown again once the decision is taken back', async () => {
    const auditId = await auditOf({ a: SCORED })
    await decide(auditId, 'mask')
    await decide(auditId, 'open')
    const [item] = await claim({ auditId, userId: await makeUser(pool) })
    expect(item?.text).toBe(SCORED)
  })
})

describe('an excluded output', () => {
  test('is handed to nobody, and is back when the decision is', async () => {
    const auditId = await auditOf({ a: AS_AN_AI })
    await decide(auditId, 'exclude')
    const userId = await makeUser(pool)
    expect(await claim({ auditId, userId })).toEqual([])
    await decide(auditId, 'keep')
    expect(await claim({ auditId, userId })).toHaveLength(1)
  })

  test('stays so when another number of ratings is asked for, and when a lease of it is swept', async () => {
    const auditId = await auditOf({ a: AS_AN_AI, b: PLAIN })
    await pool.query(`UPDATE outputs SET open_slots = 0 WHERE audit_id = $1 AND external_id = 'b'`, [auditId])
    const first = await makeUser(pool)
    const [item] = await claim({ auditId, userId: first })
    await letLapse(pool, item!)
    await decide(auditId, 'exclude')
    expect(await claim({ auditId, userId: first })).toEqual([])
    await patchAudit(auditId, { ratings_per_output: 5 }, null)
    expect(await slots(auditId)).toEqual({ a: 0, b: 5 })
  })
})

describe('an output with a known answer', () => {
  const withAnswer = async (purpose: 'gold' | 'practice', more: Record<string, string> = {}) => {
    const auditId = await auditOf({ a: SCORED, b: PLAIN, ...more })
    await pool.query(
      `WITH known AS (
         INSERT INTO gold_answers (audit_id, output_id, criterion_id, purpose, score)
         SELECT o.audit_id, o.id, c.id, $2::purpose, c.min FROM outputs o JOIN criteria c ON c.audit_id = o.audit_id
         WHERE o.audit_id = $1 AND o.external_id = 'a' RETURNING output_id)
       UPDATE outputs SET open_slots = 0 WHERE id IN (SELECT output_id FROM known)`,
      [auditId, purpose],
    )
    return auditId
  }

  test('is not handed out for the plan by whatever is decided of it', async () => {
    const auditId = await withAnswer('gold')
    for (const decision of ['mask', 'exclude', 'keep', 'open'] as const) {
      await decide(auditId, decision)
      expect(await slots(auditId)).toEqual({ a: 0, b: 2 })
    }
  })

  test('is no practice item once it is excluded', async () => {
    const auditId = await withAnswer('practice')
    const [first] = await claim({ auditId, userId: await makeUser(pool) })
    expect(first?.text).toBe(SCORED)
    await pool.query(`UPDATE assignments SET status = 'skipped' WHERE audit_id = $1`, [auditId])
    await decide(auditId, 'exclude')
    const [other] = await claim({ auditId, userId: await makeUser(pool) })
    expect(other?.text).toBe(PLAIN)
  })

  test('is no gold item of the number that raters are told', async () => {
    const auditId = await withAnswer('gold', { c: PLAIN, d: PLAIN })
    await setPlan(pool, auditId, { gold_every: 3 })
    const total = async () => (await claim({ auditId, userId: await makeUser(pool) }))[0]!.progress.total
    expect(await total()).toBe(4)
    await decide(auditId, 'exclude')
    expect(await total()).toBe(3)
  })
})

describe('a decision', () => {
  test('stands once somebody rates the output, and a bulk one says how many it left', async () => {
    const auditId = await auditOf({ a: SCORED, b: AS_AN_AI })
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId, userId })
    const rated = item!.text === SCORED ? 1 : 2
    expect(await decide(auditId, 'mask')).toEqual({ decided: 3 - rated, fixed: rated })
    await submit({ itemId: item!.item_id, userId }, attempt(SCORES))
    expect(await decide(auditId, 'exclude')).toEqual({ decided: 3 - rated, fixed: rated })
    expect(
      (await listLeaks(auditId, { pattern: null, decision: 'open' }, PAGE)).leaks.every((l) => l.isFixed),
    ).toBe(true)
  })

  test('is free again when the rater skipped it', async () => {
    const auditId = await auditOf({ a: SCORED })
    const userId = await makeUser(pool)
    const [item] = await claim({ auditId, userId })
    expect(await decide(auditId, 'mask')).toEqual({ decided: 0, fixed: 1 })
    await skip({ itemId: item!.item_id, userId }, 'not mine')
    expect(await decide(auditId, 'mask')).toEqual({ decided: 1, fixed: 0 })
  })

  test('touches no other audit, and is recorded', async () => {
    const [auditId, other] = [await auditOf({ a: SCORED }), await auditOf({ a: SCORED })]
    const { leaks } = await listLeaks(other, ALL, PAGE)
    expect(await decide(auditId, 'mask', { leakId: leaks[0]!.id })).toEqual({ decided: 0, fixed: 0 })
    await decide(auditId, 'mask')
    expect((await countLeaks(other)).all.undecided).toBe(1)
    const { rows } = await pool.query(
      `SELECT detail FROM events WHERE audit_id = $1 AND action = 'leaks.decide'`,
      [auditId],
    )
    expect(rows).toEqual([{ detail: { decision: 'mask', pattern: null, was: null, places: 1 } }])
  })

  test('and claims at the same time never leave a rater with unmasked words that are masked', async () => {
    const texts = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`o${i}`, `${SCORED} ${i}`]))
    const auditId = await auditOf(texts)
    const raters = await Promise.all(Array.from({ length: 6 }, () => makeUser(pool)))
    const claims = raters.map(async (userId) => claim({ auditId, userId, most: 2 }))
    const [items] = await Promise.all([Promise.all(claims), decide(auditId, 'mask')])
    const { leaks } = await listLeaks(auditId, ALL, PAGE)
    for (const { text } of items.flat()) {
      const id = `o${/\d+$/.exec(text)![0]}`
      const { decision } = leaks.find((leak) => leak.outputId === id)!
      expect(text.includes('Score: 9/10'), `${id} is ${decision}`).toBe(decision === 'open')
    }
  })
})
