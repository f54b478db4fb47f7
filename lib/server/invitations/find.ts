import type { AuditStatus, Role } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import type { InvitationState } from '@/lib/domain/invitation'
import type { Panel } from '@/lib/domain/panel'
import { type Db, pool } from '../db/pool'
import { STATE } from './list'
import { secretHash } from './secret'

/** What a link opens. Of its audit it knows what a rater may: never the name. */
export type Invitation = {
  id: number
  role: Role
  state: InvitationState
  group: string | null
  panel: Panel | null
  audit: { id: number; publicId: string; title: string; status: AuditStatus } | null
}

/** The invitation behind a link, in whatever state; null for a link that nobody made. */
export async function findInvitation(
  secret: string,
  { lock = false }: { lock?: boolean } = {},
  db: Db = pool(),
): Promise<Invitation | null> {
  const hash = secretHash(secret)
  if (!hash) return null
  const { rows } = await db.query<Invitation>(
    `SELECT i.id, i.role, ${STATE} AS state, i."group", i.panel,
       CASE WHEN a.id IS NOT NULL THEN json_build_object('id', a.id, 'publicId', a.public_id, 'title', a.title,
         'status', a.status) END AS audit
     FROM invitations i LEFT JOIN audits a ON a.id = i.audit_id
     WHERE i.hash = $1 ${lock ? 'FOR NO KEY UPDATE OF i' : ''}`,
    [hash],
  )
  return rows[0] ?? null
}

/** What to tell whom a link does not let in, and what to do. */
export const CLOSED: Record<Exclude<InvitationState, 'open'> | 'unknown', { title: string; why: string }> = {
  unknown: {
    title: 'This link does not work',
    why: 'Nobody made such an invitation. Check that the whole address was copied, or ask whoever sent it for a new one.',
  },
  expired: {
    title: 'This invitation has run out',
    why: 'Ask whoever sent it for a new one. If you came by it before, sign in with your e-mail address and password.',
  },
  revoked: {
    title: 'This invitation was taken back',
    why: 'Nobody more can come by it. Ask whoever sent it. If you came by it before, sign in with your e-mail address and password.',
  },
  full: {
    title: 'This invitation is used up',
    why: 'As many people as it was for have come by it. Ask whoever sent it for a new one. If you came by it before, sign in with your e-mail address and password.',
  },
}

/** Throws 'conflict' with what to do when the invitation lets nobody in, 'not-found' without one. */
export function requireOpen(invitation: Invitation | null): asserts invitation is Invitation {
  if (!invitation) throw new PlumblineError('not-found', CLOSED.unknown.why)
  if (invitation.state !== 'open') {
    const { title, why } = CLOSED[invitation.state]
    throw new PlumblineError('conflict', `${title}. ${why}`)
  }
}
