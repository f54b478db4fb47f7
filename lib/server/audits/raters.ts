import type { RaterRow } from '@/lib/domain/rater-row'
import { pool } from '@/lib/server/db/pool'
import { wilsonInterval } from '@/lib/stats/proportion'

/**
 * The audit's raters, who was active last first, then by pseudonym; at most `most` of `total`. Their gold
 * scores only `withGold`: they tell of ratings, so that who sees them must have seen results.
 */
export async function listRaters(
  auditId: number,
  { most = 500, withGold = false }: { most?: number; withGold?: boolean } = {},
): Promise<{ raters: RaterRow[]; total: number }> {
  const { rows } = await pool().query<Omit<RaterRow, 'gold'> & { total: number; items: number; met: number }>(
    `SELECT r.pseudonym, r."group", r.user_id IS NULL AND r.imported_name IS NOT NULL AS imported,
      here.rated + brought.rated AS rated,
      CASE WHEN r.quota IS NOT NULL THEN least(r.quota, (a.plan->>'cap')::int) END AS quota, here.skipped, here.active,
      r.withdrawn_at IS NOT NULL AS withdrawn, coalesce(here.seconds, brought.seconds) AS seconds,
      greatest(here.last_at, brought.last_at) AS "lastAt", (count(*) OVER ())::int AS total,
      gold.items, gold.met
    FROM raters r JOIN audits a ON a.id = r.audit_id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE s.status = 'submitted' AND s.purpose IN ('main', 'extra'))::int AS rated,
        count(*) FILTER (WHERE s.status = 'skipped')::int AS skipped,
        coalesce(bool_or(s.status = 'leased' AND s.lease_expires_at > now()), false) AS active,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY s.seconds) FILTER (WHERE s.status = 'submitted') AS seconds,
        max(greatest(s.leased_at, s.draft_at, s.submitted_at)) AS last_at
      FROM assignments s WHERE s.rater_id = r.id
    ) here
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT h.output_id)::int AS rated,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY h.seconds) AS seconds, max(h.rated_at) AS last_at
      FROM human_ratings h WHERE h.rater_id = r.id AND h.source = 'import' AND h.ended_at IS NULL
    ) brought
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS items, (count(*) FILTER (WHERE met))::int AS met FROM (
        SELECT bool_and(abs(h.score - g.score) <= g.tolerance + 1e-9 * (h.scale_max - h.scale_min)) AS met
        FROM human_ratings h
        JOIN gold_answers g ON g.output_id = h.output_id AND g.criterion_id = h.criterion_id AND g.ended_at IS NULL
        WHERE $3 AND h.rater_id = r.id AND h.purpose = 'gold' AND h.ended_at IS NULL GROUP BY h.assignment_id
      ) items
    ) gold
    WHERE r.audit_id = $1
    ORDER BY "lastAt" DESC NULLS LAST, r.pseudonym
    LIMIT $2`,
    [auditId, most, withGold],
  )
  const raters = rows.map(({ total: _total, items, met, ...row }) => ({
    ...row,
    gold: items > 0 ? { n: items, met, ci: wilsonInterval(met, items) } : null,
  }))
  return { raters, total: rows[0]?.total ?? 0 }
}
