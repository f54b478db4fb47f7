import { createHash } from 'node:crypto'
import type { Submission, SubmitAnswer } from '@/lib/domain/blind'
import { canonicalJson } from '@/lib/domain/canonical'
import { PlumblineError } from '@/lib/domain/errors'
import { submissionFaults } from '@/lib/domain/scores'
import type { Db } from '../db/pool'
import { countRating } from '../metrics'
import { needsSlot, takeSlot } from './lease'
import { holdOwnItem, type ItemOfUser, type OwnItem, refuseExposed } from './own'
import { practiceFeedback } from './practice'
import { addRatings } from './ratings'
import { raterTransaction } from './transaction'

/** Names one attempt to submit; the same key again is the same attempt. */
export type Attempt = { key: string; body: Submission; byOtherToken: boolean }

/**
 * Stores a rater's scores of an item and answers once they are committed: `counted`, or `extra` where the lease had run
 * out (or the item was skipped) and another rater took the place. The same key and body again get the same answer.
 *
 * Throws PlumblineError: 'not-found' for an item that is not this user's; 'conflict' when it was submitted under another
 * key or withdrawn; 'unprocessable' for the same key with another body, and for scores that are missing, off the scale or
 * off its step, each named; 'forbidden' when the user has seen the audit's results since.
 */
export async function submit(of: ItemOfUser, attempt: Attempt): Promise<SubmitAnswer> {
  const { answer, isNew } = await raterTransaction(async (client) => {
    const item = await holdOwnItem(client, of)
    const earlier = earlierAnswer(item, attempt)
    if (earlier) return { answer: earlier, isNew: false }
    if (item.status === 'submitted')
      throw new PlumblineError('conflict', 'You have submitted this item already. Its ratings are kept.')
    if (item.status === 'withdrawn') throw new PlumblineError('conflict', 'You withdrew this item.')
    refuseExposed(item)
    checkScores(item, attempt.body)
    return { answer: await store(client, item, attempt), isNew: true }
  })
  if (isNew) countRating(answer.status)
  return answer
}

/** SHA-256 of what was submitted, to know the same body when it comes again. */
export function bodyHash(body: Submission): Buffer {
  return createHash('sha256').update(canonicalJson(body)).digest()
}

/**
 * The stored answer when this very attempt was stored before, taken back since or not: one that comes late must not be
 * stored again. Throws 'unprocessable' when its body differs.
 */
export function earlierAnswer(item: OwnItem, { key, body }: Attempt): SubmitAnswer | null {
  if (item.status === 'withdrawn' || item.idempotencyKey !== key) return null
  if (!item.bodyHash?.equals(bodyHash(body)))
    throw new PlumblineError(
      'unprocessable',
      'This Idempotency-Key was used for another submission of this item. Send the same body, or use a new key.',
    )
  return item.answer as SubmitAnswer
}

/** Throws 'unprocessable' that names each criterion whose score is missing or wrong. */
export function checkScores({ criteria }: OwnItem, { scores }: Submission): void {
  const faults = submissionFaults(criteria, scores)
  if (faults.length > 0)
    throw new PlumblineError('unprocessable', faults.map(({ message }) => message).join('. '), faults)
}

async function store(client: Db, item: OwnItem, { key, body, byOtherToken }: Attempt): Promise<SubmitAnswer> {
  const inPlace =
    item.status === 'leased' || (!(item.setAside && needsSlot(item)) && (await takeSlot(client, item)))
  // A comparison stays what it is: its pair has one more.
  const purpose = inPlace || item.pairId !== null ? item.purpose : 'extra'
  const feedback = purpose === 'practice' ? await practiceFeedback(client, item.outputId) : undefined
  const answer: SubmitAnswer = {
    status: inPlace ? 'counted' : 'extra',
    ...(feedback && { feedback }),
  }
  const given = {
    scores: body.scores,
    comment: body.comment?.trim() || null,
    // What was taken back has had its seconds already.
    seconds: addSeconds(item.seconds, body.seconds),
  }
  await client.query(
    `UPDATE assignments SET status = 'submitted', submitted_at = now(), purpose = $2, seconds = $3, comment = $4,
       idempotency_key = $5, body_hash = $6, answer = $7, by_other_token = $8, draft = NULL
     WHERE id = $1`,
    [item.id, purpose, given.seconds, given.comment, key, bodyHash(body), answer, byOtherToken],
  )
  await addRatings(client, item, purpose, given)
  return answer
}

/** Seconds of active work, earlier and new together; null where neither was measured. */
export function addSeconds(earlier: number | null, more: number | undefined): number | null {
  return earlier === null && more === undefined ? null : (earlier ?? 0) + (more ?? 0)
}
