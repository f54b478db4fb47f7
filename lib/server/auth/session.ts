import { decode, encode } from 'next-auth/jwt'
import { env } from '@/lib/server/db/env'
import { pool } from '@/lib/server/db/pool'
import { FROM_PANEL } from './from-panel'
import type { Viewer } from './viewer'

/** How long a sign-in lasts, in seconds: two weeks. */
export const SESSION_SECONDS = 14 * 86_400

/** Whom a session's claims speak for, as the account stands now; null when it is locked or the claims are of an older version. */
export async function claimsViewer(
  claims: { sub?: unknown; version?: unknown } | null,
): Promise<Viewer | null> {
  if (typeof claims?.sub !== 'string' || typeof claims.version !== 'number') return null
  const { rows } = await pool().query<Pick<Viewer, 'email' | 'name' | 'role' | 'fromPanel'>>({
    name: 'session-viewer',
    text: `SELECT u.email, u.name, u.role, ${FROM_PANEL} AS "fromPanel"
      FROM users u WHERE u.id = $1 AND u.session_version = $2 AND u.active`,
    values: [claims.sub, claims.version],
  })
  const [row] = rows
  return row ? { userId: claims.sub, ...row, via: 'session', tokenMadeById: null } : null
}

/** Whom a session cookie's value speaks for; null when it is forged, expired, or its account no longer stands. */
export async function cookieViewer(value: string | undefined): Promise<Viewer | null> {
  if (!value) return null
  let claims: Awaited<ReturnType<typeof decode>>
  try {
    claims = await decode({ token: value, secret: sessionSecret() })
  } catch {
    return null
  }
  return claimsViewer(claims)
}

/** The value of a session cookie for an account. */
export function sessionCookieValue(claims: { sub: string; version: number }): Promise<string> {
  return encode({ token: claims, secret: sessionSecret(), maxAge: SESSION_SECONDS })
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
