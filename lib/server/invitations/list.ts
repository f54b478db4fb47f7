import type { InvitationRow } from '@/lib/domain/invitation'
import { pool } from '../db/pool'

/** SQL: how invitation `i` stands now. */
export const STATE = `CASE WHEN i.revoked_at IS NOT NULL THEN 'revoked' WHEN i.expires_at <= now() THEN 'expired'
  WHEN i.used >= i.places THEN 'full' ELSE 'open' END`

/** The links of an audit, or without one those that make accounts: open ones first, then newest first. */
export async function listInvitations(auditId: number | null): Promise<InvitationRow[]> {
  const { rows } = await pool().query<
    Omit<InvitationRow, 'createdAt' | 'expiresAt'> & { createdAt: Date; expiresAt: Date }
  >(
    `SELECT i.id, i.label, i.role, i."group", i.quota, i.places, i.used, ${STATE} AS state,
       CASE WHEN i.panel IS NOT NULL THEN (SELECT count(*)::int FROM participants p
         WHERE p.invitation_id = i.id AND p.finished_at IS NOT NULL) END AS finished,
       i.created_at AS "createdAt", i.expires_at AS "expiresAt"
     FROM invitations i WHERE i.audit_id IS NOT DISTINCT FROM $1
     ORDER BY ${STATE} <> 'open', i.id DESC LIMIT 200`,
    [auditId],
  )
  return rows.map(({ createdAt, expiresAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }))
}
