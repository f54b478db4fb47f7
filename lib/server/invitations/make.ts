import { PlumblineError } from '@/lib/domain/errors'
import type { InvitationInput } from '@/lib/domain/invitation'
import { pool, transaction } from '../db/pool'
import { recordEvent } from '../events'
import { newSecret, secretHash } from './secret'

/**
 * Makes a link and answers its secret, which is kept nowhere and cannot be shown again. With an audit it brings raters
 * into that audit; without one it makes accounts of its role. Throws 'unprocessable' for an audit and another role.
 */
export async function makeInvitation(
  { role, label = '', days, places, group, quota, panel }: InvitationInput,
  { auditId, byId }: { auditId: number | null; byId: string },
): Promise<string> {
  if (auditId !== null && role !== 'rater')
    throw new PlumblineError('unprocessable', 'A link to an audit is for raters.')
  const secret = newSecret()
  await transaction(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO invitations (audit_id, hash, role, label, "group", quota, places, panel, made_by, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10 * interval '1 day') RETURNING id`,
      [
        auditId,
        secretHash(secret),
        role,
        label,
        group ?? null,
        quota ?? null,
        places ?? null,
        panel ? JSON.stringify(panel) : null,
        byId,
        days,
      ],
    )
    const detail = { invitation: rows[0]!.id, role, panel: panel !== undefined }
    await recordEvent({ action: 'invitation.make', userId: byId, auditId, detail }, client)
  })
  return secret
}

/**
 * Ends a link of the audit, or without one a link that makes accounts: nobody more comes by it. Who came stays.
 * Throws 'not-found'.
 */
export async function revokeInvitation(
  id: number,
  { auditId, byId }: { auditId: number | null; byId: string },
): Promise<void> {
  const { rowCount } = await pool().query(
    `UPDATE invitations SET revoked_at = coalesce(revoked_at, now())
     WHERE id = $1 AND audit_id IS NOT DISTINCT FROM $2`,
    [id, auditId],
  )
  if (rowCount === 0) throw new PlumblineError('not-found', 'There is no such link.')
  await recordEvent({ action: 'invitation.revoke', userId: byId, auditId, detail: { invitation: id } })
}
