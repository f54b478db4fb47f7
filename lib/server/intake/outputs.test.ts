import { afterAll, describe, expect, test } from 'vitest'
import { FEATURES } from '@/lib/features/registry'
import { testDatabase } from '../db/testing'
import { newAudit, output, send, sendWell } from './testing'
import { endIdleThreads } from './threads'

const { pool } = testDatabase()
afterAll(endIdleThreads)

const rows = async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows
const versions = (auditId: number) =>
  rows(
    `SELECT o.external_id AS id, v.from_revision AS since, v.until_revision AS until, v.ended_at IS NOT NULL AS ended,
       v.tags, t.body, t.reference, t.metadata, p.external_id AS prompt_id, m.name AS model
     FROM output_versions v JOIN outputs o ON o.id = v.output_id JOIN output_texts t ON t.version_id = v.id
     JOIN prompts p ON p.id = v.prompt_id JOIN models m ON m.id = v.model_id
     WHERE v.audit_id = $1 ORDER BY v.id`,
    [auditId],
  )

test('writes outputs, prompts, models, texts and features, and cuts', async () => {
  const auditId = await newAudit(pool)
  const outcome = await sendWell(auditId, 'outputs', [
    output('o1', { tags: ['b', 'a', 'b'], metadata: { z: 1, a: { n: null } }, reference: 'R' }),
    output('o2', { model: ' gpt-x ', family: 'gpt' }),
    output('o3', { prompt_id: 'p2', prompt: '', model: 'other', text: '' }),
  ])
  expect(outcome).toMatchObject({ received: 3, inserted: 3, rejected: 0, revision: 1 })
  expect(await versions(auditId)).toMatchObject([
    { id: 'o1', since: 1, until: null, tags: ['b', 'a'], reference: 'R', metadata: { a: { n: null }, z: 1 } },
    { id: 'o2', model: 'gpt-x', tags: [], reference: null, metadata: null },
    { id: 'o3', prompt_id: 'p2', body: '' },
  ])
  expect(await rows('SELECT name, family FROM models WHERE audit_id = $1 ORDER BY id', [auditId])).toEqual([
    { name: 'gpt-x', family: 'gpt' },
    { name: 'other', family: 'other' },
  ])
  const features = await rows(
    `SELECT v.features AS values, s.keys, v.language FROM output_versions v JOIN feature_sets s ON s.id = v.feature_set_id
     WHERE v.audit_id = $1 ORDER BY v.id`,
    [auditId],
  )
  const value = (i: number, key: string) => features[i].values[features[i].keys.indexOf(key)]
  expect(features[0].keys).toEqual(FEATURES.map(({ key }) => key))
  expect([value(0, 'words'), value(2, 'words'), value(2, 'hedge_rate')]).toEqual([9, 0, null])
  expect(features.map(({ language }) => language)).toEqual(['en', 'en', 'und'])
  const outputs = await rows('SELECT open_slots, draw FROM outputs WHERE audit_id = $1', [auditId])
  expect(outputs.map(({ open_slots }) => open_slots)).toEqual([3, 3, 3])
  expect(new Set(outputs.map(({ draw }) => draw)).size).toBe(3)
  expect(await rows('SELECT revision, reason FROM cuts WHERE audit_id = $1', [auditId])).toEqual([
    { revision: 1, reason: 'import' },
  ])
  expect(
    await rows('SELECT kind, format, received, inserted, revision FROM imports WHERE audit_id = $1', [
      auditId,
    ]),
  ).toEqual([{ kind: 'outputs', format: 'ndjson', received: 3, inserted: 3, revision: 1 }])
})

test('the same file again changes nothing, whatever the order of its fields', async () => {
  const auditId = await newAudit(pool)
  const file = [output('o1', { metadata: { a: 1, b: 2 } }), output('o2')]
  await sendWell(auditId, 'outputs', file)
  const again = await sendWell(auditId, 'outputs', [
    Object.fromEntries(Object.entries(output('o1', { metadata: { b: 2, a: 1 } })).reverse()),
    output('o2'),
  ])
  expect(again).toMatchObject({ inserted: 0, updated: 0, unchanged: 2, revision: 1 })
  expect(await versions(auditId)).toHaveLength(2)
  expect(await rows('SELECT revision FROM cuts WHERE audit_id = $1', [auditId])).toHaveLength(1)
})

test('a change ends the version with its features, those computed anew included, and adds new ones', async () => {
  const auditId = await newAudit(pool)
  await sendWell(auditId, 'outputs', [output('o1'), output('o2')])
  await rows(
    `INSERT INTO features (audit_id, version_id, set_id, language, "values", from_revision)
     SELECT audit_id, id, feature_set_id, language, features, 1 FROM output_versions WHERE audit_id = $1`,
    [auditId],
  )
  const outcome = await sendWell(auditId, 'outputs', [output('o1', { text: 'Two words' }), output('o2')])
  expect(outcome).toMatchObject({ inserted: 0, updated: 1, unchanged: 1, revision: 2 })
  expect(await versions(auditId)).toMatchObject([
    { id: 'o1', since: 1, until: 2, ended: true },
    { id: 'o2', since: 1, until: null, ended: false },
    { id: 'o1', since: 2, until: null, body: 'Two words' },
  ])
  expect(
    await rows(`SELECT f.until_revision AS until FROM features f WHERE audit_id = $1 ORDER BY version_id`, [
      auditId,
    ]),
  ).toEqual([{ until: 2 }, { until: null }])
  const words = await rows('SELECT features[2] AS n FROM output_versions WHERE audit_id = $1 ORDER BY id', [
    auditId,
  ])
  expect(words.map(({ n }) => n)).toEqual([9, 9, 2])
})

describe('what people judged stays what it was', () => {
  const rated = async () => {
    const auditId = await newAudit(pool)
    await sendWell(auditId, 'outputs', [output('o1'), output('o2'), output('o3', { prompt_id: 'p2' })])
    await sendWell(auditId, 'human-ratings', [
      { output_id: 'o1', rater: 'ann', criterion: 'quality', score: 3 },
      { output_id: 'o1', rater: 'bob', criterion: 'quality', score: 4 },
    ])
    return auditId
  }

  test.each([
    ['text', { text: 'Other' }],
    ['prompt_id', { prompt_id: 'p2' }],
    ['model', { model: 'other' }],
  ])('another %s is refused', async (path, change) => {
    const auditId = await rated()
    const outcome = await send(auditId, 'outputs', [output('o2', { text: 'Free' }), output('o1', change)])
    expect(outcome).toMatchObject({ written: false, accepted: false, inserted: 0, updated: 0, rejected: 1 })
    expect(outcome.errors).toEqual([
      { line: 2, path, message: 'o1 was rated by 2 people: import it under a new output_id' },
    ])
    expect(await versions(auditId)).toHaveLength(3)
  })

  test('tags, reference and metadata may change', async () => {
    const auditId = await rated()
    const outcome = await sendWell(auditId, 'outputs', [output('o1', { tags: ['x'], reference: 'r' })])
    expect(outcome).toMatchObject({ updated: 1, revision: 3 })
  })

  test("a prompt's text may change only while none of its outputs was judged", async () => {
    const auditId = await rated()
    const refused = await send(auditId, 'outputs', [output('o2', { prompt: 'New?' })])
    expect(refused.errors).toEqual([
      {
        line: 1,
        path: 'prompt',
        message:
          'the prompt "p1" cannot get another text, since o1 was rated by 2 people: import it under a new prompt_id',
      },
    ])
    const taken = await sendWell(auditId, 'outputs', [output('o3', { prompt_id: 'p2', prompt: 'New?' })])
    expect(taken).toMatchObject({ updated: 1 })
    expect(
      await rows(`SELECT body FROM prompts WHERE audit_id = $1 AND external_id = 'p2'`, [auditId]),
    ).toEqual([{ body: 'New?' }])
  })

  test('a verified label and a live assignment hold a text as well', async () => {
    const auditId = await newAudit(pool)
    await sendWell(auditId, 'outputs', [output('o1'), output('o2'), output('o3')])
    await sendWell(auditId, 'verified', [{ output_id: 'o1', criterion: 'safe', score: 1 }])
    const [rater] = await rows(
      `INSERT INTO raters (audit_id, pseudonym) VALUES ($1, 'calm-otter-1') RETURNING id`,
      [auditId],
    )
    const lease = (id: string, interval: string) =>
      rows(
        `INSERT INTO assignments (audit_id, output_id, rater_id, presentation, lease_expires_at)
         SELECT $1, id, $2, 'plain', now() + $4::interval FROM outputs WHERE audit_id = $1 AND external_id = $3`,
        [auditId, rater.id, id, interval],
      )
    await lease('o2', '10 minutes')
    await lease('o3', '-10 minutes')
    const outcome = await send(
      auditId,
      'outputs',
      ['o1', 'o2', 'o3'].map((id) => output(id, { text: 'Other' })),
      { onError: 'skip' },
    )
    expect(outcome).toMatchObject({ written: true, updated: 1, rejected: 2 })
    expect(outcome.errors.map(({ message }) => message)).toEqual([
      'o1 has a verified label: import it under a new output_id',
      'o2 is being rated: import it under a new output_id',
    ])
  })
})

describe('one file must agree with itself and with the audit', () => {
  test('on ids, prompts and families', async () => {
    const auditId = await newAudit(pool)
    const outcome = await send(auditId, 'outputs', [
      output('o1', { family: 'gpt' }),
      output('o1'),
      output('o2', { prompt: 'Another?' }),
      output('o3', { family: 'claude' }),
      output('o4'),
    ])
    expect(outcome).toMatchObject({ received: 5, inserted: 0, rejected: 3, written: false, revision: 0 })
    expect(outcome.errors).toEqual([
      { line: 2, path: 'output_id', message: '"o1" is already on line 1' },
      { line: 3, path: 'prompt', message: 'the prompt "p1" has another text on line 1' },
      { line: 4, path: 'family', message: 'the family of "gpt-x" is "gpt"' },
    ])
    for (const table of ['outputs', 'models', 'prompts', 'imports', 'cuts', 'features'])
      expect(await rows(`SELECT FROM ${table} WHERE audit_id = $1`, [auditId]), table).toEqual([])
  })

  test('a family may be stated later, once, and older revisions keep the default', async () => {
    const auditId = await newAudit(pool)
    await sendWell(auditId, 'outputs', [output('o1')])
    const stated = await sendWell(auditId, 'outputs', [output('o1', { family: 'gpt' })])
    expect(stated).toMatchObject({ unchanged: 1, revision: 2 })
    expect(await rows('SELECT family, family_from FROM models WHERE audit_id = $1', [auditId])).toEqual([
      { family: 'gpt', family_from: 2 },
    ])
    const other = await send(auditId, 'outputs', [output('o9', { family: 'llama' })])
    expect(other.errors).toEqual([{ line: 1, path: 'family', message: 'the family of "gpt-x" is "gpt"' }])
  })

  test('with on_error=skip the good lines are written, and all errors are counted', async () => {
    const auditId = await newAudit(pool)
    const file = Array.from({ length: 300 }, (_, i) => output(`o${i}`, i % 2 ? { model: undefined } : {}))
    const outcome = await send(auditId, 'outputs', file, { onError: 'skip' })
    expect(outcome).toMatchObject({ received: 300, inserted: 150, rejected: 150, written: true, revision: 1 })
    expect(outcome.errors).toHaveLength(100)
    expect(outcome.errors[99]).toEqual({ line: 200, path: 'model', message: 'is required' })
  })

  test('texts that are empty are taken, counted and told', async () => {
    const auditId = await newAudit(pool)
    const file = [output('o1', { text: '' }), output('o2', { text: ' \n' }), output('o3')]
    const dry = await send(auditId, 'outputs', file, { dryRun: true })
    expect(dry).toMatchObject({ inserted: 3, accepted: true, warnings: ['2 outputs have an empty text'] })
    expect(await sendWell(auditId, 'outputs', file)).toMatchObject({ inserted: 3 })
    expect(await send(auditId, 'outputs', [output('o3')])).not.toHaveProperty('warnings')
  })

  test('a dry run answers the same counts and leaves nothing', async () => {
    const auditId = await newAudit(pool)
    await sendWell(auditId, 'outputs', [output('o1'), output('o2')])
    const file = [output('o1'), output('o2', { text: 'New' }), output('o3')]
    const dry = await send(auditId, 'outputs', file, { dryRun: true, preview: 2 })
    expect(dry).toMatchObject({
      inserted: 1,
      updated: 1,
      unchanged: 1,
      written: false,
      accepted: true,
      revision: 1,
    })
    expect(dry.preview).toMatchObject([
      { line: 1, action: 'same', fields: { output_id: 'o1' } },
      { line: 2, action: 'changed' },
    ])
    expect(await versions(auditId)).toHaveLength(2)
    expect(await rows('SELECT FROM imports WHERE audit_id = $1', [auditId])).toHaveLength(1)
    expect(await sendWell(auditId, 'outputs', file)).toMatchObject({ inserted: 1, updated: 1, unchanged: 1 })
  })
})
