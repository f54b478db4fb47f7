import type { Draft } from '@/lib/domain/blind'
import { PlumblineError } from '@/lib/domain/errors'
import { draftFaults } from '@/lib/domain/scores'
import type { Db } from '../db/pool'
import { LEASE_END, MOST_HELD, takeSlot } from './lease'
import { holdOwnItem, type ItemOfUser, type OwnItem, refuseExposed } from './own'
import { raterTransaction } from './transaction'

/**
 * Keeps unfinished work and renews the lease. Answers when the lease runs out now, or null where it had run out and could
 * not be had again: the draft is kept all the same, and a submission will be stored.
 *
 * Throws PlumblineError: 'not-found' for an item that is not this user's; 'conflict' when it was submitted, skipped or
 * withdrawn; 'unprocessable' for scores that could not be submitted; 'forbidden' when the user has seen results.
 */
export function saveDraft(of: ItemOfUser, draft: Draft): Promise<Date | null> {
  return raterTransaction(async (client) => {
    const item = await holdOwnItem(client, of)
    if (item.status !== 'leased' && item.status !== 'expired')
      throw new PlumblineError('conflict', `You have ${item.status} this item already.`)
    refuseExposed(item)
    const faults = draftFaults(item.criteria, draft.scores ?? {})
    if (faults.length > 0) throw new PlumblineError('unprocessable', faults[0]!.message, faults)

    const held = item.status === 'leased' || (await takeBack(client, item))
    const { rows } = await client.query<{ until: Date }>(
      `UPDATE assignments SET draft = $2, draft_at = now(), status = CASE WHEN $3 THEN 'leased' ELSE status END,
         lease_expires_at = CASE WHEN $3 THEN ${LEASE_END} ELSE lease_expires_at END
       WHERE id = $1 RETURNING lease_expires_at AS until`,
      [item.id, draft, held],
    )
    return held ? rows[0]!.until : null
  })
}

/** Takes the slot of an expired item again, where it needs one, unless the rater holds the most that one may hold. */
async function takeBack(client: Db, item: OwnItem): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM assignments WHERE rater_id = $1 AND status = 'leased'`,
    [item.raterId],
  )
  return (rowCount ?? 0) < MOST_HELD && item.auditOpen && !item.setAside && takeSlot(client, item)
}
