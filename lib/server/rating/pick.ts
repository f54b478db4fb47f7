import type { Db } from '../db/pool'
import { type Balance, modelOrder, openModels } from './model-order'

/** How many outputs that others have begun a claim looks at, on each side of its random point, and how many it tries to lock. */
const NEAR = 100
const TRIED = 16
/** How many outputs of each model a claim that is balanced over models tries, begun or not, on each side of its point. */
const TRIED_OF_MODEL = 2

/**
 * Picks an output that the rater has not had and that still needs a rating, and locks it until the transaction ends;
 * null when there is none. Nothing is changed.
 *
 * Outputs that others have begun come first once there are enough of them that raters do not get into each other's
 * way, so that an audit that stops early has outputs that are finished. The walk starts at a random point each time.
 * With `balance`, the model whose turn it is comes before both, as far as it has an output for this rater.
 *
 * Every step reads a bounded part of a partial index on (audit, draw), so that a claim costs the same among a million
 * outputs as among a hundred: see docs/decisions for the measured plans.
 */
export async function pickOutput(
  client: Db,
  auditId: number,
  raterId: number,
  balance: Balance | null = null,
): Promise<number | null> {
  const first = async (sql: string, values: unknown[]) =>
    (await client.query<{ id: number }>(sql, values)).rows[0]?.id ?? null
  const values = [auditId, raterId, Math.random()]
  const order = balance ? modelOrder(balance, await openModels(client, auditId)) : []
  // Most often the model whose turn it is has one.
  for (const models of [order.slice(0, 1), order.slice(1)]) {
    const found = models.length > 0 ? await first(BY_MODEL, [...values, models]) : null
    if (found !== null) return found
  }
  return (
    (await first(NEAREST_BEGUN, values)) ??
    (await first(freeFrom('>='), values)) ??
    (await first(freeFrom('<'), values)) ??
    // Nothing was free: what others hold just now may become so. Rows are waited for one after another.
    (await first(ANY_IN_TIME, [auditId, raterId]))
  )
}

/**
 * SQL condition: the rater never had output `o`, on the right of a comparison either, and it has not been taken out.
 * OFFSET 0 keeps each a probe of its index.
 */
export const FOR_RATER = `NOT EXISTS (SELECT FROM assignments s WHERE s.rater_id = $2 AND s.output_id = o.id OFFSET 0)
  AND NOT EXISTS (SELECT FROM assignments s WHERE s.right_output_id = o.id AND s.rater_id = $2 OFFSET 0)
  AND EXISTS (SELECT FROM output_versions v WHERE v.output_id = o.id AND v.ended_at IS NULL OFFSET 0)`

/** SQL condition: more than ten times as many outputs are begun as there are active raters. */
const ENOUGH_BEGUN = `EXISTS (
  SELECT FROM outputs WHERE audit_id = $1 AND open_slots > 0 AND begun
  ORDER BY draw LIMIT 1 OFFSET (
    SELECT 10 * greatest(count(DISTINCT rater_id), 1) FROM assignments
    WHERE audit_id = $1 AND status = 'leased' AND lease_expires_at > now()))`

const begunFrom = (comparison: '>=' | '<', turn: number) => `
  (SELECT id, draw, ${turn} AS turn FROM outputs
   WHERE audit_id = $1 AND open_slots > 0 AND begun AND draw ${comparison} $3 ORDER BY draw LIMIT ${NEAR})`

const NEAREST_BEGUN = `
  WITH near AS MATERIALIZED (${begunFrom('>=', 0)} UNION ALL ${begunFrom('<', 1)}),
  candidates AS MATERIALIZED (
    SELECT id, draw, turn FROM near o WHERE (SELECT ${ENOUGH_BEGUN}) AND ${FOR_RATER} LIMIT ${TRIED})
  SELECT o.id FROM candidates c JOIN outputs o ON o.id = c.id
  WHERE o.open_slots > 0
  ORDER BY c.turn, c.draw LIMIT 1 FOR NO KEY UPDATE OF o SKIP LOCKED`

const ofModelFrom = (comparison: '>=' | '<', turn: number) => `
  (SELECT o.id, o.draw, ${turn} AS turn FROM outputs o
   WHERE o.audit_id = $1 AND o.model_id = wanted.model AND o.open_slots > 0 AND o.begun = state.begun
     AND o.draw ${comparison} $3 AND ${FOR_RATER} ORDER BY o.draw LIMIT ${TRIED_OF_MODEL})`

/** The first free output of the first model in $4 that has one for the rater. */
const BY_MODEL = `
  WITH candidates AS MATERIALIZED (
    SELECT near.id, near.draw, near.turn, wanted.place, state.begun
    FROM unnest($4::int[]) WITH ORDINALITY wanted (model, place)
    CROSS JOIN (VALUES (true), (false)) state (begun)
    CROSS JOIN LATERAL (${ofModelFrom('>=', 0)} UNION ALL ${ofModelFrom('<', 1)}) near)
  SELECT o.id FROM candidates c JOIN outputs o ON o.id = c.id
  WHERE o.open_slots > 0
  ORDER BY c.place, (c.begun AND (SELECT ${ENOUGH_BEGUN})) DESC, c.turn, c.draw
  LIMIT 1 FOR NO KEY UPDATE OF o SKIP LOCKED`

const freeFrom = (comparison: '>=' | '<') => `
  SELECT o.id FROM outputs o
  WHERE o.audit_id = $1 AND o.open_slots > 0 AND o.draw ${comparison} $3 AND ${FOR_RATER}
  ORDER BY o.draw LIMIT 1 FOR NO KEY UPDATE OF o SKIP LOCKED`

const ANY_IN_TIME = `
  SELECT o.id FROM outputs o
  WHERE o.audit_id = $1 AND o.open_slots > 0 AND ${FOR_RATER}
  ORDER BY o.draw LIMIT 1 FOR NO KEY UPDATE OF o`
