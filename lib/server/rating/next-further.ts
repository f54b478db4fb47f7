import { isSetApart } from '../audits/slots'
import type { Db } from '../db/pool'
import { type Next, oneOutput } from './next'
import { FOR_RATER } from './pick'
import type { HeldRater } from './rater'

/**
 * A further rating that an analyst asked for and nobody holds, of an output that the rater has not had; null when there is
 * none. It and its output are locked; nothing is changed. `waits`: also for what other claims hold just now.
 */
export async function furtherRating(
  client: Db,
  { id: raterId, audit, hasAdjudications }: HeldRater,
  { waits }: { waits: boolean },
): Promise<Next | null> {
  if (!hasAdjudications) return null
  const { rows } = await client.query<{ id: number }>(waits ? OPEN : `${OPEN} SKIP LOCKED`, [
    audit.id,
    raterId,
  ])
  const outputId = rows[0]?.id
  if (outputId === undefined) return null
  // A statement of its own: what was decided on the output while this one waited for it is seen by the next one only.
  const still = `SELECT FROM outputs o WHERE o.id = $3 AND o.audit_id = $1 AND ${FITS}`
  const { rowCount } = await client.query(still, [audit.id, raterId, outputId])
  if (rowCount === 0) return null
  return oneOutput(outputId, 'adjudication')
}

/** SQL condition: output `o` is for rater $2, and has neither a known answer nor been excluded. */
const FITS = `${FOR_RATER} AND NOT ${isSetApart('o')}`

const OPEN = `
  SELECT o.id FROM adjudications d JOIN outputs o ON o.id = d.output_id
  WHERE d.audit_id = $1 AND d.open AND ${FITS}
  ORDER BY o.draw LIMIT 1 FOR NO KEY UPDATE OF d, o`
