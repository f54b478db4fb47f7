import { expect, test } from 'vitest'
import { testDatabase } from '../db/testing'
import { addRatings, type SeedRating, seedAudit } from '../snapshot/testing'
import { listDisagreements } from './disagreements'
import { setAside } from './set-aside'

const { pool } = testDatabase()

const all = { apart: 0.01, offset: 0, limit: 10 }
const rating = (output: string, rater: string, unit: number, more: Partial<SeedRating> = {}) => ({
  ...{ output, rater, unit, ...more },
})

/** Five outputs: a (0, 1), b (0.25, 0.5, 0.75), c (0.5, 0.5), d by one rater, e by nobody. */
async function made() {
  const { id } = await seedAudit(pool, {
    outputs: ['a', 'b', 'c', 'd', 'e'].map((output) => ({ output, prompt: `p${output}`, model: 'm' })),
    ratings: [
      ...[rating('a', 'ann', 1), rating('a', 'bob', 0)],
      ...[rating('b', 'ann', 0.5), rating('b', 'bob', 0.25), rating('b', 'cat', 0.75, { source: 'import' })],
      ...[rating('c', 'ann', 0.5), rating('c', 'bob', 0.5), rating('d', 'ann', 0)],
    ],
  })
  const { rows } = await pool.query('SELECT id FROM criteria WHERE audit_id = $1', [id])
  const list = async (options: Partial<typeof all> = {}) =>
    listDisagreements(id, rows[0].id, { ...all, ...options })
  const spreads = async (options: Partial<typeof all> = {}) =>
    (await list(options)).disagreements.map(({ output_id, spread }) => [output_id, spread])
  return { id, list, spreads }
}

test('outputs on which two raters differ, widest first, with who gave what', async () => {
  const { id, list, spreads } = await made()
  await pool.query(`UPDATE human_ratings SET comment = 'It is wrong.' WHERE audit_id = $1 AND unit = 0`, [id])
  expect(await spreads()).toEqual([
    ['a', 1],
    ['b', 0.5],
  ])
  const { disagreements, total } = await list({ limit: 1 })
  expect(total).toBe(2)
  expect(disagreements).toEqual([
    {
      output_id: 'a',
      spread: 1,
      further: null,
      prompt: 'Prompt pa',
      text: 'Text of a',
      opinions: [
        { rater: 'bob', score: 1, unit: 0, comment: 'It is wrong.', further: false },
        { rater: 'ann', score: 5, unit: 1, comment: null, further: false },
      ],
    },
  ])
  expect(await spreads({ offset: 1 })).toEqual([['b', 0.5]])
  expect(await spreads({ apart: 0.5 })).toHaveLength(2)
  expect(await spreads({ apart: 0.51 })).toEqual([['a', 1]])
})

test('neither checks, nor who is set aside, nor a known answer, nor a further rating make a disagreement', async () => {
  const { id, spreads } = await made()
  const client = await pool.connect()
  try {
    await addRatings(client, id, [
      ...(['practice', 'gold', 'repeat', 'adjudication'] as const).map((purpose) =>
        rating('d', 'bob', 1, { purpose }),
      ),
      rating('c', 'cat', 1, { source: 'import' }),
    ])
  } finally {
    client.release()
  }
  expect(await spreads()).toEqual([
    ['a', 1],
    // As far apart as b, and more of them are.
    ['c', 0.5],
    ['b', 0.5],
  ])
  await setAside({ rater: 'cat', reason: 'Tired.' }, { auditId: id, byId: null })
  expect(await spreads()).toEqual([
    ['a', 1],
    ['b', 0.25],
  ])
  await pool.query(
    `INSERT INTO gold_answers (audit_id, output_id, criterion_id, purpose, score)
     SELECT $1, o.id, c.id, 'gold', 1 FROM outputs o, criteria c
     WHERE o.audit_id = $1 AND c.audit_id = $1 AND o.external_id = 'a'`,
    [id],
  )
  expect(await spreads()).toEqual([['b', 0.25]])
})
