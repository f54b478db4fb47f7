import type { BlindItem, SubmitAnswer } from '@/lib/domain/blind'
import { PlumblineError } from '@/lib/domain/errors'
import type { Db } from '../db/pool'
import { blindItem, itemContent, shownHash } from './item'
import { holdOwnItem, type ItemOfUser, type OwnItem, refuseExposed } from './own'
import { raterProgress } from './progress'
import { addRatings, endRatings, GIVEN } from './ratings'
import { type Attempt, addSeconds, bodyHash, checkScores, earlierAnswer } from './submit'
import { raterTransaction } from './transaction'

/**
 * An item that the rater has submitted, as it was shown, with what was given as its draft.
 * Throws PlumblineError: 'not-found'; 'conflict' where it can no longer be changed; 'forbidden' after results were seen.
 */
export function earlierItem(of: ItemOfUser): Promise<BlindItem> {
  return raterTransaction(async (client) => {
    const item = await holdSubmitted(client, of)
    const content = await itemContent(client, item)
    if (!content) throw new PlumblineError('conflict', 'This item was taken out of the rating task.')
    const draft = await given(client, item.id)
    const progress = await raterProgress(client, item.raterId)
    const shown = { id: item.id, presentation: item.presentation, leaseExpiresAt: item.submittedAt!, draft }
    return blindItem(shown, content, progress)
  })
}

/**
 * Replaces the ratings of an item that the rater has submitted: the rows end, and new ones begin, so that every
 * revision stays as it was. Seconds add up. Idempotent as `submit` is, under a key of its own.
 *
 * Throws PlumblineError as `earlierItem` and `submit` do.
 */
export function amend(of: ItemOfUser, attempt: Attempt): Promise<SubmitAnswer> {
  return raterTransaction(async (client) => {
    const held = await holdOwnItem(client, of)
    const earlier = earlierAnswer(held, attempt)
    if (earlier) return earlier
    const item = await holdSubmitted(client, of)
    checkScores(item, attempt.body)
    const now = {
      scores: attempt.body.scores,
      comment: attempt.body.comment?.trim() || null,
      seconds: addSeconds(item.seconds, attempt.body.seconds),
    }
    if (!same(await given(client, item.id), now)) {
      await endRatings(client, item.id)
      await addRatings(client, item, item.purpose, now)
    }
    const content = await itemContent(client, item)
    await client.query(
      `UPDATE assignments SET seconds = $2, comment = $3, idempotency_key = $4, body_hash = $5, by_other_token = $6,
         shown_hash = coalesce($7, shown_hash)
       WHERE id = $1`,
      [
        item.id,
        now.seconds,
        now.comment,
        attempt.key,
        bodyHash(attempt.body),
        attempt.byOtherToken,
        content && shownHash(content, item.presentation),
      ],
    )
    return item.answer as SubmitAnswer
  })
}

/** Practice has had its feedback: what was given before it stays. */
async function holdSubmitted(client: Db, of: ItemOfUser): Promise<OwnItem> {
  const item = await holdOwnItem(client, of)
  refuseExposed(item)
  if (item.status !== 'submitted' || item.purpose === 'practice')
    throw new PlumblineError(
      'conflict',
      'You have not submitted this item, so there is nothing to go back to.',
    )
  if (!item.auditOpen)
    throw new PlumblineError('conflict', 'This rating task is closed, so ratings stay as they are.')
  return item
}

type Given = { scores: Record<string, number>; comment: string }

/** What was given on a submitted item. */
export async function given(client: Db, itemId: string): Promise<Given> {
  const { rows } = await client.query<Given>(
    `SELECT coalesce(s.comment, '') AS comment, coalesce((
       SELECT json_object_agg(g.key, g.score) FROM (${GIVEN}) g WHERE g.assignment_id = s.id), '{}') AS scores
     FROM assignments s WHERE s.id = $1`,
    [itemId],
  )
  return rows[0]!
}

function same(before: Given, now: { scores: Record<string, number>; comment: string | null }): boolean {
  const keys = new Set([...Object.keys(before.scores), ...Object.keys(now.scores)])
  return (
    before.comment === (now.comment ?? '') && [...keys].every((key) => before.scores[key] === now.scores[key])
  )
}
