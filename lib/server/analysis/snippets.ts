import { pool } from '@/lib/server/db/pool'

/** The first `letters` characters of each output’s text, its white space folded to single spaces, by output id. */
export async function snippets(
  auditId: number,
  outputIds: readonly string[],
  letters = 160,
): Promise<Map<string, string>> {
  const { rows } = await pool().query<{ id: string; text: string }>(
    `SELECT o.external_id AS id, regexp_replace(left(t.body, $3), '\\s+', ' ', 'g') AS text
     FROM outputs o JOIN output_versions v ON v.output_id = o.id AND v.ended_at IS NULL
     JOIN output_texts t ON t.version_id = v.id
     WHERE o.audit_id = $1 AND o.external_id = ANY($2)`,
    [auditId, outputIds, letters],
  )
  return new Map(rows.map(({ id, text }) => [id, text]))
}
