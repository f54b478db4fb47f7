import { randomInt } from 'node:crypto'
import type { Db } from '../db/pool'
import type { Next } from './next'
import type { HeldRater } from './rater'
import { stands } from './stands'

type Pair = { id: number; first: number; second: number }

/**
 * Two outputs of one prompt for a rater who has no output of their own left, where the plan asks for comparisons; a coin
 * says which is on the left. Null when the rater has had as many as they are asked for, or no pair is left. The pair and
 * its outputs are locked; nothing is changed.
 *
 * Comparisons come after a rater's own outputs, so that no rating of one output is given beside another one.
 */
export async function nextPair(client: Db, rater: HeldRater): Promise<Next | null> {
  if (rater.compared >= rater.design.comparisons) return null
  for (;;) {
    const pair = await pickPair(client, rater.audit.id, rater.id)
    if (!pair) return null
    // As a claim of an output does, so that no decision on what its text shows comes between.
    await client.query('SELECT FROM outputs WHERE id IN ($1, $2) ORDER BY id FOR NO KEY UPDATE', [
      pair.first,
      pair.second,
    ])
    const { rowCount } = await client.query(`SELECT FROM pairs p WHERE p.id = $1 AND ${COMPARABLE}`, [
      pair.id,
    ])
    if (rowCount === 0) continue
    const [outputId, rightOutputId] =
      randomInt(2) === 0 ? [pair.first, pair.second] : [pair.second, pair.first]
    return { outputId, rightOutputId, pairId: pair.id, purpose: 'comparison', presentation: null }
  }
}

/** The first open pair from a random point on that the rater has not had; one that others hold just now is waited for last. */
async function pickPair(client: Db, auditId: number, raterId: number): Promise<Pair | null> {
  const first = async (sql: string, values: unknown[]) =>
    (await client.query<Pair>(sql, values)).rows[0] ?? null
  const values = [auditId, raterId, Math.random()]
  return (
    (await first(`${OPEN} AND p.draw >= $3 ${LOCKED} SKIP LOCKED`, values)) ??
    (await first(`${OPEN} AND p.draw < $3 ${LOCKED} SKIP LOCKED`, values)) ??
    (await first(`${OPEN} ${LOCKED}`, [auditId, raterId]))
  )
}

/** SQL condition: both outputs of pair `p` may be handed out, and still answer one prompt. */
export const COMPARABLE = `${stands('p.first_output_id')} AND ${stands('p.second_output_id')}
  AND EXISTS (SELECT FROM output_versions l JOIN output_versions r ON r.prompt_id = l.prompt_id
    WHERE l.output_id = p.first_output_id AND l.ended_at IS NULL
      AND r.output_id = p.second_output_id AND r.ended_at IS NULL)`

const OPEN = `SELECT p.id, p.first_output_id AS first, p.second_output_id AS second FROM pairs p
  WHERE p.audit_id = $1 AND p.open_slots > 0 AND ${COMPARABLE}
    AND NOT EXISTS (SELECT FROM assignments s WHERE s.pair_id = p.id AND s.rater_id = $2)`

const LOCKED = 'ORDER BY p.draw LIMIT 1 FOR NO KEY UPDATE OF p'
