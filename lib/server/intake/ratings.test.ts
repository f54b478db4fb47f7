import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../db/testing'
import { newAudit, output, send, sendWell } from './testing'
import { endIdleThreads } from './threads'

const { pool } = testDatabase()
afterAll(endIdleThreads)

const rows = async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows
let auditId: number
beforeAll(async () => {
  auditId = await newAudit(pool)
  await sendWell(auditId, 'outputs', [
    output('o1', { model: 'gpt-4o', family: 'gpt' }),
    output('o2', { model: 'gpt-3', family: 'gpt' }),
    output('o3', { model: 'claude' }),
  ])
})

const rate = (outputId: string, judge: string | undefined, score: number, more: object = {}) => ({
  output_id: outputId,
  rater_model: judge,
  criterion: 'quality',
  score,
  ...more,
})
const faults = async (file: object[]) => (await send(auditId, 'model-ratings', file)).errors

describe('model ratings', () => {
  test('have unit scores, a judge, a signal and a sample', async () => {
    const id = await newAudit(pool)
    await sendWell(id, 'outputs', [output('o1')])
    const file = [
      rate('o1', 'gpt-x', 4),
      rate('o1', 'gpt-x', 5, { sample: 1, rationale: 'Fine\n"it" \\N' }),
      rate('o1', 'judge-7', 7, { scale_min: 0, scale_max: 10, rater_family: 'judges', signal: 'peer' }),
      { output_id: 'o1', criterion: 'safe', score: 0.25, signal: 'metric:rouge1' },
      { output_id: 'o1', criterion: 'safe', score: 1, signal: 'flag:x', rater_model: 'guard' },
    ]
    expect(await sendWell(id, 'model-ratings', file)).toMatchObject({ inserted: 5, revision: 2 })
    expect(
      await rows(
        `SELECT g.name AS signal, m.name AS judge, s.sample, s.unit, s.scale_max, s.rationale, s.from_revision AS since
         FROM signal_scores s JOIN signals g ON g.id = s.signal_id LEFT JOIN models m ON m.id = s.judge_id
         WHERE s.audit_id = $1 ORDER BY s.id`,
        [id],
      ),
    ).toEqual([
      { signal: 'model', judge: 'gpt-x', sample: '0', unit: 0.75, scale_max: 5, rationale: null, since: 2 },
      {
        signal: 'model',
        judge: 'gpt-x',
        sample: '1',
        unit: 1,
        scale_max: 5,
        rationale: 'Fine\n"it" \\N',
        since: 2,
      },
      { signal: 'model', judge: 'judge-7', sample: '0', unit: 0.7, scale_max: 10, rationale: null, since: 2 },
      {
        signal: 'metric:rouge1',
        judge: null,
        sample: '0',
        unit: 0.25,
        scale_max: 1,
        rationale: null,
        since: 2,
      },
      { signal: 'flag:x', judge: 'guard', sample: '0', unit: 1, scale_max: 1, rationale: null, since: 2 },
    ])
    expect(await sendWell(id, 'model-ratings', file)).toMatchObject({ unchanged: 5, revision: 2 })
    const changed = await sendWell(id, 'model-ratings', [rate('o1', 'gpt-x', 2), file[3]!])
    expect(changed).toMatchObject({ updated: 1, unchanged: 1, revision: 3 })
    expect(
      await rows(
        'SELECT until_revision AS until FROM signal_scores WHERE audit_id = $1 AND ended_at IS NOT NULL',
        [id],
      ),
    ).toEqual([{ until: 3 }])
  })

  test('a named signal without a judge is another thing than one with a judge that is new', async () => {
    const id = await newAudit(pool)
    await sendWell(id, 'outputs', [output('o1')])
    const flag = { output_id: 'o1', criterion: 'safe', score: 1, signal: 'flag:x' }
    await sendWell(id, 'model-ratings', [flag])
    expect(await sendWell(id, 'model-ratings', [{ ...flag, rater_model: 'new' }])).toMatchObject({
      inserted: 1,
    })
  })

  test('unknown output, unknown criterion, off the scale, half a scale', async () => {
    expect(
      await faults([
        rate('nope', 'gpt-4o', 3),
        rate('o1', 'gpt-4o', 3, { criterion: 'beauty' }),
        rate('o1', 'gpt-4o', 5.5),
        rate('o1', 'gpt-4o', 3, { scale_min: 1 }),
        rate('o1', 'gpt-4o', 3, { scale_min: 5, scale_max: 1 }),
        rate('o2', 'gpt-4o', 1e-300, { scale_min: 0, scale_max: 1e308 }),
        rate('o2', 'gpt-4o', 0, { scale_min: -1e308, scale_max: 1e308 }),
        rate('o2', undefined, 3),
        rate('o2', undefined, 3, { signal: 'metric:x', rater_family: 'f' }),
      ]),
    ).toEqual([
      { line: 1, path: 'output_id', message: '"nope" is not an output of this audit' },
      {
        line: 2,
        path: 'criterion',
        message: '"beauty" is not a criterion of this audit: it has quality, safe',
      },
      { line: 3, path: 'score', message: '5.5 is off the scale from 1 to 5' },
      { line: 4, path: 'scale_min', message: 'state both scale_min and scale_max, or neither' },
      { line: 5, path: 'scale_max', message: 'must be above scale_min' },
      { line: 6, path: 'score', message: '1e-300 cannot be placed on a scale as wide as this' },
      { line: 7, path: 'score', message: '0 cannot be placed on a scale as wide as this' },
      { line: 8, path: 'rater_model', message: 'is required unless signal names a metric, flag or check' },
      { line: 9, path: 'rater_family', message: 'needs a rater_model' },
    ])
  })

  test('the same key twice is an error on the later line', async () => {
    const message = 'the same rating (output, criterion, signal, judge, sample) is already on line 1'
    expect(
      await faults([
        rate('o1', 'gpt-4o', 3),
        rate('o1', ' gpt-4o', 4),
        rate('o1', 'gpt-4o', 4, { sample: 2 }),
      ]),
    ).toEqual([{ line: 2, path: '', message }])
    const named = { output_id: 'o1', criterion: 'safe', score: 1, signal: 'check:x' }
    expect(await faults([named, named])).toEqual([{ line: 2, path: '', message }])
  })

  test('a stated kind must be what the models say', async () => {
    expect(
      await faults([
        rate('o1', 'gpt-4o', 3, { signal: 'self' }),
        rate('o2', 'gpt-4o', 3, { signal: 'family' }),
        rate('o3', 'gpt-4o', 3, { signal: 'peer' }),
        rate('o3', 'claude-2', 3, { signal: 'family', rater_family: 'claude' }),
        rate('o3', 'claude', 3, { signal: 'peer' }),
        rate('o1', 'gpt-3', 3, { signal: 'self' }),
        rate('o3', 'gpt-3', 3, { signal: 'family' }),
      ]),
    ).toEqual([
      { line: 5, path: 'signal', message: '"claude" as judge of an output by "claude" is self, not peer' },
      { line: 6, path: 'signal', message: '"gpt-3" as judge of an output by "gpt-4o" is family, not self' },
      { line: 7, path: 'signal', message: '"gpt-3" as judge of an output by "claude" is peer, not family' },
    ])
  })
})

describe('human ratings', () => {
  const given = (outputId: string, rater: string, score: number, more: object = {}) => ({
    output_id: outputId,
    rater,
    criterion: 'quality',
    score,
    ...more,
  })

  test('come under random pseudonyms, with what was stated of them', async () => {
    const id = await newAudit(pool)
    await sendWell(id, 'outputs', [output('o1'), output('o2')])
    const file = [
      given('o1', 'Ann Lee', 5, {
        group: 'expert',
        seconds: 12.5,
        rated_at: '2024-02-03T04:05:06.789+05:45',
      }),
      given('o2', 'Ann Lee', 1, { comment: 'Bad.' }),
      given('o1', 'Bob', 3, { rated_at: '0001-01-01T00:00:00Z' }),
    ]
    expect(await sendWell(id, 'human-ratings', file)).toMatchObject({ inserted: 3, revision: 2 })
    const raters = await rows(
      'SELECT pseudonym, imported_name AS name, "group" FROM raters WHERE audit_id = $1 ORDER BY id',
      [id],
    )
    expect(raters).toMatchObject([
      { name: 'Ann Lee', group: 'expert' },
      { name: 'Bob', group: null },
    ])
    for (const { pseudonym } of raters) expect(pseudonym).toMatch(/^[a-z]+-[a-z]+-\d{3}$/)
    const [first] = await rows(
      `SELECT source, purpose, unit, "group", seconds, rated_at FROM human_ratings WHERE audit_id = $1 ORDER BY id LIMIT 1`,
      [id],
    )
    expect(first).toEqual({
      source: 'import',
      purpose: 'main',
      unit: 1,
      group: 'expert',
      seconds: 12.5,
      rated_at: new Date('2024-02-02T22:20:06.789Z'),
    })
    expect(await sendWell(id, 'human-ratings', file)).toMatchObject({ unchanged: 3, revision: 2 })
    const changed = await sendWell(id, 'human-ratings', [given('o2', 'Ann Lee', 2), file[2]!])
    expect(changed).toMatchObject({ updated: 1, unchanged: 1, revision: 3 })
    expect(await rows('SELECT FROM raters WHERE audit_id = $1', [id])).toHaveLength(2)
    expect(await rows('SELECT open_slots FROM outputs WHERE audit_id = $1', [id])).toEqual([
      { open_slots: 3 },
      { open_slots: 3 },
    ])
  })

  test('fill open slots where the audit says so: once for each rater of an output, never below none', async () => {
    const id = await newAudit(pool, { importsFill: true })
    await sendWell(id, 'outputs', [output('o1'), output('o2')])
    const slots = async () =>
      (await rows('SELECT open_slots AS n FROM outputs WHERE audit_id = $1 ORDER BY external_id', [id])).map(
        ({ n }) => n,
      )
    await sendWell(id, 'human-ratings', [
      given('o1', 'a', 1),
      given('o1', 'b', 1),
      given('o1', 'a', 1, { criterion: 'safe' }),
    ])
    expect(await slots()).toEqual([1, 3])
    await sendWell(id, 'human-ratings', [given('o1', 'a', 2), given('o1', 'b', 1, { criterion: 'safe' })])
    expect(await slots()).toEqual([1, 3])
    await sendWell(
      id,
      'human-ratings',
      ['c', 'd', 'e', 'f'].map((rater) => given('o1', rater, 3)),
    )
    expect(await slots()).toEqual([0, 3])
  })

  test('never touch a rating that was given in a session', async () => {
    const id = await newAudit(pool)
    await sendWell(id, 'outputs', [output('o1')])
    await pool.query(
      `WITH r AS (INSERT INTO raters (audit_id, pseudonym) VALUES ($1, 'ann') RETURNING id),
       a AS (INSERT INTO assignments (audit_id, output_id, rater_id, presentation, lease_expires_at)
         SELECT $1, o.id, r.id, 'plain', now() FROM r, outputs o WHERE o.audit_id = $1 RETURNING id, output_id, rater_id)
       INSERT INTO human_ratings (audit_id, output_id, criterion_id, rater_id, assignment_id, source, score, scale_min, scale_max, unit)
       SELECT $1, a.output_id, c.id, a.rater_id, a.id, 'session', 3, 1, 5, 0.5
       FROM a JOIN criteria c ON c.audit_id = $1 AND c.key = 'quality'`,
      [id],
    )
    expect(await sendWell(id, 'human-ratings', [given('o1', 'ann', 5)])).toMatchObject({ inserted: 1 })
    expect(
      await rows(
        `SELECT source, score, ended_at, from_revision AS since FROM human_ratings WHERE audit_id = $1 ORDER BY id`,
        [id],
      ),
      // The cut gathers the session's rating as well.
    ).toEqual([
      { source: 'session', score: 3, ended_at: null, since: 2 },
      { source: 'import', score: 5, ended_at: null, since: 2 },
    ])
  })

  test('refuse what is wrong', async () => {
    const { errors } = await send(auditId, 'human-ratings', [
      given('o1', 'a', 3),
      given('o1', 'a', 4),
      given('o1', 'b', 3, { seconds: -1 }),
      given('o1', 'c', 3, { rated_at: 'yesterday' }),
      given('o1', ' ', 3),
      { ...given('o1', 'd', 3), model: 'gpt' },
    ])
    expect(errors.map(({ line, path }) => [line, path])).toEqual([
      [2, ''],
      [3, 'seconds'],
      [4, 'rated_at'],
      [5, 'rater'],
      [6, 'model'],
    ])
    expect(errors[4]?.message).toBe('is not a known field')
  })
})

test('verified: one current label for an output and criterion', async () => {
  const id = await newAudit(pool)
  await sendWell(id, 'outputs', [output('o1'), output('o2')])
  const label = (outputId: string, score: number) => ({
    output_id: outputId,
    criterion: 'safe',
    score,
    note: 'key',
  })
  expect(await sendWell(id, 'verified', [label('o1', 1), label('o2', 0)])).toMatchObject({
    inserted: 2,
    revision: 2,
  })
  expect(await sendWell(id, 'verified', [label('o1', 1), label('o2', 1)])).toMatchObject({
    unchanged: 1,
    updated: 1,
  })
  const twice = await send(id, 'verified', [label('o1', 1), label('o1', 1)])
  expect(twice.errors).toEqual([
    { line: 2, path: '', message: 'the same label (output, criterion) is already on line 1' },
  ])
  expect(
    await rows('SELECT score FROM verified_labels WHERE audit_id = $1 AND ended_at IS NULL ORDER BY id', [
      id,
    ]),
  ).toEqual([{ score: 1 }, { score: 1 }])
})
