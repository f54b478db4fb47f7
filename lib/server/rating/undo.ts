import { PlumblineError } from '@/lib/domain/errors'
import type { Db } from '../db/pool'
import { given } from './earlier'
import { LEASE_END, MOST_HELD, type Place, reopenSlots } from './lease'
import { holdOwnItem, type ItemOfUser, refuseExposed } from './own'
import { endRatings } from './ratings'
import { raterTransaction } from './transaction'

/**
 * Takes back the submission that the rater made last, under the key that it was made with: its ratings end, the item is
 * leased again, and what was given becomes its draft. It keeps its slot. What the rater then holds beyond the most that
 * one may hold, the latest first, is given back.
 *
 * Twice is as good as once, and a submission under another key stays: one that comes late must not take back what was
 * submitted since. Throws PlumblineError: 'not-found'; 'conflict' where it is not the last one, or the audit is closed;
 * 'forbidden' after results were seen.
 */
export function undo(of: ItemOfUser, key: string): Promise<void> {
  return raterTransaction(async (client) => {
    const item = await holdOwnItem(client, of)
    refuseExposed(item)
    if (item.idempotencyKey !== key || item.status !== 'submitted') return
    if (!item.auditOpen)
      throw new PlumblineError('conflict', 'This rating task is closed, so ratings stay as they are.')
    if (item.purpose === 'practice' || (await hasSubmittedSince(client, item)))
      throw new PlumblineError('conflict', 'Only what you submitted last can be taken back.')
    const draft = await given(client, item.id)
    await endRatings(client, item.id)
    // Key and answer stay: the same attempt, should it come again, is known.
    await client.query(
      `UPDATE assignments SET status = 'leased', submitted_at = NULL, comment = NULL, draft = $2, draft_at = now(),
         lease_expires_at = ${LEASE_END}
       WHERE id = $1`,
      [item.id, draft],
    )
    await giveBackBeyondMost(client, item.raterId, item.id)
  })
}

async function hasSubmittedSince(
  client: Db,
  { raterId, submittedAt }: { raterId: number; submittedAt: Date | null },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM assignments WHERE rater_id = $1 AND status = 'submitted' AND submitted_at > $2 LIMIT 1`,
    [raterId, submittedAt],
  )
  return rowCount === 1
}

async function giveBackBeyondMost(client: Db, raterId: number, keptId: string): Promise<void> {
  const { rows } = await client.query<Place>(
    `UPDATE assignments SET status = 'expired' WHERE id IN (
       SELECT id FROM assignments WHERE rater_id = $1 AND status = 'leased' AND id <> $2
       ORDER BY leased_at, id OFFSET $3)
     RETURNING purpose, output_id AS "outputId", pair_id AS "pairId"`,
    [raterId, keptId, MOST_HELD - 1],
  )
  await reopenSlots(client, rows)
}
