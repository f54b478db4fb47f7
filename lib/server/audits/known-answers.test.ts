import { expect, test } from 'vitest'
import type { KnownAnswer } from '@/lib/domain/known-answers'
import { transaction } from '../db/pool'
import { testDatabase } from '../db/testing'
import { claim } from '../rating/claim'
import { submit } from '../rating/submit'
import { attempt, makeAudit, makeUser, setPlan } from '../rating/testing'
import { buildSnapshot } from '../snapshot/build'
import { lockNextRevision, stampRevision } from '../snapshot/cut'
import { withDuckDb } from '../snapshot/duckdb'
import { readRows } from '../snapshot/read'
import { addAttentionCheck, knownOutputs, removeKnownAnswers, setKnownAnswers } from './known-answers'
import { readKnownAnswers } from './known-answers-file'
import { auditProgress } from './overview'
import { patchAudit } from './patch'

const { pool } = testDatabase()

const answer = (output_id: string, more: Partial<KnownAnswer> = {}): KnownAnswer => ({
  ...{ output_id, criterion: 'quality', score: 2, tolerance: 1, feedback: 'Too long.', purpose: 'gold' },
  ...more,
})
const slots = async (auditId: number) =>
  Object.fromEntries(
    (
      await pool.query('SELECT external_id AS id, open_slots AS n FROM outputs WHERE audit_id = $1', [
        auditId,
      ])
    ).rows.map(({ id, n }) => [id, n]),
  )
const draft = (outputs = 3) => makeAudit(pool, { status: 'draft', outputs, perOutput: 2 })

test('known answers take outputs out of the plan, and give them back', async () => {
  const { id } = await draft()
  await setKnownAnswers(id, [answer('o2'), answer('o1', { purpose: 'practice', tolerance: 0 })], null)
  expect(await slots(id)).toEqual({ o1: 0, o2: 0, o3: 2 })
  expect(await auditProgress(id, await makeUser(pool))).toMatchObject({ outputs: 3, planned: 1, wanted: 2 })
  expect(await knownOutputs(id)).toMatchObject([
    {
      output_id: 'o1',
      purpose: 'practice',
      text: expect.stringContaining('Text of output'),
      answers: [{ tolerance: 0 }],
    },
    { output_id: 'o2', purpose: 'gold', answers: [{ criterion: 'quality', score: 2, tolerance: 1 }] },
  ])
  await patchAudit(id, { ratings_per_output: 3 }, null)
  expect(await slots(id)).toEqual({ o1: 0, o2: 0, o3: 3 })
  await setKnownAnswers(id, [answer('o2', { criterion: 'truth', score: 1 })], null)
  expect((await knownOutputs(id))[1]?.answers).toMatchObject([{ criterion: 'truth', score: 1 }])
  await removeKnownAnswers(id, 'o2', null)
  expect(await slots(id)).toEqual({ o1: 0, o2: 3, o3: 3 })
  await expect(removeKnownAnswers(id, 'o2', null)).rejects.toMatchObject({ code: 'not-found' })
})

test.each([
  ['an unknown output', [answer('o9')], 'output_id'],
  ['an unknown criterion', [answer('o1', { criterion: 'none' })], 'criterion'],
  ['a score off its scale', [answer('o1', { score: 9 })], 'scores.quality'],
  ['two answers', [answer('o1'), answer('o1')], 'criterion'],
  [
    'two purposes',
    [answer('o1'), answer('o1', { criterion: 'truth', score: 0, purpose: 'practice' })],
    'purpose',
  ],
  ['no answer', [], 'scores'],
])('%s is refused, and nothing is kept', async (_, answers, path) => {
  const { id } = await draft()
  await expect(setKnownAnswers(id, [...answers, ...answers.slice(0, 0)], null)).rejects.toMatchObject({
    code: 'unprocessable',
    errors: expect.arrayContaining([expect.objectContaining({ path })]),
  })
  expect(await knownOutputs(id)).toEqual([])
  expect(await slots(id)).toEqual({ o1: 2, o2: 2, o3: 2 })
})

test('they are locked once the audit was opened', async () => {
  const { id } = await makeAudit(pool)
  for (const change of [
    () => setKnownAnswers(id, [answer('o1')], null),
    () => removeKnownAnswers(id, 'o1', null),
    () => addAttentionCheck(id, { prompt: 'P', text: 'T' }, [{ criterion: 'quality', score: 1 }], null),
  ])
    await expect(change()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('locked'),
    })
})

test('a file names the lines that are wrong', async () => {
  const csv =
    'output_id,criterion,score,purpose,tolerance\no1,quality,2,gold,\no2,quality,x,gold,1\no3,quality,2,main,1\n'
  await expect(readKnownAnswers(new Blob([csv]))).rejects.toThrow(
    /Line 3: score is not a number.*Line 4: purpose/,
  )
  const good = await readKnownAnswers(new Blob([csv.split('\n').slice(0, 2).join('\n')]))
  expect(good).toEqual([{ ...answer('o1', { tolerance: 0, feedback: '' }), line: 2 }])
})

test('an attention check is a text with its answer, and leaves with it', async () => {
  const { id } = await draft()
  await expect(
    addAttentionCheck(id, { prompt: 'P', text: 'T' }, [{ criterion: 'quality', score: 9 }], null),
  ).rejects.toMatchObject({ code: 'unprocessable' })
  expect(Object.keys(await slots(id))).toHaveLength(3)
  // Nothing of it stays either when its text is refused.
  await expect(
    addAttentionCheck(id, { prompt: 'P', text: 'A\0' }, [{ criterion: 'quality', score: 1 }], null),
  ).rejects.toMatchObject({ code: 'unprocessable' })
  expect(Object.keys(await slots(id))).toHaveLength(3)
  await addAttentionCheck(id, { prompt: 'P', text: 'Choose 1.' }, [{ criterion: 'quality', score: 1 }], null)
  const [known] = await knownOutputs(id)
  expect(known).toMatchObject({
    purpose: 'attention',
    text: 'Choose 1.',
    answers: [{ score: 1, tolerance: 0 }],
  })
  expect((await slots(id))[known!.output_id]).toBe(0)
  await removeKnownAnswers(id, known!.output_id, null)
  expect(await knownOutputs(id)).toEqual([])
  expect((await slots(id))[known!.output_id]).toBe(0)
  expect((await auditProgress(id, await makeUser(pool))).outputs).toBe(3)
})

test('an attention check whose audit opens while its text comes in is part of no plan', async () => {
  const { id } = await draft()
  const { rows } = await pool.query('SELECT revision AS n FROM audits WHERE id = $1', [id])
  const opener = await pool.connect()
  try {
    await opener.query('BEGIN')
    // So that the import of the text waits.
    await opener.query('LOCK TABLE prompts IN SHARE MODE')
    const adding = addAttentionCheck(
      id,
      { prompt: 'P', text: 'Choose 1.' },
      [{ criterion: 'quality', score: 1 }],
      null,
    )
    await expect.poll(async () => Object.keys(await slots(id))).toHaveLength(4)
    await opener.query(`UPDATE audits SET status = 'open' WHERE id = $1`, [id])
    await opener.query('COMMIT')
    await adding
  } finally {
    opener.release()
  }
  const [known] = await knownOutputs(id)
  expect((await slots(id))[known!.output_id]).toBe(0)
  expect(await auditProgress(id, await makeUser(pool))).toMatchObject({ outputs: 4, planned: 3, wanted: 6 })
  const { rows: after } = await pool.query('SELECT revision AS n FROM audits WHERE id = $1', [id])
  expect(after[0].n).toBe(rows[0].n + 1)
})

test('the facts hold no check, and the ratings of gold items say whether they met the answer', async () => {
  const { id, publicId } = await draft(12)
  const before = await cut(id)
  await setKnownAnswers(
    id,
    [answer('o1', { score: 3, tolerance: 1 }), answer('o2', { score: 5, tolerance: 0 })],
    null,
  )
  await setKnownAnswers(id, [answer('o3', { purpose: 'practice' })], null)
  await addAttentionCheck(id, { prompt: 'P', text: 'Choose 1.' }, [{ criterion: 'truth', score: 1 }], null)
  await setPlan(pool, id, { gold_every: 3 })
  await patchAudit(id, { status: 'open' }, null)
  // An import had people rate o2 and o3: a gold item is part of the study then, practice never.
  await pool.query(
    `WITH who AS (INSERT INTO raters (audit_id, pseudonym, imported_name) VALUES ($1, 'able-ant-1', 'x') RETURNING id)
     INSERT INTO human_ratings (audit_id, output_id, criterion_id, rater_id, source, score, scale_min, scale_max, unit)
     SELECT $1, o.id, c.id, who.id, 'import', 3, 1, 5, 0.5 FROM who, outputs o, criteria c
     WHERE o.audit_id = $1 AND o.external_id IN ('o2', 'o3') AND c.audit_id = $1 AND c.key = 'quality'`,
    [id],
  )
  const userId = await makeUser(pool)
  for (let [item] = await claim({ auditId: id, userId }); item; [item] = await claim({ auditId: id, userId }))
    await submit({ itemId: item.item_id, userId }, attempt())

  const now = await rowsAt(id, publicId, await cut(id))
  expect(now.outputs).toEqual(['o10', 'o11', 'o12', 'o2', 'o4', 'o5', 'o6', 'o7', 'o8', 'o9'])
  expect(now.models).toEqual(['hidden-model'])
  const gold = now.ratings.filter(({ purpose }) => purpose === 'gold')
  expect(gold.filter(({ gold_met }) => gold_met !== null)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ output_id: 'o1', criterion: 'quality', gold_met: true }),
      expect.objectContaining({ output_id: 'o2', criterion: 'quality', gold_met: false }),
    ]),
  )
  expect(
    now.ratings.filter(({ output_id }) => output_id === 'o3').map(({ counted }) => counted),
  ).not.toContain(true)
  expect(new Set(now.ratings.filter(({ counted }) => counted).map(({ purpose }) => purpose))).toEqual(
    new Set(['main']),
  )
  // What a revision held before the answers were known it holds still.
  expect((await rowsAt(id, publicId, before)).outputs).toHaveLength(12)
})

async function cut(auditId: number): Promise<number> {
  return transaction(async (client) => {
    const revision = await lockNextRevision(client, auditId)
    await stampRevision(client, auditId, revision, 'ratings')
    return revision
  })
}

type Rating = {
  output_id: string
  criterion: string
  purpose: string
  counted: boolean
  gold_met: boolean | null
}

async function rowsAt(auditId: number, publicId: string, revision: number) {
  const { rows } = await pool.query('SELECT at FROM cuts WHERE audit_id = $1 AND revision = $2', [
    auditId,
    revision,
  ])
  const { facts, ratings, meta } = await buildSnapshot({ auditId, publicId, revision, cutAt: rows[0].at })
  return withDuckDb(async (connection) => ({
    models: meta.models.map(({ model }) => model),
    outputs: (
      await readRows<{ output_id: string }>(connection, {
        sql: 'SELECT DISTINCT output_id FROM read_parquet($1) ORDER BY output_id',
        values: [facts],
      })
    ).map(({ output_id }) => output_id),
    ratings: await readRows<Rating>(connection, { sql: 'SELECT * FROM read_parquet($1)', values: [ratings] }),
  }))
}
