import type { Withdrawn } from '@/lib/domain/withdrawn'
import { type Db, pool } from '../db/pool'
import { IN_MEANS } from '../snapshot/record'

/**
 * How many raters took back what they had given for the plan, by a revision or (null) by now, and how many ratings of outputs:
 * the rows that ended at the very moment at which their rater withdrew.
 */
export async function withdrawnOf(
  auditId: number,
  revision: number | null,
  db: Db = pool(),
): Promise<Withdrawn> {
  const { rows } = await db.query<Withdrawn>(
    `SELECT count(DISTINCT h.rater_id)::int AS raters, count(DISTINCT (h.rater_id, h.output_id))::int AS ratings
     FROM raters r JOIN human_ratings h ON h.rater_id = r.id AND h.ended_at = r.withdrawn_at
     WHERE r.audit_id = $1 AND h.purpose ${IN_MEANS} AND ($2::int IS NULL OR h.until_revision <= $2)`,
    [auditId, revision],
  )
  return rows[0]!
}
