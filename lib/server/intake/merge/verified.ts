import type { Merge, MergeContext } from './merge'
import { checkScores, endOldScores } from './ratings'

export const mergeVerified: Merge = { check, write }

async function check(context: MergeContext): Promise<void> {
  const { client } = context
  await checkScores(context, 'output_id, criterion_id', 'label (output, criterion)')
  await client.query(
    `CREATE TEMP TABLE stage_merge ON COMMIT DROP AS
     SELECT s.line, o.output_no, x.id AS old_id,
       CASE WHEN x.id IS NULL THEN 'new'
         WHEN (x.score, x.scale_min, x.scale_max, x.note) IS NOT DISTINCT FROM
           (s.score, s.scale_min, s.scale_max, s.note) THEN 'same'
         ELSE 'changed' END AS action
     FROM stage s JOIN stage_outputs o USING (line)
     LEFT JOIN LATERAL (
       SELECT id, score, scale_min, scale_max, note FROM verified_labels
       WHERE output_id = o.output_no AND criterion_id = s.criterion_id AND ended_at IS NULL LIMIT 1
     ) x ON true
     WHERE s.line NOT IN (SELECT line FROM stage_faults)`,
  )
  await client.query('ANALYZE stage_merge')
}

async function write(context: MergeContext): Promise<boolean> {
  const { client, auditId, importId, revision } = context
  await endOldScores(context, 'verified_labels')
  const written = await client.query(
    `INSERT INTO verified_labels (audit_id, output_id, criterion_id, score, scale_min, scale_max, unit, note, import_id,
       from_revision)
     SELECT $1, m.output_no, s.criterion_id, s.score, s.scale_min, s.scale_max, s.unit, s.note, $2, $3
     FROM stage_merge m JOIN stage s USING (line) WHERE m.action <> 'same' ORDER BY m.line`,
    [auditId, importId, revision],
  )
  return (written.rowCount ?? 0) > 0
}
