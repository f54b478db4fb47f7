import { PlumblineError } from '@/lib/domain/errors'
import type { Sample } from '@/lib/domain/plan'
import { FEATURES } from '@/lib/features/registry'
import type { Db } from '@/lib/server/db/pool'
import { CURRENT_FEATURES } from '@/lib/server/snapshot/version-features'
import { allocate } from '@/lib/stats/planning/allocation'
import { isSetApart } from './slots'

/** A part of the outputs that the sample draws from: what it has in common, its outputs, and how many of them are drawn. */
export type Stratum = { labels: string[]; outputs: number; drawn: number }

/** More would be strata of a handful. */
const MOST_STRATA = 500

/**
 * The strata of a sample as the audit's outputs stand now, in the order of their labels; one without any where it is
 * not stratified. Throws PlumblineError('invalid') for what outputs cannot be stratified by, and 'conflict' where the
 * sample has no room for every stratum.
 */
export async function sampleStrata(db: Db, auditId: number, sample: Sample): Promise<Stratum[]> {
  const { sql, values } = labelledOutputs(auditId, sample.by)
  const { rows } = await db.query<{ labels: string[]; outputs: number }>(
    `SELECT labels, count(*)::int AS outputs FROM (${sql}) labelled GROUP BY labels ORDER BY labels LIMIT ${MOST_STRATA + 1}`,
    values,
  )
  const weights = sample.allocation === 'equal' ? rows.map(() => 1) : undefined
  const drawn = allocate(
    rows.map(({ outputs }) => outputs),
    sample.size,
    weights,
  )
  if (rows.length > MOST_STRATA || drawn === null) throw noRoom(sample, rows.length)
  return rows.map((row, i) => ({ ...row, drawn: drawn[i]! }))
}

/**
 * Draws the sample in the caller's transaction: within each stratum the first in the outputs' random order. Every output
 * keeps the probability with which its stratum is drawn from. Throws as `sampleStrata`, and 'conflict' where people have
 * rated already, since their ratings were not sampled so.
 */
export async function drawSample(client: Db, auditId: number, sample: Sample): Promise<void> {
  const { rows: rated } = await client.query(
    'SELECT FROM human_ratings WHERE audit_id = $1 AND ended_at IS NULL LIMIT 1',
    [auditId],
  )
  if (rated.length > 0)
    throw new PlumblineError(
      'conflict',
      'The audit has human ratings that no sample chose, so a sample would weight them wrongly. Take the sample out of the plan, or make an audit without those ratings.',
    )
  const strata = await sampleStrata(client, auditId, sample)
  const { sql, values } = labelledOutputs(auditId, sample.by)
  await client.query(
    `WITH ranked AS (
       SELECT id, labels, row_number() OVER (PARTITION BY labels ORDER BY draw, id) AS place FROM (${sql}) labelled
     ), drawn AS (
       SELECT * FROM jsonb_to_recordset($${values.length + 1}) AS s(labels text[], outputs int, drawn int)
     )
     UPDATE outputs o SET sampled = r.place <= d.drawn, inclusion = d.drawn::float8 / d.outputs,
       open_slots = CASE WHEN r.place <= d.drawn THEN o.open_slots ELSE 0 END
     FROM ranked r JOIN drawn d ON d.labels = r.labels
     WHERE o.id = r.id`,
    [...values, JSON.stringify(strata)],
  )
}

/** A query of the outputs that can be rated for the plan with a random order and a label for each thing that they are stratified by. */
function labelledOutputs(auditId: number, by: readonly string[]): { sql: string; values: unknown[] } {
  const values: unknown[] = [auditId]
  const labels = by.map((one, i) => {
    if (one === 'model') return 'm.name'
    if (one === 'signal') return quarter('s.unit')
    if (!FEATURES.some(({ key }) => key === one)) throw unknownDimension(one, i)
    values.push(one)
    return quarter(`f."values"[array_position(fs.keys, $${values.length})]`)
  })
  const sql = `SELECT o.id, o.draw, ARRAY[${labels.length > 0 ? labels.join(', ') : `''`}]::text[] AS labels
    FROM outputs o
    JOIN output_versions v ON v.output_id = o.id AND v.ended_at IS NULL
    JOIN models m ON m.id = v.model_id
    JOIN (${CURRENT_FEATURES}) f ON f.version_id = v.id
    LEFT JOIN feature_sets fs ON fs.id = f.set_id
    LEFT JOIN (
      SELECT s.output_id, avg(s.unit) AS unit FROM signal_scores s
      JOIN signals n ON n.id = s.signal_id AND n.name = 'model'
      JOIN criteria c ON c.id = s.criterion_id AND c.position = 0
      WHERE s.audit_id = $1 AND s.ended_at IS NULL GROUP BY s.output_id
    ) s ON s.output_id = o.id
    WHERE o.audit_id = $1 AND NOT ${isSetApart('o')}`
  return { sql, values }
}

/** SQL: which quarter of its values an output's lies in, equal ones in the random order; what has none is apart. */
function quarter(value: string): string {
  return `CASE WHEN ${value} IS NULL THEN 'none'
    ELSE (ntile(4) OVER (PARTITION BY ${value} IS NULL ORDER BY ${value}, o.draw, o.id))::text END`
}

function noRoom({ size, by }: Sample, strata: number): PlumblineError {
  const many = strata > MOST_STRATA ? `more than ${MOST_STRATA}` : strata
  const message = `has no room for each of ${many} strata (${by.join(' × ')}): raise it, or stratify by less`
  return new PlumblineError('conflict', `A sample of ${size} ${message}.`, [
    { path: 'plan.sample.size', message },
  ])
}

function unknownDimension(name: string, i: number): PlumblineError {
  const message = `is not model, signal or a feature: "${name}"`
  return new PlumblineError('invalid', `What the sample is stratified by ${message}.`, [
    { path: `plan.sample.by.${i}`, message },
  ])
}
