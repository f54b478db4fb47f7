import type { Withdrawn } from '@/lib/domain/withdrawn'
import { type Db, pool } from '../db/pool'
import { IN_MEANS } from '../snapshot/record'

/**
 * How many raters withdrew, by a revision or (null) by now, and what they had given for the plan: the rows that ended at the
 * very moment at which their rater withdrew, which is also that of the cut. Only who withdrew has their rows read (OFFSET 0):
 * every report asks this.
 */
export async function withdrawnOf(
  auditId: number,
  revision: number | null,
  db: Db = pool(),
): Promise<Withdrawn> {
  const { rows } = await db.query<Withdrawn>(
    `SELECT count(*)::int AS raters, coalesce(sum(h.n), 0)::int AS ratings, coalesce(sum(c.n), 0)::int AS comparisons
     FROM raters r
     CROSS JOIN LATERAL (SELECT count(DISTINCT output_id) AS n FROM human_ratings
       WHERE rater_id = r.id AND ended_at = r.withdrawn_at AND purpose ${IN_MEANS} OFFSET 0) h
     CROSS JOIN LATERAL (SELECT count(DISTINCT assignment_id) AS n FROM comparisons
       WHERE rater_id = r.id AND ended_at = r.withdrawn_at OFFSET 0) c
     WHERE r.audit_id = $1 AND r.withdrawn_at IS NOT NULL AND ($2::int IS NULL OR EXISTS (
       SELECT FROM cuts WHERE audit_id = $1 AND revision <= $2 AND at = r.withdrawn_at))`,
    [auditId, revision],
  )
  return rows[0]!
}
