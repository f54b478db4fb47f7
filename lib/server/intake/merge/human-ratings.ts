import { randomInt } from 'node:crypto'
import { randomPseudonym } from '@/lib/server/rating/pseudonym'
import type { Merge, MergeContext } from './merge'
import { checkScores, endOldScores } from './ratings'

export const mergeHumanRatings: Merge = { check, write }

async function check(context: MergeContext): Promise<void> {
  const { client, auditId } = context
  await checkScores(context, 'output_id, criterion_id, rater', 'rating (output, rater, criterion)')
  await client.query(
    `CREATE TEMP TABLE stage_raters ON COMMIT DROP AS
     SELECT n.name, n.line, n.rater_group, r.id FROM (
       SELECT rater AS name, min(line) AS line,
         (array_agg(rater_group ORDER BY line) FILTER (WHERE rater_group IS NOT NULL))[1] AS rater_group
       FROM stage GROUP BY rater
     ) n LEFT JOIN LATERAL (
       SELECT id FROM raters WHERE audit_id = ${auditId} AND imported_name = n.name LIMIT 1
     ) r ON true`,
  )
  await client.query('ANALYZE stage_raters')
  // An imported rater is never an account, so ratings given in sessions are out of reach here.
  await client.query(
    `CREATE TEMP TABLE stage_merge ON COMMIT DROP AS
     SELECT s.line, o.output_no, s.rater, x.id AS old_id, x.rated_at AS old_rated_at,
       CASE WHEN x.id IS NULL THEN 'new'
         WHEN (x.score, x.scale_min, x.scale_max, x."group", x.seconds, x.comment) IS NOT DISTINCT FROM
           (s.score, s.scale_min, s.scale_max, s.rater_group, s.seconds, s.comment)
           AND coalesce(s.rated_at, x.rated_at) = x.rated_at THEN 'same'
         ELSE 'changed' END AS action
     FROM stage s JOIN stage_outputs o USING (line) JOIN stage_raters r ON r.name = s.rater
     LEFT JOIN LATERAL (
       SELECT * FROM human_ratings WHERE output_id = o.output_no AND rater_id = r.id AND criterion_id = s.criterion_id
         AND source = 'import' AND purpose = 'main' AND ended_at IS NULL LIMIT 1
     ) x ON true
     WHERE s.line NOT IN (SELECT line FROM stage_faults)`,
  )
  await client.query('ANALYZE stage_merge')
}

async function write(context: MergeContext): Promise<boolean> {
  const { client, auditId, importId, revision } = context
  await writeRaters(context)
  await fillSlots(context)
  await endOldScores(context, 'human_ratings')
  const written = await client.query(
    `INSERT INTO human_ratings (audit_id, output_id, criterion_id, rater_id, source, purpose, score, scale_min, scale_max,
       unit, "group", seconds, comment, rated_at, import_id, from_revision)
     SELECT $1, m.output_no, s.criterion_id, r.id, 'import', 'main', s.score, s.scale_min, s.scale_max, s.unit,
       s.rater_group, s.seconds, s.comment, coalesce(s.rated_at, m.old_rated_at, now()), $2, $3
     FROM stage_merge m JOIN stage s USING (line) JOIN stage_raters r ON r.name = s.rater
     WHERE m.action <> 'same' ORDER BY m.line`,
    [auditId, importId, revision],
  )
  return (written.rowCount ?? 0) > 0
}

/** Adds the file's raters under random pseudonyms; a pseudonym that is taken already is drawn again. */
async function writeRaters({ client, auditId }: MergeContext): Promise<void> {
  for (let crowded = false; ; ) {
    const { rows } = await client.query<{ name: string; rater_group: string | null }>(
      `SELECT name, rater_group FROM stage_raters
       WHERE id IS NULL AND name IN (SELECT rater FROM stage_merge) ORDER BY line LIMIT 10000`,
    )
    if (rows.length === 0) return
    const added = await client.query(
      `WITH added AS (
         INSERT INTO raters (audit_id, imported_name, "group", pseudonym)
         SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING
         RETURNING id, imported_name
       ) UPDATE stage_raters s SET id = added.id FROM added WHERE added.imported_name = s.name`,
      [
        auditId,
        rows.map(({ name }) => name),
        rows.map(({ rater_group }) => rater_group),
        rows.map(() => (crowded ? `${randomPseudonym()}-${randomInt(1000, 10_000)}` : randomPseudonym())),
      ],
    )
    // With millions of raters most names are taken.
    crowded = (added.rowCount ?? 0) * 2 < rows.length
  }
}

/** Where the audit says so, a rater's first rating of an output takes one of its open slots. */
async function fillSlots({ client, auditId }: MergeContext): Promise<void> {
  const filled = await client.query(
    `CREATE TEMP TABLE stage_filled ON COMMIT DROP AS
     SELECT m.output_no, count(DISTINCT m.rater)::int AS people
     FROM stage_merge m JOIN stage_raters r ON r.name = m.rater
     LEFT JOIN LATERAL (
       SELECT id FROM human_ratings WHERE output_id = m.output_no AND rater_id = r.id AND purpose = 'main'
         AND ended_at IS NULL LIMIT 1
     ) before ON true
     WHERE m.action = 'new' AND before.id IS NULL AND (SELECT imports_fill FROM audits WHERE id = ${auditId})
     GROUP BY m.output_no`,
  )
  if (filled.rowCount === 0) return
  await client.query(
    'SELECT FROM outputs WHERE id IN (SELECT output_no FROM stage_filled) ORDER BY id FOR NO KEY UPDATE',
  )
  await client.query(
    `UPDATE outputs o SET open_slots = greatest(0, o.open_slots - f.people)
     FROM stage_filled f WHERE o.id = f.output_no`,
  )
}
