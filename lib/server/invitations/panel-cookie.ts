import { isHttps } from '../auth/session'
import { participantHash } from './secret'

/** What carries a participant from the panel's address to the page that lets them in. */
export const PARTICIPANT_COOKIE = 'plumbline-participant'

const SECONDS = 15 * 60

/**
 * The header by which a browser keeps who comes, for a quarter of an hour and for the page of this link alone. The
 * panel's id is hashed before anything else is done with it: neither the browser nor the server keeps it.
 */
export function participantCookie(secret: string, participantId: string): string {
  const value = participantHash(secret, participantId).toString('base64url')
  return header(value, pathOf(secret), SECONDS)
}

/** The header that takes it back. */
export function endedParticipantCookie(secret: string): string {
  return header('', pathOf(secret), 0)
}

/** The hash that the cookie holds; null where it holds none. */
export function participantFrom(value: string | undefined): Buffer | null {
  return value !== undefined && /^[A-Za-z0-9_-]{43}$/.test(value) ? Buffer.from(value, 'base64url') : null
}

/** The page of a link. */
export function pathOf(secret: string): string {
  return `/invite/${encodeURIComponent(secret)}`
}

function header(value: string, path: string, seconds: number): string {
  const secure = isHttps() ? '; Secure' : ''
  return `${PARTICIPANT_COOKIE}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`
}
