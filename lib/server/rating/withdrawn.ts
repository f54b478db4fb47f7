import type { Withdrawn } from '@/lib/domain/withdrawn'
import { type Db, pool } from '../db/pool'
import { IN_MEANS } from '../snapshot/record'

/**
 * How many raters took back what they had given for the plan, by a revision or (null) by now, and how many ratings of outputs:
 * the rows that ended at the very moment at which their rater withdrew. Only who withdrew has their rows read (OFFSET 0):
 * every report asks this.
 */
export async function withdrawnOf(
  auditId: number,
  revision: number | null,
  db: Db = pool(),
): Promise<Withdrawn> {
  const { rows } = await db.query<Withdrawn>(
    `SELECT count(DISTINCT h.rater_id)::int AS raters, count(DISTINCT (h.rater_id, h.output_id))::int AS ratings
     FROM raters r CROSS JOIN LATERAL (
       SELECT rater_id, output_id FROM human_ratings
       WHERE rater_id = r.id AND ended_at = r.withdrawn_at AND purpose ${IN_MEANS}
         AND ($2::int IS NULL OR until_revision <= $2) OFFSET 0) h
     WHERE r.audit_id = $1 AND r.withdrawn_at IS NOT NULL`,
    [auditId, revision],
  )
  return rows[0]!
}
