import { cookies } from 'next/headers'
import { isHttps, SESSION_SECONDS, sessionCookieName, sessionCookieValue } from '@/lib/server/auth/session'

/** Signs the browser of the action that is running in to an account, in the place of any other. */
export async function beginSession(claims: { sub: string; version: number }): Promise<void> {
  const jar = await cookies()
  jar.set(sessionCookieName(), await sessionCookieValue(claims), {
    maxAge: SESSION_SECONDS,
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(),
  })
}
