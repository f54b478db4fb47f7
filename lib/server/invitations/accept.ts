import type { Role } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import { type Newcomer, raisedRole } from '@/lib/domain/invitation'
import { invitationRefused, invitationWorked, takeInvitationAttempt } from '../auth/attempts'
import { FROM_PANEL } from '../auth/from-panel'
import { hashPassword } from '../auth/password'
import { type Db, transaction } from '../db/pool'
import { recordEvent } from '../events'
import { enrol } from '../rating/enrol'
import { findInvitation, type Invitation, requireOpen } from './find'

/** Whose session may begin, and where it leads: always a path of this server. */
export type Accepted = { claims: { sub: string; version: number }; path: string }

/**
 * Makes the account of a new person and lets it in where the link leads. Throws PlumblineError: 'not-found' for an unknown
 * link, 'conflict' for one that lets nobody in, 'unprocessable' (at `email`) for an address that has an account,
 * 'too-many' after fifty refusals from the address in a quarter of an hour.
 */
export function acceptAsNew(secret: string, person: Newcomer, address: string): Promise<Accepted> {
  return attempt(address, async () => {
    const found = await findInvitation(secret)
    requireOpen(found)
    refusePanel(found)
    const passwordHash = await hashPassword(person.password)
    return transaction(async (client) => {
      const invitation = await takePlace(client, secret)
      const { rows } = await client.query<{ id: string }>(
        `INSERT INTO users (email, name, role, password_hash) VALUES ($1, $2, $3, $4)
         ON CONFLICT (email) DO NOTHING RETURNING id`,
        [person.email, person.name, invitation.role, passwordHash],
      )
      const [user] = rows
      if (!user) {
        const message = 'has an account already. Sign in with it, then open the link again'
        throw new PlumblineError('unprocessable', `email: ${message}.`, [{ path: 'email', message }])
      }
      return letIn(client, invitation, user.id, 1)
    })
  })
}

/**
 * Lets somebody in who has an account: into the audit, and up to the link's role where theirs may do less. Who came by the
 * link before takes no second place. Throws as `acceptAsNew`, and 'forbidden' for who came from a panel.
 */
export function acceptAsUser(secret: string, userId: string, address: string): Promise<Accepted> {
  return attempt(address, () =>
    transaction(async (client) => {
      const user = await holdUser(client, userId)
      if (user.fromPanel)
        throw new PlumblineError('forbidden', 'You came from a panel. Sign out, then open the link again.')
      const invitation =
        (await invitationThatBrought(client, secret, userId)) ?? (await takePlace(client, secret))
      refusePanel(invitation)
      const role = raisedRole(user.role, invitation.role)
      if (role !== user.role) await client.query('UPDATE users SET role = $2 WHERE id = $1', [userId, role])
      return letIn(client, invitation, userId, user.version)
    }),
  )
}

type HeldUser = { version: number; role: Role; fromPanel: boolean }

async function holdUser(client: Db, userId: string): Promise<HeldUser> {
  const { rows } = await client.query<HeldUser>(
    `SELECT u.session_version AS version, u.role, ${FROM_PANEL} AS "fromPanel"
     FROM users u WHERE u.id = $1 FOR NO KEY UPDATE OF u`,
    [userId],
  )
  const [user] = rows
  if (!user) throw new PlumblineError('unauthenticated', 'Sign in first.')
  return user
}

/** The invitation, whatever became of it, where it made the user a rater. */
async function invitationThatBrought(client: Db, secret: string, userId: string): Promise<Invitation | null> {
  const invitation = await findInvitation(secret, {}, client)
  const { rowCount } = await client.query('SELECT FROM raters WHERE user_id = $1 AND invitation_id = $2', [
    userId,
    invitation?.id ?? null,
  ])
  return rowCount ? invitation : null
}

function refusePanel({ panel }: Invitation): void {
  if (panel)
    throw new PlumblineError('conflict', 'This link is for participants of a panel, who need no account.')
}

/** The invitation, with one place of it taken in this transaction. */
async function takePlace(client: Db, secret: string): Promise<Invitation> {
  const invitation = await findInvitation(secret, { lock: true }, client)
  requireOpen(invitation)
  await client.query('UPDATE invitations SET used = used + 1 WHERE id = $1', [invitation.id])
  return invitation
}

export async function letIn(
  client: Db,
  { id, role, group, audit }: Invitation,
  userId: string,
  version: number,
): Promise<Accepted> {
  if (audit) await enrol(client, { auditId: audit.id, userId, invitation: { id, group } })
  const detail = { invitation: id, role }
  await recordEvent({ action: 'invitation.accept', userId, auditId: audit?.id, detail }, client)
  return { claims: { sub: userId, version }, path: audit ? `/rate/${audit.publicId}` : '/' }
}

/**
 * Counts what is refused, so that nobody can try links, or addresses for accounts, without end; and what is done where
 * it `costs`.
 */
export async function attempt<T>(
  address: string,
  work: () => Promise<T>,
  costs: (done: T) => boolean = () => false,
): Promise<T> {
  await takeInvitationAttempt(address)
  try {
    const done = await work()
    if (!costs(done)) await invitationWorked(address)
    return done
  } catch (error) {
    if (!invitationRefused(error)) await invitationWorked(address)
    throw error
  }
}
