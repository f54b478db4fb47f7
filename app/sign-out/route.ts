import { PlumblineError } from '@/lib/domain/errors'
import { isSameOrigin } from '@/lib/server/auth/origin'
import { cookieClaims, endedSessionCookie, endSession } from '@/lib/server/auth/session'
import { sessionCookieOf } from '@/lib/server/auth/viewer'
import { publicRoute } from '@/lib/server/http'

/**
 * Ends the session, also for whoever has a copy of its cookie, and takes the cookie back. It asks for no account: whose
 * session is over already may leave as well.
 */
export const POST = publicRoute(async ({ request }) => {
  if (!isSameOrigin(request)) throw new PlumblineError('forbidden', 'Sign out on a page of Plumbline.')
  await endSession(await cookieClaims(sessionCookieOf(request)))
  return new Response(null, {
    status: 303,
    headers: { location: '/sign-in', 'set-cookie': endedSessionCookie() },
  })
})
