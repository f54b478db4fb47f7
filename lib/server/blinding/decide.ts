import type { ChosenLeaks, LeakDecision } from '@/lib/domain/leaks'
import { restoreSlots } from '@/lib/server/audits/slots'
import { recordEvent } from '@/lib/server/events'
import { raterTransaction } from '@/lib/server/rating/transaction'
import { CURRENT_LEAKS, FILTERED, IS_SEEN } from './leaks'

/**
 * Decides what becomes of places that betray an author: `mask` hides the words from raters, `exclude` hands the output
 * out no more, `keep` lets it stand, `open` takes a decision back. What somebody rates, or has rated here, stays as it
 * was shown. Answers how many places now stand so that did not before, and how many could not be changed.
 *
 * Throws PlumblineError('unavailable') while raters or an import hold the outputs for long.
 */
export async function decideLeaks(
  auditId: number,
  which: ChosenLeaks,
  decision: LeakDecision,
  byId: string | null,
): Promise<{ decided: number; fixed: number }> {
  const { leakId, pattern, decision: now } = { leakId: null, pattern: null, decision: null, ...which }
  const asked = [auditId, pattern, now, leakId, decision]
  const wanted = `${FILTERED} AND ($4::int IS NULL OR l.id = $4) AND l.decision <> $5`
  return raterTransaction(async (client) => {
    // A claim locks its output: one that came first is waited for and seen below, a later one sees what is decided here.
    const { rows: outputs } = await client.query<{ id: number }>(
      `SELECT id FROM outputs WHERE id IN (SELECT o.id FROM ${CURRENT_LEAKS} WHERE ${wanted})
       ORDER BY id FOR NO KEY UPDATE`,
      asked,
    )
    const { rows: changed } = await client.query<{ outputId: number }>(
      `WITH chosen AS (SELECT l.id, o.id AS output_id FROM ${CURRENT_LEAKS} WHERE ${wanted} AND NOT ${IS_SEEN})
       UPDATE leaks l SET decision = $5, decided_at = CASE WHEN $5 = 'open' THEN NULL ELSE now() END
       FROM chosen WHERE l.id = chosen.id RETURNING chosen.output_id AS "outputId"`,
      asked,
    )
    const { rows: left } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${CURRENT_LEAKS} WHERE ${wanted}`,
      asked,
    )
    await restoreSlots(
      client,
      outputs.map(({ id }) => id),
    )
    const detail = { decision, pattern, was: now, places: changed.length }
    if (changed.length > 0)
      await recordEvent({ action: 'leaks.decide', userId: byId, auditId, detail }, client)
    return { decided: changed.length, fixed: left[0]!.n }
  })
}
