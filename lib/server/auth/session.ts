import { randomUUID } from 'node:crypto'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '@/lib/server/db/env'
import { pool } from '@/lib/server/db/pool'
import { FROM_PANEL } from './from-panel'
import type { Viewer } from './viewer'

/** How long a sign-in lasts, in seconds: two weeks. */
export const SESSION_SECONDS = 14 * 86_400

/** What a session's cookie says: the account, its session version, and which of its sessions this is. */
export type Claims = { sub: string; version: number; sid: string }

const claimsSchema = z.object({ sub: z.uuid(), version: z.int32(), sid: z.uuid() })

/** The claims of a session that begins now. */
export function newClaims({ sub, version }: Omit<Claims, 'sid'>): Claims {
  return { sub, version, sid: randomUUID() }
}

/**
 * Whom a session's claims speak for, as the account stands now; null when it is locked, the claims are of an older
 * version, or the session was ended.
 */
export async function claimsViewer(claims: unknown): Promise<Viewer | null> {
  const given = claimsSchema.safeParse(claims)
  if (!given.success) return null
  const { sub, version, sid } = given.data
  const { rows } = await pool().query<Pick<Viewer, 'email' | 'name' | 'role' | 'fromPanel'>>({
    name: 'session-viewer',
    text: `SELECT u.email, u.name, u.role, ${FROM_PANEL} AS "fromPanel"
      FROM users u WHERE u.id = $1 AND u.session_version = $2 AND u.active
        AND NOT EXISTS (SELECT FROM ended_sessions e WHERE e.id = $3)`,
    values: [sub, version, sid],
  })
  const [row] = rows
  return row ? { userId: sub, ...row, via: 'session', tokenMadeById: null } : null
}

/** Whom a session cookie's value speaks for; null when it is forged, expired or ended, or its account no longer stands. */
export async function cookieViewer(value: string | undefined): Promise<Viewer | null> {
  return claimsViewer(await cookieClaims(value))
}

/** Ends a session for good: no copy of its cookie speaks for anybody any more. What is no session's claims ends nothing. */
export async function endSession(claims: unknown): Promise<void> {
  const given = claimsSchema.safeParse(claims)
  if (!given.success) return
  await pool().query('INSERT INTO ended_sessions (id) VALUES ($1) ON CONFLICT DO NOTHING', [given.data.sid])
  // No cookie is renewed once its session is ended, so by then every copy has expired.
  await pool().query(`DELETE FROM ended_sessions WHERE ended_at < now() - $1 * interval '1 second'`, [
    SESSION_SECONDS,
  ])
}

/** What a session cookie's value says; null when it is forged or expired. */
export async function cookieClaims(value: string | undefined): Promise<unknown> {
  if (!value) return null
  try {
    return await decode({ token: value, secret: sessionSecret() })
  } catch {
    return null
  }
}

/** The value of a cookie for a new session of an account. */
export function sessionCookieValue(account: Omit<Claims, 'sid'>): Promise<string> {
  return encode({ token: newClaims(account), secret: sessionSecret(), maxAge: SESSION_SECONDS })
}

/** Whether the server is reached by https, so that cookies may be kept off plain connections. */
export function isHttps(): boolean {
  return env().NEXTAUTH_URL?.startsWith('https://') ?? false
}

/** The session cookie's name, as next-auth has it. */
export function sessionCookieName(): string {
  return `${isHttps() ? '__Secure-' : ''}next-auth.session-token`
}

/** Throws when NEXTAUTH_SECRET is missing: without it nobody can sign in. */
export function sessionSecret(): string {
  const { NEXTAUTH_SECRET: secret } = env()
  if (!secret) throw new Error('NEXTAUTH_SECRET is not set. `npm start` makes one and keeps it.')
  return secret
}

/** The header that takes the session cookie back from a browser. */
export function endedSessionCookie(): string {
  return `${sessionCookieName()}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${isHttps() ? '; Secure' : ''}`
}
