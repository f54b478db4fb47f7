import { randomUUID } from 'node:crypto'
import { PlumblineError } from '@/lib/domain/errors'
import type { Fault } from '@/lib/domain/panel'
import type { Viewer } from '../auth/viewer'
import { type Db, pool, transaction } from '../db/pool'
import { type Accepted, attempt, letIn } from './accept'
import { findInvitation, type Invitation } from './find'

/** What somebody finds who comes from a panel: a way in, their work, or why there is none. */
export type PanelDoor =
  | { phase: 'begin'; title: string; isBack: boolean }
  | { phase: 'inside'; path: string }
  | { phase: 'shut'; title: string; why: string }

type Known = { userId: string; version: number }

/**
 * What a panel's link opens to a participant, by the hash under which they are kept. Who came before goes on, whatever
 * became of the link; a new one needs a place of it, and an audit that is open.
 */
export async function panelDoor(
  invitation: Invitation,
  { hash, fault, viewer }: { hash: Buffer | null; fault: Fault; viewer: Viewer | null },
): Promise<PanelDoor> {
  if (!hash) return { phase: 'shut', ...FAULTS[fault] }
  const { title, publicId } = auditOf(invitation)
  const known = await participant(pool(), invitation.id, hash)
  if (known && known.userId === viewer?.userId) return { phase: 'inside', path: `/rate/${publicId}` }
  const shut = known ? null : whyShut(invitation)
  return shut ? { phase: 'shut', ...shut } : { phase: 'begin', title, isBack: known !== null }
}

/**
 * Lets a participant in, without name and password: to the account that they had, or a new one. An address can make fifty
 * of these in a quarter of an hour. Throws PlumblineError: 'not-found' for an unknown link, 'conflict' where nobody is let
 * in, 'too-many'.
 */
export async function enterFromPanel(secret: string, hash: Buffer, address: string): Promise<Accepted> {
  const invitation = panelOnly(await findInvitation(secret))
  const known = await participant(pool(), invitation.id, hash)
  if (known) return goOn(invitation, known)
  const { accepted } = await attempt(
    address,
    () => transaction((client) => enterAnew(client, secret, hash)),
    ({ isNew }) => isNew,
  )
  return accepted
}

async function enterAnew(client: Db, secret: string, hash: Buffer) {
  // Two tabs of one participant wait for each other here.
  const invitation = panelOnly(await findInvitation(secret, { lock: true }, client))
  const known = await participant(client, invitation.id, hash)
  if (known) return { accepted: goOn(invitation, known), isNew: false }
  const shut = whyShut(invitation)
  if (shut) throw new PlumblineError('conflict', `${shut.title}. ${shut.why}`)
  await client.query('UPDATE invitations SET used = used + 1 WHERE id = $1', [invitation.id])
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO users (email, role) VALUES ($1, 'rater') RETURNING id`,
    [`participant-${randomUUID()}@panel.invalid`],
  )
  const userId = rows[0]!.id
  await client.query('INSERT INTO participants (invitation_id, user_id, hash) VALUES ($1, $2, $3)', [
    invitation.id,
    userId,
    hash,
  ])
  return { accepted: await letIn(client, invitation, userId, 1), isNew: true }
}

function panelOnly(invitation: Invitation | null): Invitation {
  if (!invitation?.panel) throw new PlumblineError('not-found', 'This link does not lead to a rating task.')
  return invitation
}

function goOn(invitation: Invitation, { userId, version }: Known): Accepted {
  return { claims: { sub: userId, version }, path: `/rate/${auditOf(invitation).publicId}` }
}

async function participant(db: Db, invitationId: number, hash: Buffer): Promise<Known | null> {
  const { rows } = await db.query<Known>(
    `SELECT u.id AS "userId", u.session_version AS version FROM participants p JOIN users u ON u.id = p.user_id
     WHERE p.invitation_id = $1 AND p.hash = $2`,
    [invitationId, hash],
  )
  return rows[0] ?? null
}

/** Links of panels always lead to an audit. */
function auditOf({ audit }: Invitation): NonNullable<Invitation['audit']> {
  if (!audit) throw new Error('A panel without an audit')
  return audit
}

type Words = { title: string; why: string }

function whyShut(invitation: Invitation): Words | null {
  if (invitation.state !== 'open') return SHUT[invitation.state]
  const { status } = auditOf(invitation)
  return status === 'open' ? null : SHUT[status]
}

const RETURN = 'Please return your submission on the panel’s page.'

const SHUT: Record<'full' | 'expired' | 'revoked' | 'draft' | 'closed', Words> = {
  full: { title: 'All places are taken', why: `As many people as were asked for have come. ${RETURN}` },
  expired: { title: 'This link has run out', why: `Nobody new comes by it any more. ${RETURN}` },
  revoked: { title: 'This link was taken back', why: `Nobody new comes by it any more. ${RETURN}` },
  draft: { title: 'This rating task is not open yet', why: `Come back a little later, or: ${RETURN}` },
  closed: { title: 'This rating task is closed', why: `Nothing more can be rated here. ${RETURN}` },
}

const AGAIN = 'Go back to the panel’s page and open the study from there.'

const FAULTS: Record<Fault, Words> = {
  missing: {
    title: 'Who are you to the panel?',
    why: `This address does not say which participant opens it. ${AGAIN} An address that was copied by hand, or opened a quarter of an hour ago, is not enough.`,
  },
  unfilled: {
    title: 'The panel did not say who you are',
    why: `Where your participant id belongs, the address still holds a placeholder. ${AGAIN} If you see this again, please tell whoever runs the study.`,
  },
  'too-long': {
    title: 'This participant id cannot be one',
    why: `It is too long, or holds characters that no id has. ${AGAIN}`,
  },
  twice: {
    title: 'This address names two participants',
    why: `So it is not clear which of them you are. ${AGAIN}`,
  },
}
