import type { Db } from '../db/pool'
import { uniform } from './schedule'

/** More models are not balanced: few raters stay for a run of so many outputs. */
const MOST_BALANCED = 50

/** Where a rater stands who is handed outputs balanced over models. */
export type Balance = {
  /** Something that the rater never learns. */
  seed: string
  /** How many outputs of the plan the rater was handed before, whatever became of them. */
  place: number
}

/**
 * The models in the order in which the rater is to have one of them at this place (from 0). Each run of as many places as
 * there are models has every model first once, in an order drawn for the run: so while all of them can be had, what a rater
 * was handed of any two models never differs by more than 1.
 */
export function modelOrder({ seed, place }: Balance, models: readonly number[]): number[] {
  if (models.length === 0) return []
  const run = Math.floor(place / models.length)
  const turn = place % models.length
  const drawn = new Map(models.map((model) => [model, uniform(`${seed} model ${run} ${model}`)]))
  const order = models.toSorted((a, b) => drawn.get(a)! - drawn.get(b)! || a - b)
  return [...order.slice(turn), ...order.slice(0, turn)]
}

/** The models that still have open outputs in the audit; none where there are too many to balance. */
export async function openModels(client: Db, auditId: number): Promise<number[]> {
  // Jumps from one model to the next in the index, past all of its outputs.
  const { rows } = await client.query<{ id: number }>(
    `WITH RECURSIVE listed AS (
       (SELECT model_id AS id FROM outputs
        WHERE audit_id = $1 AND open_slots > 0 AND model_id IS NOT NULL ORDER BY model_id LIMIT 1)
       UNION ALL
       SELECT next.id FROM listed CROSS JOIN LATERAL (
         SELECT model_id AS id FROM outputs
         WHERE audit_id = $1 AND open_slots > 0 AND model_id > listed.id ORDER BY model_id LIMIT 1) next
     ) SELECT id FROM listed LIMIT ${MOST_BALANCED + 1}`,
    [auditId],
  )
  return rows.length > MOST_BALANCED ? [] : rows.map(({ id }) => id)
}
