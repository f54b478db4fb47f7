import type { Distance, Met, RaterQuality } from '@/lib/domain/rater-quality'
import { UNIT, within } from '@/lib/server/analysis/mean'
import { MINIMA, tooFew } from '@/lib/server/analysis/notes'
import { pool } from '@/lib/server/db/pool'
import { IN_MEANS } from '@/lib/server/snapshot/record'
import { clusteredMean } from '@/lib/stats/clustered-mean'
import { wilsonInterval } from '@/lib/stats/proportion'
import { isSetAside } from './is-set-aside'

type Checks = {
  id: number
  pseudonym: string
  withdrawn: boolean
  setAside: boolean
  rated: number
  compared: number
  gold: number
  goldMet: number
  attention: number
  attentionMet: number
}
/** The distances of one rater's ratings of outputs of one prompt. */
type Sums = { raterId: number; n: number; sum: number }

/**
 * How well each rater of the audit rates, by pseudonym: known answers met, and distances on one criterion as ratings stand
 * now. It tells of scores: whoever is to see it must be exposed.
 */
export async function raterQuality(auditId: number, criterionId: number): Promise<RaterQuality[]> {
  const { rows } = await pool().query<Checks>(CHECKS, [auditId])
  const [others, repeats] = await Promise.all(
    [FROM_OTHERS, FROM_THEMSELVES].map(async (sql) =>
      distancesOf((await pool().query<Sums>(sql, [auditId, criterionId])).rows),
    ),
  )
  return rows.map(({ id, gold, goldMet, attention, attentionMet, ...rest }) => ({
    ...rest,
    gold: metOf(gold, goldMet),
    attention: metOf(attention, attentionMet),
    repeats: repeats!.get(id) ?? null,
    others: others!.get(id) ?? null,
  }))
}

function metOf(n: number, met: number): Met | null {
  return n > 0 ? { n, met, ci: wilsonInterval(met, n) } : null
}

function distancesOf(rows: readonly Sums[]): Map<number, Distance> {
  const perRater = new Map<number, Sums[]>()
  for (const row of rows) {
    const own = perRater.get(row.raterId)
    if (own) own.push(row)
    else perRater.set(row.raterId, [row])
  }
  return new Map([...perRater].map(([raterId, own]) => [raterId, distanceOf(own)]))
}

function distanceOf(prompts: readonly Sums[]): Distance {
  const n = prompts.reduce((sum, prompt) => sum + prompt.n, 0)
  const why = tooFew(n, prompts.length, MINIMA.mean)
  if (why) return { n, mean: null, ci: null, why }
  const { estimate, ci } = clusteredMean(
    prompts.map((prompt) => prompt.n),
    prompts.map(({ sum }) => sum),
  )
  return { n, mean: estimate, ci: within(ci, UNIT), why: null }
}

/** A gold item counts as met when every known answer of it is. */
const CHECKS = `
  SELECT r.id, r.pseudonym, r.withdrawn_at IS NOT NULL AS withdrawn, ${isSetAside('r.id')} AS "setAside",
    rated.n AS rated, compared.n AS compared,
    count(i.met) FILTER (WHERE NOT i.attention)::int AS gold,
    count(i.met) FILTER (WHERE NOT i.attention AND i.met)::int AS "goldMet",
    count(i.met) FILTER (WHERE i.attention)::int AS attention,
    count(i.met) FILTER (WHERE i.attention AND i.met)::int AS "attentionMet"
  FROM raters r
  CROSS JOIN LATERAL (SELECT count(DISTINCT h.output_id)::int AS n FROM human_ratings h
    WHERE h.rater_id = r.id AND h.purpose ${IN_MEANS} AND h.ended_at IS NULL) rated
  CROSS JOIN LATERAL (SELECT count(DISTINCT c.assignment_id)::int AS n FROM comparisons c
    WHERE c.rater_id = r.id AND c.ended_at IS NULL) compared
  LEFT JOIN LATERAL (
    SELECT bool_or(g.attention) AS attention,
      bool_and(abs(h.score - g.score) <= g.tolerance + 1e-9 * (h.scale_max - h.scale_min)) AS met
    FROM human_ratings h
    JOIN gold_answers g ON g.output_id = h.output_id AND g.criterion_id = h.criterion_id AND g.ended_at IS NULL
    WHERE h.rater_id = r.id AND h.purpose = 'gold' AND h.ended_at IS NULL GROUP BY h.assignment_id
  ) i ON true
  WHERE r.audit_id = $1 GROUP BY r.id, rated.n, compared.n ORDER BY r.pseudonym COLLATE "C"`

/**
 * SQL: one vote of each rater on each output of audit $1 on criterion $2, as in the facts but for further ratings: where
 * raters differ, who is asked for one would seem far from them. Who is set aside has votes too, and is nobody's other.
 */
const VOTES = `SELECT h.output_id, h.rater_id, avg(h.unit) AS unit, NOT ${isSetAside('h.rater_id')} AS counts
  FROM human_ratings h
  WHERE h.audit_id = $1 AND h.criterion_id = $2 AND h.purpose IN ('main', 'extra') AND h.ended_at IS NULL
  GROUP BY h.output_id, h.rater_id`

const FROM_OTHERS = `
  WITH votes AS MATERIALIZED (${VOTES}),
  outputs AS (SELECT output_id, sum(unit) AS total, count(*) AS n FROM votes WHERE counts GROUP BY output_id),
  distances AS (
    SELECT m.output_id, m.rater_id,
      abs(m.unit - (o.total - CASE WHEN m.counts THEN m.unit ELSE 0 END) / nullif(o.n - m.counts::int, 0)) AS distance
    FROM votes m JOIN outputs o USING (output_id))
  SELECT m.rater_id AS "raterId", count(*)::int AS n, sum(m.distance) AS sum
  FROM distances m
  JOIN output_versions v ON v.output_id = m.output_id AND v.ended_at IS NULL
  WHERE m.distance IS NOT NULL
  GROUP BY m.rater_id, v.prompt_id ORDER BY m.rater_id, v.prompt_id`

const FROM_THEMSELVES = `
  WITH votes AS (${VOTES})
  SELECT m.rater_id AS "raterId", count(*)::int AS n, sum(abs(m.unit - h.unit)) AS sum
  FROM human_ratings h JOIN votes m USING (output_id, rater_id)
  JOIN output_versions v ON v.output_id = h.output_id AND v.ended_at IS NULL
  WHERE h.audit_id = $1 AND h.criterion_id = $2 AND h.purpose = 'repeat' AND h.ended_at IS NULL
  GROUP BY m.rater_id, v.prompt_id ORDER BY m.rater_id, v.prompt_id`
