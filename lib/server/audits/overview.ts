import { PlumblineError } from '@/lib/domain/errors'
import { pool } from '@/lib/server/db/pool'
import { isSetApart } from './slots'

/** How far the rating of an audit is: counts only, nothing that a rater may not know. */
export type AuditProgress = {
  auditId: number
  slug: string
  outputs: number
  /** Those that can be rated for the plan: without a known answer, and not excluded. */
  planned: number
  /** Scores by people that an import brought in. */
  imported: number
  raters: number
  /** Outputs' ratings that were submitted for the plan, and how many the plan asks for. */
  submitted: number
  wanted: number
  /** Whether the user has seen the audit's results. */
  exposed: boolean
}

/** The progress of every audit, by slug, and whether the user may be shown its results at a glance. */
export async function auditsProgress(userId: string): Promise<Map<string, AuditProgress>> {
  const { rows } = await pool().query<AuditProgress>(PROGRESS, [userId, null])
  return new Map(rows.map((row) => [row.slug, row]))
}

/** The progress of one audit. Throws PlumblineError('not-found'). */
export async function auditProgress(auditId: number, userId: string): Promise<AuditProgress> {
  const { rows } = await pool().query<AuditProgress>(PROGRESS, [userId, auditId])
  if (!rows[0]) throw new PlumblineError('not-found', 'There is no such audit.')
  return rows[0]
}

/** For user $1; of audit $2, or of all. */
const PROGRESS = `
  SELECT a.id AS "auditId", a.slug,
    o.outputs, o.planned, i.imported, s.raters, s.submitted, p.sampled * a.ratings_per_output AS wanted,
    EXISTS (SELECT FROM exposures e WHERE e.audit_id = a.id AND e.user_id = $1) AS exposed
  FROM audits a
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS outputs,
      (count(*) - (SELECT count(*) FROM (
         SELECT k.output_id FROM gold_answers g
         JOIN output_versions k ON k.output_id = g.output_id AND k.ended_at IS NULL
         WHERE g.audit_id = a.id AND g.ended_at IS NULL
         UNION
         SELECT k.output_id FROM leaks l JOIN output_versions k ON k.id = l.version_id AND k.ended_at IS NULL
         WHERE l.audit_id = a.id AND l.decision = 'exclude'
       ) apart))::int AS planned
    FROM output_versions v WHERE v.audit_id = a.id AND v.ended_at IS NULL
  ) o
  CROSS JOIN LATERAL (
    SELECT CASE
      WHEN NOT a.plan ? 'sample' THEN o.planned
      WHEN a.status = 'draft' THEN least(o.planned, (a.plan -> 'sample' ->> 'size')::int)
      ELSE (SELECT count(*)::int FROM outputs p WHERE p.audit_id = a.id AND p.sampled
        AND NOT ${isSetApart('p')})
    END AS sampled
  ) p
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS imported FROM human_ratings h
    WHERE h.audit_id = a.id AND h.source = 'import' AND h.ended_at IS NULL
  ) i
  CROSS JOIN LATERAL (
    SELECT count(*)::int AS submitted, count(DISTINCT t.rater_id)::int AS raters
    FROM raters r JOIN assignments t ON t.rater_id = r.id
    WHERE r.audit_id = a.id AND t.status = 'submitted' AND t.purpose = 'main'
  ) s
  WHERE $2::int IS NULL OR a.id = $2`
