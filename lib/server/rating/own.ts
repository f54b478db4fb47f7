import { PlumblineError } from '@/lib/domain/errors'
import { isExposed, lockExposure } from '../auth/exposure'
import type { Db } from '../db/pool'
import { SEEN_RESULTS } from './rater'

/** Who acts on which item; a proven user. */
export type ItemOfUser = { itemId: string; userId: string }

/** An item of one rater, whose row this transaction holds. */
export type OwnItem = {
  id: string
  auditId: number
  outputId: number
  raterId: number
  group: string | null
  auditOpen: boolean
  purpose: 'main' | 'practice' | 'gold' | 'repeat' | 'extra' | 'adjudication'
  status: 'leased' | 'submitted' | 'skipped' | 'expired' | 'withdrawn'
  presentation: 'rendered' | 'plain'
  submittedAt: Date | null
  seconds: number | null
  idempotencyKey: string | null
  bodyHash: Buffer | null
  answer: unknown
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Locks an item of this user, after all else that the user does in its audit, until the transaction ends.
 * Throws PlumblineError 'not-found' for an item that is not there or another person's.
 */
export async function holdOwnItem(client: Db, { itemId, userId }: ItemOfUser): Promise<OwnItem> {
  const gone = new PlumblineError('not-found', 'You have no such item.')
  if (!UUID.test(itemId)) throw gone
  const { rows: owners } = await client.query<{ auditId: number; raterId: number }>(
    `SELECT s.audit_id AS "auditId", s.rater_id AS "raterId" FROM assignments s JOIN raters r ON r.id = s.rater_id
     WHERE s.id = $1 AND r.user_id = $2`,
    [itemId, userId],
  )
  const [owner] = owners
  if (!owner) throw gone
  await lockExposure(client, owner.auditId, userId)
  await client.query('SELECT FROM raters WHERE id = $1 FOR NO KEY UPDATE', [owner.raterId])
  const { rows } = await client.query<OwnItem>(
    `SELECT s.id, s.audit_id AS "auditId", s.output_id AS "outputId", s.rater_id AS "raterId", r."group",
       a.status = 'open' AS "auditOpen", s.purpose, s.status, s.presentation, s.submitted_at AS "submittedAt",
       s.seconds, s.idempotency_key AS "idempotencyKey", s.body_hash AS "bodyHash", s.answer
     FROM assignments s JOIN raters r ON r.id = s.rater_id JOIN audits a ON a.id = s.audit_id
     WHERE s.id = $1 FOR NO KEY UPDATE OF s`,
    [itemId],
  )
  return rows[0] ?? fail(gone)
}

/** Throws PlumblineError 'forbidden' when the user has seen the audit's results, so that nothing more is blind. */
export async function refuseExposed(client: Db, auditId: number, userId: string): Promise<void> {
  if (await isExposed(auditId, userId, client)) throw new PlumblineError('forbidden', SEEN_RESULTS)
}

function fail(error: Error): never {
  throw error
}
