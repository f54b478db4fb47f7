import { pool } from '@/lib/server/db/pool'

/** The keys of the audit's criteria that have any score: their key and scale are fixed. */
export async function scoredCriteria(auditId: number): Promise<string[]> {
  const { rows } = await pool().query<{ key: string }>(
    `SELECT c.key FROM criteria c WHERE c.audit_id = $1 AND (
       EXISTS (SELECT FROM signal_scores s WHERE s.audit_id = $1 AND s.criterion_id = c.id)
       OR EXISTS (SELECT FROM human_ratings h WHERE h.audit_id = $1 AND h.criterion_id = c.id)
       OR EXISTS (SELECT FROM verified_labels v WHERE v.audit_id = $1 AND v.criterion_id = c.id)
       OR EXISTS (SELECT FROM comparisons p WHERE p.criterion_id = c.id)
       OR EXISTS (SELECT FROM gold_answers g WHERE g.criterion_id = c.id))`,
    [auditId],
  )
  return rows.map(({ key }) => key)
}
