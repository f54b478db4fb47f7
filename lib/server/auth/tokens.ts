import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { PlumblineError } from '@/lib/domain/errors'
import { pool, transaction } from '@/lib/server/db/pool'
import { prisma } from '@/lib/server/db/prisma'
import { FROM_PANEL } from './from-panel'
import type { Viewer } from './viewer'

/** The prefix tells people and secret scanners what they look at. */
const PREFIX = 'plb_'
const FORM = /^plb_[A-Za-z0-9_-]{43}$/

/** The most live tokens of one person: an admin's page lists those of all. */
export const MOST_TOKENS = 100

/** A token as lists show it: never its secret. */
export type TokenRow = {
  id: number
  name: string
  createdAt: Date
  lastUsedAt: Date | null
  madeByOther: boolean
}

/**
 * Makes a token of 256 random bits for a user and returns it: only its SHA-256 is kept, so it cannot be shown again.
 * Throws PlumblineError: 'not-found' without the user; 'conflict' when the user has `MOST_TOKENS` already.
 */
export async function createToken(token: {
  userId: string
  madeById: string
  name?: string
}): Promise<string> {
  const secret = PREFIX + randomBytes(32).toString('base64url')
  const { userId, madeById, name = '' } = token
  await transaction(async (client) => {
    // Makers of tokens for one person wait for each other, so that they count what the others made.
    const owner = await client.query('SELECT FROM users WHERE id = $1 FOR NO KEY UPDATE', [userId])
    if (owner.rowCount === 0) throw new PlumblineError('not-found', 'There is no such account.')
    const { rows } = await client.query<{ live: number }>(
      'SELECT count(*)::int AS live FROM tokens WHERE user_id = $1 AND revoked_at IS NULL',
      [userId],
    )
    if (rows[0]!.live >= MOST_TOKENS)
      throw new PlumblineError('conflict', `There are ${MOST_TOKENS} tokens already: revoke one first.`)
    await client.query('INSERT INTO tokens (user_id, made_by, name, hash) VALUES ($1, $2, $3, $4)', [
      userId,
      madeById,
      name,
      hashToken(secret),
    ])
  })
  return secret
}

/** Whom a token speaks for; null when it is unknown or revoked, or its owner is locked. */
export async function tokenViewer(secret: string): Promise<Viewer | null> {
  if (!FORM.test(secret)) return null
  const { rows } = await pool().query<{
    token_id: number
    made_by: string
    stale: boolean
    id: string
    email: string
    name: string | null
    role: Viewer['role']
    from_panel: boolean
  }>({
    name: 'token-viewer',
    text: `SELECT t.id AS token_id, t.made_by, u.id, u.email, u.name, u.role, ${FROM_PANEL} AS from_panel,
        (t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute') AS stale
      FROM tokens t JOIN users u ON u.id = t.user_id
      WHERE t.hash = $1 AND t.revoked_at IS NULL AND u.active`,
    values: [hashToken(secret)],
  })
  const [row] = rows
  if (!row) return null
  if (row.stale) await markUsed(row.token_id)
  const { id: userId, email, name, role, made_by: tokenMadeById, from_panel: fromPanel } = row
  return { userId, email, name, role, via: 'token', tokenMadeById, fromPanel }
}

/** A user's live tokens, newest first. */
export async function listTokens(userId: string): Promise<TokenRow[]> {
  const tokens = await prisma().token.findMany({
    where: { userId, revokedAt: null },
    orderBy: { id: 'desc' },
  })
  return tokens.map(({ id, name, createdAt, lastUsedAt, madeById }) => ({
    id,
    name,
    createdAt,
    lastUsedAt,
    madeByOther: madeById !== userId,
  }))
}

/** Everybody's live tokens, newest first, for admins. */
export async function listAllTokens(): Promise<(TokenRow & { userId: string; email: string })[]> {
  const tokens = await prisma().token.findMany({
    where: { revokedAt: null },
    orderBy: { id: 'desc' },
    include: { user: true },
  })
  return tokens.map(({ id, name, createdAt, lastUsedAt, madeById, userId, user }) => ({
    id,
    name,
    createdAt,
    lastUsedAt,
    madeByOther: madeById !== userId,
    userId,
    email: user.email,
  }))
}

/** Ends one of the user's tokens. Throws 'not-found' when the user has no such live token. */
export async function revokeToken(userId: string, tokenId: number): Promise<void> {
  const gone = new PlumblineError('not-found', 'There is no such token.')
  // The database would not even take a greater number.
  if (!z.int32().safeParse(tokenId).success) throw gone
  const { count } = await prisma().token.updateMany({
    where: { id: tokenId, userId, revokedAt: null },
    data: { revokedAt: new Date() },
  })
  if (count === 0) throw gone
}

// Twice in one minute writes nothing: a busy token must not cost a write for every call.
async function markUsed(tokenId: number): Promise<void> {
  await pool().query(
    `UPDATE tokens SET last_used_at = now()
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    [tokenId],
  )
}

function hashToken(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}
