import { randomUUID } from 'node:crypto'
import { drawPairs } from '../audits/pairs'
import type { Db } from '../db/pool'
import { type MadeAudit, makeAudit, makeUser } from './testing'

/** Stands in every text that a rater must never meet; nothing else holds it. */
export const CANARY = 'qzxcanary'

/** A score that no other number looks like. */
const ODD_UNIT = 0.7351946281

/** Which outputs raters compare. */
const COMPARISONS = { criterion: 'quality', pairs_per_prompt: 1, raters_per_pair: 3, per_rater: 20 }

/** What betrays a hidden field in any byte that reaches a rater: the canary, however it is cased, and the odd score. */
export const BETRAYAL = /qzxcanary|735194628/i

/**
 * Makes an open audit in which every field that is hidden from raters holds a canary: names, kinds of signals, tags,
 * metadata, references, rationales, other people's work, verified notes, known answers, and what is kept about imports and events.
 */
export async function makeCanaryAudit(
  db: Db,
  options: { outputs?: number; perOutput?: number } = {},
): Promise<MadeAudit & { analystId: string }> {
  const audit = await makeAudit(db, { outputs: 6, perOutput: 3, models: 2, ...options })
  const analystId = await makeUser(db, 'analyst')
  const other = await makeUser(db)
  const word = (field: string) => `${CANARY}-${field}-${randomUUID().slice(0, 8)}`
  const run = (sql: string, ...values: unknown[]) => db.query(sql, [audit.id, ...values])

  await db.query('UPDATE users SET email = $2, name = $3 WHERE id = $1', [
    analystId,
    `${word('analyst')}@example.org`,
    word('analyst'),
  ])
  await db.query('UPDATE users SET email = $2, name = $3 WHERE id = $1', [
    other,
    `${word('rater')}@example.org`,
    word('rater'),
  ])
  const slug = word('slug')
  await run(
    `UPDATE audits SET name = $2, slug = $3, kind = 'loophole', synthetic = true, sealed = true, created_by = $4,
       plan = jsonb_build_object('note', $2::text, 'gold_every', 3, 'comparisons', $5::jsonb) WHERE id = $1`,
    word('name'),
    slug,
    analystId,
    COMPARISONS,
  )
  await run(
    'UPDATE models SET name = $2 || id, family = $3 WHERE audit_id = $1',
    word('model'),
    word('family'),
  )
  await run(`UPDATE prompts SET external_id = $2 || id WHERE audit_id = $1`, word('prompt-id'))
  await run(`UPDATE outputs SET external_id = $2 || id WHERE audit_id = $1`, word('output-id'))
  await run('UPDATE output_versions SET tags = ARRAY[$2] WHERE audit_id = $1', word('tag'))
  await run(
    `UPDATE output_texts t SET reference = $2, metadata = jsonb_build_object($3::text, $3::text)
     FROM output_versions v WHERE v.id = t.version_id AND v.audit_id = $1`,
    word('reference'),
    word('metadata'),
  )
  await run(
    `WITH signal AS (INSERT INTO signals (audit_id, name) VALUES ($1, $2) RETURNING id)
     INSERT INTO signal_scores (audit_id, output_id, criterion_id, signal_id, judge_id, score, scale_min, scale_max, unit, rationale)
     SELECT $1, o.id, c.id, signal.id, m.id, $4, 0, 1, $4, $3
     FROM signal, outputs o, criteria c, models m WHERE o.audit_id = $1 AND c.audit_id = $1 AND m.audit_id = $1`,
    `metric:${word('signal')}`,
    word('rationale'),
    ODD_UNIT,
  )
  await run(
    `INSERT INTO verified_labels (audit_id, output_id, criterion_id, score, scale_min, scale_max, unit, note)
     SELECT $1, o.id, c.id, $3, 0, 1, $3, $2 FROM outputs o, criteria c WHERE o.audit_id = $1 AND c.audit_id = $1`,
    word('note'),
    ODD_UNIT,
  )
  // The last output is a gold item: every rater meets it second.
  await run(
    `WITH last AS (UPDATE outputs SET open_slots = 1 WHERE id = $2)
     INSERT INTO gold_answers (audit_id, output_id, criterion_id, purpose, score, tolerance, feedback)
     SELECT $1, $2, id, 'gold', $4, $4, $3 FROM criteria WHERE audit_id = $1`,
    audit.outputIds.at(-1),
    word('feedback'),
    ODD_UNIT,
  )
  await run(
    `WITH other AS (
       INSERT INTO raters (audit_id, pseudonym, user_id, "group") VALUES ($1, $2, $3, $4) RETURNING id),
     imported AS (
       INSERT INTO raters (audit_id, pseudonym, imported_name) VALUES ($1, $5, $6) RETURNING id),
     done AS (
       INSERT INTO assignments (audit_id, output_id, rater_id, presentation, lease_expires_at, status, submitted_at,
         idempotency_key, comment, seconds)
       SELECT $1, o.id, other.id, 'plain', now(), 'submitted', now(), $7, $8, $9
       FROM other, outputs o WHERE o.audit_id = $1 RETURNING id, output_id, rater_id),
     taken AS (UPDATE outputs SET open_slots = open_slots - 1 WHERE audit_id = $1)
     INSERT INTO human_ratings (audit_id, output_id, criterion_id, rater_id, assignment_id, source, score, scale_min,
       scale_max, unit, comment)
     SELECT $1, d.output_id, c.id, d.rater_id, d.id, 'session'::rating_source, $9, 0, 1, $9, $8
     FROM done d, criteria c WHERE c.audit_id = $1
     UNION ALL
     SELECT $1, o.id, c.id, i.id, NULL, 'import', $9, 0, 1, $9, $8
     FROM imported i, outputs o, criteria c WHERE o.audit_id = $1 AND c.audit_id = $1`,
    word('pseudonym'),
    other,
    word('group'),
    word('pseudonym'),
    word('imported-name'),
    word('key'),
    word('comment'),
    ODD_UNIT,
  )
  await drawPairs(db, audit.id, COMPARISONS)
  await run(
    `WITH done AS (
       INSERT INTO assignments (audit_id, output_id, right_output_id, pair_id, rater_id, purpose, presentation,
         lease_expires_at, status, submitted_at, idempotency_key, comment, seconds)
       SELECT $1, p.first_output_id, p.second_output_id, p.id, r.id, 'comparison', 'plain', now(), 'submitted', now(), $2, $3, $4
       FROM pairs p, raters r WHERE p.audit_id = $1 AND r.audit_id = $1 AND r.user_id IS NOT NULL RETURNING *)
     INSERT INTO comparisons (audit_id, left_output_id, right_output_id, criterion_id, rater_id, assignment_id,
       presentation, preference, "group", seconds, comment)
     SELECT $1, d.output_id, d.right_output_id, c.id, d.rater_id, d.id, d.presentation, $4, $5, $4, $3
     FROM done d JOIN criteria c ON c.audit_id = $1 AND c.key = 'quality'`,
    word('key'),
    word('comment'),
    ODD_UNIT,
    word('group'),
  )
  await run(
    `INSERT INTO imports (audit_id, kind, format, file_name, received, inserted, updated, unchanged, rejected, revision, started_at)
     VALUES ($1, $2, 'csv', $3, 1, 1, 0, 0, 0, 1, now())`,
    word('kind'),
    word('file'),
  )
  await run(
    `INSERT INTO events (audit_id, user_id, action, detail) VALUES ($1, $2, $3, jsonb_build_object('x', $3::text))`,
    analystId,
    word('event'),
  )
  return { ...audit, slug, analystId }
}
