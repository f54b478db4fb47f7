import { PlumblineError } from '@/lib/domain/errors'
import { reopenSlots } from './lease'
import { holdOwnItem, type ItemOfUser } from './own'
import { raterTransaction } from './transaction'

/**
 * Gives an item up for good, with the rater's reason: its slot opens for others, and this rater is not handed it again.
 * Skipping it twice is as good as once. Throws PlumblineError: 'not-found'; 'conflict' when it was submitted or withdrawn.
 */
export function skip(of: ItemOfUser, reason: string): Promise<void> {
  return raterTransaction(async (client) => {
    const item = await holdOwnItem(client, of)
    if (item.status === 'skipped') return
    if (item.status !== 'leased' && item.status !== 'expired')
      throw new PlumblineError('conflict', `You have ${item.status} this item already.`)
    await client.query(`UPDATE assignments SET status = 'skipped', skip_reason = $2 WHERE id = $1`, [
      item.id,
      reason,
    ])
    if (item.status === 'leased') await reopenSlots(client, [item])
  })
}
