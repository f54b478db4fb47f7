import { PlumblineError } from '@/lib/domain/errors'
import type { Comparisons } from '@/lib/domain/plan'
import type { Db } from '@/lib/server/db/pool'
import { balancedPairs } from '@/lib/stats/planning/balanced-pairs'
import { isSetApart } from './slots'

/** More could hardly be rated, and are drawn in memory. */
const MOST_PAIRS = 100_000
/** So many of a model's outputs for one prompt, drawn at random, are enough to choose from. */
const MOST_OF_MODEL = 10

/**
 * Draws the pairs of outputs that raters are to compare, in the caller's transaction, once the sample is drawn: from each
 * prompt pairs of outputs by different models, so that every two models meet about as often.
 *
 * Throws PlumblineError('conflict') where no prompt has outputs by two models, and where there are too many.
 */
export async function drawPairs(client: Db, auditId: number, plan: Comparisons): Promise<void> {
  const { rows } = await client.query<{ outputs: number[]; models: number[] }>(
    `SELECT array_agg(id ORDER BY id) AS outputs, array_agg(model_id ORDER BY id) AS models FROM (
       SELECT o.id, v.model_id, v.prompt_id,
         row_number() OVER (PARTITION BY v.prompt_id, v.model_id ORDER BY random()) AS place FROM ${ELIGIBLE}
     ) listed WHERE place <= ${MOST_OF_MODEL}
     GROUP BY prompt_id HAVING count(DISTINCT model_id) > 1 ORDER BY random()`,
    [auditId],
  )
  const drawn = balancedPairs(
    rows.map(({ models }) => models),
    plan.pairs_per_prompt,
    Math.random,
  )
  const pairs = rows.flatMap(({ outputs }, i) => drawn[i]!.map(([a, b]) => [outputs[a]!, outputs[b]!]))
  checkNumber(pairs.length)
  await client.query(
    `INSERT INTO pairs (audit_id, first_output_id, second_output_id, open_slots)
     SELECT $1, first, second, $2 FROM unnest($3::int[], $4::int[]) AS drawn (first, second)`,
    [auditId, plan.raters_per_pair, pairs.map(([first]) => first), pairs.map(([, second]) => second)],
  )
}

/**
 * How many pairs would be drawn of an audit that is still a draft, were all its outputs in the sample. Throws as
 * `drawPairs`.
 */
export async function plannedPairs(db: Db, auditId: number, plan: Comparisons): Promise<number> {
  const { rows } = await db.query<{ pairs: number }>(
    `SELECT coalesce(sum(least($2, all_pairs)), 0)::int AS pairs FROM (
       SELECT (sum(n) * sum(n) - sum(n * n)) / 2 AS all_pairs FROM (
         SELECT v.prompt_id, count(*) AS n FROM ${ELIGIBLE} GROUP BY v.prompt_id, v.model_id) of_models
       GROUP BY prompt_id) of_prompts`,
    [auditId, plan.pairs_per_prompt],
  )
  checkNumber(rows[0]!.pairs)
  return rows[0]!.pairs
}

/** SQL: the current outputs of audit $1 that raters may be handed for the plan. */
const ELIGIBLE = `outputs o JOIN output_versions v ON v.output_id = o.id AND v.ended_at IS NULL AND o.audit_id = $1
  AND o.sampled AND NOT ${isSetApart('o')}`

function checkNumber(pairs: number): void {
  if (pairs === 0)
    refuse('plan.comparisons', 'needs prompts with outputs by two models or more, and there are none')
  if (pairs > MOST_PAIRS)
    refuse(
      'plan.comparisons.pairs_per_prompt',
      `comes to ${pairs} pairs, and there can be at most ${MOST_PAIRS}: draw fewer from each prompt, or a smaller sample`,
    )
}

function refuse(path: string, message: string): never {
  throw new PlumblineError('conflict', `The plan to compare outputs ${message}.`, [{ path, message }])
}
