import { type Pace, SPEEDING } from '@/lib/domain/pace'
import type { RaterRow } from '@/lib/domain/rater-row'
import { pool } from '@/lib/server/db/pool'
import { IN_MEANS } from '@/lib/server/snapshot/record'
import { CURRENT_FEATURES } from '@/lib/server/snapshot/version-features'
import { mediansOfOthers } from '@/lib/stats/medians-of-others'

type Row = Omit<RaterRow, 'pace' | 'setAside'> &
  Omit<Pace, 'others'> & { asideAt: Date | null; asideReason: string | null }

/** All raters of the audit, who was active last first, then by pseudonym. */
export async function listRaters(auditId: number): Promise<RaterRow[]> {
  const { rows } = await pool().query<Row>(RATERS, [auditId])
  const compared = rows.filter(({ imported, timed }) => !imported && timed >= SPEEDING.outputs)
  const medians = mediansOfOthers(compared.map(({ seconds }) => seconds!))
  const others = new Map(compared.map((row, i) => [row, medians[i]!]))
  return rows.map((row) => {
    const { timed, seconds, wordsPerMinute, asideAt, asideReason, ...rest } = row
    return {
      ...rest,
      setAside: asideAt && { at: asideAt, reason: asideReason! },
      pace: { timed, seconds, others: others.get(row) ?? null, wordsPerMinute },
    }
  })
}

/** A rater's reading speed is that of so many of the latest outputs: the page asks again and again. */
const READ = 100

/** SQL condition: on assignment `s` active work was measured. What is met again is done sooner, and practice is no pace. */
const TIMED = `s.status = 'submitted' AND s.purpose IN ('main', 'extra', 'adjudication', 'gold') AND s.seconds IS NOT NULL`

/** The raters of audit $1. */
const RATERS = `
  SELECT r.pseudonym, r."group", r.user_id IS NULL AND r.imported_name IS NOT NULL AS imported,
    here.rated + brought.rated AS rated, here."lastHour",
    CASE WHEN r.quota IS NOT NULL THEN least(r.quota, (a.plan->>'cap')::int) END AS quota, here.skipped, here.held,
    r.withdrawn_at IS NOT NULL AS withdrawn, x.at AS "asideAt", x.reason AS "asideReason", here.timed, coalesce(here.seconds, brought.seconds) AS seconds,
    reading."wordsPerMinute", greatest(here.last_at, brought.last_at) AS "lastAt",
    greatest(0, extract(epoch FROM now() - greatest(here.last_at, brought.last_at)))::float8 AS idle
  FROM raters r JOIN audits a ON a.id = r.audit_id
  LEFT JOIN set_asides x ON x.rater_id = r.id AND x.ended_at IS NULL
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE s.status = 'submitted' AND s.purpose ${IN_MEANS})::int AS rated,
      (count(*) FILTER (WHERE s.status = 'submitted' AND s.purpose ${IN_MEANS}
        AND s.submitted_at > now() - interval '1 hour'))::int AS "lastHour",
      count(*) FILTER (WHERE s.status = 'skipped')::int AS skipped,
      (count(*) FILTER (WHERE s.status = 'leased' AND s.lease_expires_at > now()))::int AS held,
      (count(*) FILTER (WHERE ${TIMED}))::int AS timed,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY s.seconds) FILTER (WHERE ${TIMED}) AS seconds,
      max(greatest(s.leased_at, s.draft_at, s.submitted_at)) AS last_at
    FROM assignments s WHERE s.rater_id = r.id
  ) here
  CROSS JOIN LATERAL (
    SELECT percentile_cont(0.5) WITHIN GROUP (
      ORDER BY f."values"[array_position(k.keys, 'words')] * 60 / greatest(latest.seconds, 1)) AS "wordsPerMinute"
    FROM (SELECT s.output_id, s.seconds FROM assignments s WHERE s.rater_id = r.id AND ${TIMED}
      ORDER BY s.submitted_at DESC LIMIT ${READ}) latest
    JOIN output_versions v ON v.output_id = latest.output_id AND v.ended_at IS NULL
    JOIN (${CURRENT_FEATURES}) f ON f.version_id = v.id
    JOIN feature_sets k ON k.id = f.set_id
  ) reading
  CROSS JOIN LATERAL (
    SELECT count(DISTINCT h.output_id)::int AS rated,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY h.seconds) AS seconds, max(h.rated_at) AS last_at
    FROM human_ratings h WHERE h.rater_id = r.id AND h.source = 'import' AND h.ended_at IS NULL
  ) brought
  WHERE r.audit_id = $1
  ORDER BY "lastAt" DESC NULLS LAST, r.pseudonym`
