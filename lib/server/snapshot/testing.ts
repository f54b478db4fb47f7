import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { transaction } from '@/lib/server/db/pool'
import { lockNextRevision, stampRevision } from './cut'

export type SeedOutput = {
  output: string
  prompt: string
  model: string
  tags?: string[]
  inclusion?: number
  features?: Record<string, number | null>
}
export type SeedScore = {
  output: string
  unit: number
  criterion?: string
  /** Of a model's rating. */
  judge?: string
  /** A named signal; by default a model's rating. */
  signal?: string
  sample?: string
}
export type SeedRating = {
  output: string
  rater: string
  unit: number
  criterion?: string
  group?: string | null
  /** In a session unless `import`. */
  source?: 'import' | 'session'
  purpose?: string
  seconds?: number
  /** How a session showed it; `plain` unless given. */
  presentation?: 'rendered' | 'plain'
  ratedAt?: string
}
export type SeedComparison = {
  left: string
  right: string
  rater: string
  preference: number
  criterion?: string
  group?: string | null
  presentation?: 'rendered' | 'plain'
  ratedAt?: string
}
export type SeedVerified = { output: string; unit: number; criterion?: string }
export type Seed = {
  slug?: string
  kind?: string
  criteria?: { key: string; min: number; max: number }[]
  /** Model → family, where it is not the model's own name. */
  families?: Record<string, string>
  outputs: SeedOutput[]
  scores?: SeedScore[]
  ratings?: SeedRating[]
  verified?: SeedVerified[]
  comparisons?: SeedComparison[]
}

/**
 * Writes an audit straight into the record and cuts it as one import. Units are put on the criteria's scales; the
 * default criterion is the first, the default scale 1…5.
 */
export async function seedAudit(pool: pg.Pool, seed: Seed): Promise<{ id: number; publicId: string }> {
  const slug = seed.slug ?? `audit-${randomUUID().slice(0, 8)}`
  const criteria = seed.criteria ?? [{ key: 'quality', min: 1, max: 5 }]
  return transaction(async (client) => {
    const { rows } = await client.query<{ id: number; publicId: string }>(
      `INSERT INTO audits (slug, name, kind, intent) VALUES ($1, $1, $2, 'Help the reader.')
       RETURNING id, public_id AS "publicId"`,
      [slug, seed.kind ?? 'self-rating'],
    )
    const audit = rows[0]!
    const insert = inserter(client, audit.id)
    await insert(
      criteria.map((criterion, position) => ({
        ...criterion,
        position,
        accept_at: (criterion.min + criterion.max) / 2,
      })),
      `INSERT INTO criteria (audit_id, position, key, name, min, max, accept_at)
       SELECT $1, position, key, key, min, max, accept_at
       FROM jsonb_to_recordset($2) AS r(position int, key text, min float8, max float8, accept_at float8)`,
    )
    const models = [
      ...new Set([
        ...seed.outputs.map(({ model }) => model),
        ...(seed.scores ?? []).flatMap(({ judge }) => judge ?? []),
      ]),
    ]
    await insert(
      models.map((name) => ({
        name,
        family: seed.families?.[name] ?? name,
        from: seed.families?.[name] ? 1 : null,
      })),
      `INSERT INTO models (audit_id, name, family, family_from)
       SELECT $1, name, family, "from" FROM jsonb_to_recordset($2) AS r(name text, family text, "from" int)`,
    )
    await insertOutputs(insert, seed.outputs)
    await addScores(client, audit.id, seed.scores ?? [])
    await addRatings(client, audit.id, seed.ratings ?? [])
    await insert(
      (seed.verified ?? []).map((label) => ({ criterion: criteria[0]!.key, ...label })),
      `INSERT INTO verified_labels (audit_id, output_id, criterion_id, score, scale_min, scale_max, unit)
       SELECT $1, o.id, c.id, ${SCORE} FROM jsonb_to_recordset($2) AS r(output text, criterion text, unit float8) ${JOINED}`,
    )
    await addComparisons(client, audit.id, seed.comparisons ?? [])
    const revision = await lockNextRevision(client, audit.id)
    await stampRevision(client, audit.id, revision, 'import')
    return audit
  }, pool)
}

type Insert = (rows: object[], sql: string) => Promise<void>

function inserter(client: pg.ClientBase, auditId: number): Insert {
  return async (rows, sql) => {
    await client.query(sql, [auditId, JSON.stringify(rows)])
  }
}

/** The columns score, scale_min, scale_max, unit from a unit score and its criterion; min, max and unit agree to rounding. */
const SCORE = 'c.min + r.unit * (c.max - c.min), c.min, c.max, r.unit'
const JOINED = `JOIN outputs o ON o.audit_id = $1 AND o.external_id = r.output
  JOIN criteria c ON c.audit_id = $1 AND c.key = r.criterion`

async function insertOutputs(insert: Insert, outputs: SeedOutput[]): Promise<void> {
  const prompts = [...new Set(outputs.map(({ prompt }) => prompt))].map((prompt) => ({ prompt }))
  await insert(
    prompts,
    `INSERT INTO prompts (audit_id, external_id, body)
     SELECT $1, prompt, 'Prompt ' || prompt FROM jsonb_to_recordset($2) AS r(prompt text)`,
  )
  const keys = [...new Set(outputs.flatMap(({ features }) => Object.keys(features ?? {})))]
  await insert(
    [],
    `INSERT INTO feature_sets (keys, versions)
     SELECT ARRAY[${keys.map((key) => `'${key}'`)}]::text[], ARRAY[${keys.map(() => 1)}]::int[]
     WHERE $1::int IS NOT NULL AND $2::jsonb IS NOT NULL ON CONFLICT DO NOTHING`,
  )
  await insert(
    outputs.map((output) => ({ tags: [], inclusion: 1, ...output })),
    `INSERT INTO outputs (audit_id, external_id, open_slots, inclusion)
     SELECT $1, output, 3, inclusion FROM jsonb_to_recordset($2) AS r(output text, inclusion float8)`,
  )
  await insert(
    outputs.map(({ tags = [], ...output }) => ({ ...output, tags })),
    `WITH r AS (SELECT * FROM jsonb_to_recordset($2) AS r(output text, prompt text, model text, tags text[]))
     INSERT INTO output_versions (audit_id, output_id, prompt_id, model_id, tags, content_hash)
     SELECT $1, o.id, p.id, m.id, r.tags, gen_random_uuid() FROM r
     JOIN outputs o ON o.audit_id = $1 AND o.external_id = r.output
     JOIN prompts p ON p.audit_id = $1 AND p.external_id = r.prompt
     JOIN models m ON m.audit_id = $1 AND m.name = r.model`,
  )
  await insert(
    outputs.map(({ output }) => ({ output })),
    `INSERT INTO output_texts (version_id, body)
     SELECT v.id, 'Text of ' || r.output FROM jsonb_to_recordset($2) AS r(output text)
     JOIN outputs o ON o.audit_id = $1 AND o.external_id = r.output JOIN output_versions v ON v.output_id = o.id`,
  )
  await insert(
    outputs
      .filter(({ features }) => features)
      .map(({ output, features }) => ({ output, values: keys.map((key) => features?.[key] ?? null) })),
    `WITH r AS (SELECT * FROM jsonb_to_recordset($2) AS r(output text, values float8[]))
     INSERT INTO features (audit_id, version_id, set_id, language, values)
     SELECT $1, v.id, (SELECT max(id) FROM feature_sets WHERE keys = ARRAY[${keys.map((key) => `'${key}'`)}]::text[]),
       'en', r.values FROM r
     JOIN outputs o ON o.audit_id = $1 AND o.external_id = r.output JOIN output_versions v ON v.output_id = o.id`,
  )
}

/** Adds signal scores that no revision holds yet. */
export async function addScores(client: pg.ClientBase, auditId: number, scores: SeedScore[]): Promise<void> {
  const criterion = await firstCriterion(client, auditId)
  const rows = scores.map((score) => ({ criterion, signal: 'model', sample: '0', ...score }))
  const insert = inserter(client, auditId)
  await insert(
    rows,
    `INSERT INTO signals (audit_id, name) SELECT DISTINCT $1::int, signal
     FROM jsonb_to_recordset($2) AS r(signal text) ON CONFLICT DO NOTHING`,
  )
  await insert(
    rows,
    `INSERT INTO signal_scores (audit_id, output_id, criterion_id, score, scale_min, scale_max, unit, signal_id, judge_id, sample)
     SELECT $1, o.id, c.id, ${SCORE}, g.id, m.id, r.sample
     FROM jsonb_to_recordset($2) AS r(output text, criterion text, unit float8, signal text, judge text, sample text)
     ${JOINED} JOIN signals g ON g.audit_id = $1 AND g.name = r.signal
     LEFT JOIN models m ON m.audit_id = $1 AND m.name = r.judge`,
  )
}

/** Adds human ratings that no revision holds yet; those of a session under submitted assignments. */
export async function addRatings(
  client: pg.ClientBase,
  auditId: number,
  ratings: SeedRating[],
): Promise<void> {
  const criterion = await firstCriterion(client, auditId)
  const rows = ratings.map(({ ratedAt, group = null, ...rating }) => ({
    criterion,
    purpose: 'main',
    presentation: 'plain',
    source: 'session',
    assignment: rating.source === 'import' ? null : randomUUID(),
    rated_at: ratedAt ?? '2026-01-02T03:04:05.678Z',
    group,
    ...rating,
  }))
  const insert = inserter(client, auditId)
  await insert(
    rows,
    `INSERT INTO raters (audit_id, pseudonym) SELECT DISTINCT $1::int, rater
     FROM jsonb_to_recordset($2) AS r(rater text) ON CONFLICT DO NOTHING`,
  )
  await insert(
    rows.filter(({ assignment }) => assignment),
    `INSERT INTO assignments (id, audit_id, output_id, rater_id, purpose, status, presentation, lease_expires_at,
       submitted_at, idempotency_key, seconds)
     SELECT r.assignment, $1, o.id, t.id, r.purpose, 'submitted', r.presentation, now(), now(), r.assignment::text, r.seconds
     FROM jsonb_to_recordset($2)
       AS r(assignment uuid, output text, rater text, purpose purpose, presentation presentation, seconds float8)
     JOIN outputs o ON o.audit_id = $1 AND o.external_id = r.output
     JOIN raters t ON t.audit_id = $1 AND t.pseudonym = r.rater`,
  )
  await insert(
    rows,
    `INSERT INTO human_ratings (audit_id, output_id, criterion_id, score, scale_min, scale_max, unit, rater_id,
       assignment_id, source, purpose, presentation, "group", seconds, rated_at)
     SELECT $1, o.id, c.id, ${SCORE}, t.id, r.assignment, r.source, r.purpose,
       CASE WHEN r.source = 'session' THEN r.presentation END, r."group", r.seconds, r.rated_at
     FROM jsonb_to_recordset($2) AS r(output text, criterion text, unit float8, rater text, assignment uuid,
       source rating_source, purpose purpose, presentation presentation, "group" text, seconds float8, rated_at timestamptz)
     ${JOINED} JOIN raters t ON t.audit_id = $1 AND t.pseudonym = r.rater`,
  )
}

/** Adds comparisons that no revision holds yet, under submitted assignments. */
export async function addComparisons(
  client: pg.ClientBase,
  auditId: number,
  comparisons: SeedComparison[],
): Promise<void> {
  const criterion = await firstCriterion(client, auditId)
  const rows = comparisons.map(({ ratedAt, group = null, ...comparison }) => ({
    criterion,
    presentation: 'plain',
    assignment: randomUUID(),
    rated_at: ratedAt ?? '2026-01-02T03:04:05.678Z',
    group,
    ...comparison,
  }))
  const insert = inserter(client, auditId)
  await insert(
    rows,
    `INSERT INTO raters (audit_id, pseudonym) SELECT DISTINCT $1::int, rater
     FROM jsonb_to_recordset($2) AS r(rater text) ON CONFLICT DO NOTHING`,
  )
  const sides = `JOIN outputs l ON l.audit_id = $1 AND l.external_id = r."left"
     JOIN outputs q ON q.audit_id = $1 AND q.external_id = r."right"`
  await insert(
    rows,
    `INSERT INTO pairs (audit_id, first_output_id, second_output_id, open_slots)
     SELECT DISTINCT $1::int, least(l.id, q.id), greatest(l.id, q.id), 0
     FROM jsonb_to_recordset($2) AS r("left" text, "right" text) ${sides} ON CONFLICT DO NOTHING`,
  )
  await insert(
    rows,
    `INSERT INTO assignments (id, audit_id, output_id, right_output_id, pair_id, rater_id, purpose, status, presentation,
       lease_expires_at, submitted_at, idempotency_key)
     SELECT r.assignment, $1, l.id, q.id, p.id, t.id, 'comparison', 'submitted', r.presentation, now(), now(), r.assignment::text
     FROM jsonb_to_recordset($2) AS r(assignment uuid, "left" text, "right" text, rater text, presentation presentation)
     ${sides} JOIN pairs p ON p.first_output_id = least(l.id, q.id) AND p.second_output_id = greatest(l.id, q.id)
     JOIN raters t ON t.audit_id = $1 AND t.pseudonym = r.rater`,
  )
  await insert(
    rows,
    `INSERT INTO comparisons (audit_id, left_output_id, right_output_id, criterion_id, rater_id, assignment_id, presentation,
       preference, "group", rated_at)
     SELECT $1, l.id, q.id, c.id, t.id, r.assignment, r.presentation, r.preference, r."group", r.rated_at
     FROM jsonb_to_recordset($2) AS r(assignment uuid, "left" text, "right" text, criterion text, rater text,
       presentation presentation, preference float8, "group" text, rated_at timestamptz)
     ${sides} JOIN criteria c ON c.audit_id = $1 AND c.key = r.criterion
     JOIN raters t ON t.audit_id = $1 AND t.pseudonym = r.rater`,
  )
}

async function firstCriterion(client: pg.ClientBase, auditId: number): Promise<string> {
  const { rows } = await client.query<{ key: string }>(
    'SELECT key FROM criteria WHERE audit_id = $1 ORDER BY position LIMIT 1',
    [auditId],
  )
  return rows[0]!.key
}
