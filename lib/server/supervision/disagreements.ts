import type { Disagreement } from '@/lib/domain/disagreements'
import { isSetApart } from '../audits/slots'
import { pool } from '../db/pool'
import { isSetAside } from './is-set-aside'

const EXCERPT = 240

export type Disagreements = {
  disagreements: Disagreement[]
  total: number
  /** Of how many of them no further rating was asked for yet. */
  askable: number
}

/**
 * The outputs on which raters differ by `apart` (a unit score) or more on a criterion, widest first. Of ratings as they
 * stand now: one vote a rater, two raters at least, nobody whose work is set aside. It shows scores: who sees it must be
 * exposed.
 */
export async function listDisagreements(
  auditId: number,
  criterionId: number,
  { apart, offset, limit }: { apart: number; offset: number; limit: number },
): Promise<Disagreements> {
  const { rows } = await pool().query<Disagreement & { total: number; askable: number }>(
    `WITH ${DIFFERING}, listed AS MATERIALIZED (
       SELECT d.*, count(*) OVER ()::int AS total, (count(*) FILTER (WHERE j.output_id IS NULL) OVER ())::int AS askable,
         CASE WHEN j.open THEN 'open' WHEN EXISTS (SELECT FROM assignments s WHERE s.output_id = j.output_id
           AND s.purpose = 'adjudication' AND s.status = 'submitted') THEN 'given' WHEN NOT j.open THEN 'held' END AS further
       FROM differing d LEFT JOIN adjudications j ON j.output_id = d.output_id
       ORDER BY spread DESC, sd DESC, output_id LIMIT $5 OFFSET $4)
     SELECT o.external_id AS output_id, l.spread, l.total, l.askable, l.further,
       left(p.body, ${EXCERPT}) AS prompt, left(t.body, ${EXCERPT}) AS text,
       (SELECT json_agg(json_build_object('rater', r.pseudonym, 'score', h.score, 'unit', h.unit, 'comment', h.comment,
            'further', h.purpose = 'adjudication')
          ORDER BY h.unit, r.pseudonym COLLATE "C", h.id)
        FROM human_ratings h JOIN raters r ON r.id = h.rater_id
        WHERE h.output_id = l.output_id AND h.criterion_id = $2 AND (${VOTES} OR ${FURTHER})) AS opinions
     FROM listed l JOIN outputs o ON o.id = l.output_id
     JOIN output_versions v ON v.output_id = o.id AND v.ended_at IS NULL
     JOIN output_texts t ON t.version_id = v.id JOIN prompts p ON p.id = v.prompt_id
     ORDER BY l.spread DESC, l.sd DESC, l.output_id`,
    [auditId, criterionId, apart, offset, limit],
  )
  return {
    disagreements: rows.map(({ total: _total, askable: _askable, ...disagreement }) => disagreement),
    total: rows[0]?.total ?? 0,
    askable: rows[0]?.askable ?? 0,
  }
}

/** SQL condition: rating `h` is one of those whose spread is looked at. */
const VOTES = `h.purpose IN ('main', 'extra') AND h.ended_at IS NULL AND NOT ${isSetAside('h.rater_id')}`

/** SQL condition: rating `h` was asked for since those differed. The spread stays that of those. */
const FURTHER = `h.purpose = 'adjudication' AND h.ended_at IS NULL AND NOT ${isSetAside('h.rater_id')}`

/** SQL: `differing`, the outputs of audit $1 on which raters differ on criterion $2 by $3 or more. */
export const DIFFERING = `
  votes AS (SELECT h.output_id, avg(h.unit) AS unit FROM human_ratings h
    WHERE h.audit_id = $1 AND h.criterion_id = $2 AND ${VOTES} GROUP BY h.output_id, h.rater_id),
  differing AS (
    SELECT s.output_id, s.spread, s.sd FROM (
      SELECT output_id, max(unit) - min(unit) AS spread, coalesce(stddev_samp(unit), 0) AS sd FROM votes
      GROUP BY output_id HAVING count(*) > 1) s
    JOIN outputs o ON o.id = s.output_id
    WHERE s.spread > 0 AND s.spread >= $3::float8 - 1e-9 AND NOT ${isSetApart('o')}
      AND EXISTS (SELECT FROM output_versions v WHERE v.output_id = o.id AND v.ended_at IS NULL))`
