import type { MergeContext } from './merge'

/**
 * Makes `stage_outputs`, the id of each line's output, and adds the faults that all kinds of scores share: an output that
 * the audit lacks, and the same key twice in the file.
 */
export async function checkScores(
  { client, auditId }: MergeContext,
  key: string,
  what: string,
): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE stage_outputs ON COMMIT DROP AS
     SELECT s.line, o.id AS output_no FROM stage s LEFT JOIN LATERAL (
       SELECT id FROM outputs WHERE audit_id = ${auditId} AND external_id = s.output_id LIMIT 1
     ) o ON true`,
  )
  await client.query('ANALYZE stage_outputs')
  await client.query(
    `INSERT INTO stage_faults
     SELECT s.line, 'output_id', format('"%s" is not an output of this audit', s.output_id)
     FROM stage s JOIN stage_outputs o USING (line) WHERE o.output_no IS NULL`,
  )
  await client.query(
    `INSERT INTO stage_faults
     SELECT line, '', format('the same ${what} is already on line %s', first)
     FROM (SELECT line, min(line) OVER (PARTITION BY ${key}) AS first FROM stage) s WHERE line > first`,
  )
}

/** Ends the rows that changed lines of `stage_merge` name as `old_id`. */
export async function endOldScores(
  { client, revision }: MergeContext,
  table: 'signal_scores' | 'human_ratings' | 'verified_labels',
): Promise<void> {
  await client.query(
    `UPDATE ${table} t SET ended_at = now(), until_revision = $1
     FROM stage_merge m WHERE t.id = m.old_id AND m.action = 'changed'`,
    [revision],
  )
}
