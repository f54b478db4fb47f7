import { PlumblineError } from '@/lib/domain/errors'
import { lockExposure } from '../auth/exposure'
import type { Db } from '../db/pool'
import { recordEvent } from '../events'
import { lockNextRevision, stampRevision } from '../snapshot/cut'
import { type Place, reopenSlots } from './lease'
import type { RaterOf } from './rater'
import { raterTransaction } from './transaction'

/**
 * Takes all that a person gave in an audit out of it. Ratings of every purpose end at a revision that this cuts, so that no
 * report from now on has them and earlier ones stay as they were; comments, drafts and guesses are deleted; the outputs are
 * open to others again. The person is handed nothing more here, for good. A submission that is under way comes before, and
 * is taken out too, or after, and is refused. Twice is as good as once.
 *
 * Throws PlumblineError: 'conflict' for who is no rater here, and once the audit is closed; 'unavailable' while an import
 * holds the audit.
 */
export function withdraw({ auditId, userId }: RaterOf): Promise<void> {
  return raterTransaction(async (client) => {
    // Locked first, as all do that cut and then change what one person did.
    const revision = await lockNextRevision(client, auditId)
    await lockExposure(client, auditId, userId)
    const rater = await raterOf(client, auditId, userId)
    if (rater.withdrew) return
    if (rater.isClosed)
      throw new PlumblineError(
        'conflict',
        'This rating task is closed, so its ratings stay as they are. Ask whoever runs it.',
      )
    await takeOut(client, rater.id)
    await client.query('UPDATE raters SET withdrawn_at = now() WHERE id = $1', [rater.id])
    await freePlace(client, auditId, userId)
    await stampRevision(client, auditId, revision, 'settings')
    await recordEvent({ action: 'rater.withdraw', userId, auditId, detail: { revision } }, client)
  })
}

async function raterOf(
  client: Db,
  auditId: number,
  userId: string,
): Promise<{ id: number; withdrew: boolean; isClosed: boolean }> {
  const { rows } = await client.query<{ id: number; withdrew: boolean; isClosed: boolean }>(
    `SELECT r.id, r.withdrawn_at IS NOT NULL AS withdrew, a.status = 'closed' AS "isClosed"
     FROM raters r JOIN audits a ON a.id = r.audit_id WHERE r.audit_id = $1 AND r.user_id = $2`,
    [auditId, userId],
  )
  const [rater] = rows
  if (!rater) throw new PlumblineError('conflict', 'You have rated nothing here.')
  return rater
}

async function takeOut(client: Db, raterId: number): Promise<void> {
  // No number rests on a comment, so those of every revision go.
  await client.query(
    'UPDATE human_ratings SET ended_at = coalesce(ended_at, now()), comment = NULL WHERE rater_id = $1',
    [raterId],
  )
  await client.query(
    'UPDATE comparisons SET ended_at = coalesce(ended_at, now()), comment = NULL WHERE rater_id = $1',
    [raterId],
  )
  await client.query('DELETE FROM author_guesses WHERE rater_id = $1', [raterId])
  const { rows } = await client.query<Place>(
    `WITH own AS (
       SELECT id, status IN ('leased', 'submitted') AS "tookSlot" FROM assignments
       WHERE rater_id = $1 FOR NO KEY UPDATE),
     gone AS (
       UPDATE assignments s SET status = 'withdrawn', draft = NULL, comment = NULL, skip_reason = NULL
       FROM own WHERE own.id = s.id RETURNING s.purpose, s.output_id, s.pair_id, own."tookSlot")
     SELECT purpose, output_id AS "outputId", pair_id AS "pairId" FROM gone WHERE "tookSlot"`,
    [raterId],
  )
  await reopenSlots(client, rows)
}

/** A panel's participant who has no completion code is to be paid for nothing: the panel may send another instead. */
async function freePlace(client: Db, auditId: number, userId: string): Promise<void> {
  await client.query(
    `UPDATE invitations i SET used = i.used - 1 FROM participants p
     WHERE p.invitation_id = i.id AND p.user_id = $2 AND p.finished_at IS NULL AND i.audit_id = $1`,
    [auditId, userId],
  )
}
