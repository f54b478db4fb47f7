import { createHash } from 'node:crypto'
import { PlumblineError } from '@/lib/domain/errors'
import { type Db, transaction } from '../db/pool'
import { recordEvent } from '../events'
import { enrol } from './enrol'
import { admit, type RaterOf } from './rater'

/** The hash of a consent text, in hex: what was agreed to, word by word. */
export function consentHash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * Notes that the person agreed to the audit's consent text, by the hash of what they were shown. Twice is as good as once.
 * Throws PlumblineError: as `admit`; 'conflict' for another text.
 */
export function agree(of: RaterOf, shown: string): Promise<void> {
  return transaction(async (client) => {
    const { asksConsent } = await admit(client, of)
    if (!asksConsent) return
    const { rows } = await client.query<{ text: string }>(
      `SELECT plan ->> 'consent' AS text FROM audits WHERE id = $1`,
      [of.auditId],
    )
    if (consentHash(rows[0]!.text) !== shown)
      throw new PlumblineError('conflict', 'The text is another by now. Load the page again and read it.')
    await client.query('UPDATE raters SET consented_at = now(), consent_hash = $2 WHERE id = $1', [
      await enrol(client, of),
      Buffer.from(shown, 'hex'),
    ])
    await recordEvent({ action: 'rater.consent', userId: of.userId, auditId: of.auditId }, client)
  })
}

/**
 * Notes that somebody did not agree, and not who. Of a panel's participant nothing is left, and their place goes to
 * another; people with an account keep that. Nothing happens to who has agreed before. Throws as `admit`.
 */
export function decline(of: RaterOf): Promise<void> {
  return transaction(async (client) => {
    const { asksConsent } = await admit(client, of)
    if (!asksConsent) return
    await forgetParticipant(client, of)
    await recordEvent({ action: 'rater.decline', auditId: of.auditId }, client)
  })
}

/** Without consent there is no work that hangs on the account. */
async function forgetParticipant(client: Db, { auditId, userId }: RaterOf): Promise<void> {
  const { rowCount } = await client.query(
    `WITH gone AS (DELETE FROM participants p USING invitations i
       WHERE i.id = p.invitation_id AND p.user_id = $2 AND i.audit_id = $1 RETURNING p.invitation_id)
     UPDATE invitations i SET used = i.used - 1 FROM gone WHERE i.id = gone.invitation_id`,
    [auditId, userId],
  )
  if (rowCount === 0) return
  await client.query('DELETE FROM raters WHERE user_id = $1', [userId])
  await client.query('DELETE FROM users WHERE id = $1', [userId])
}
