import { PlumblineError } from '@/lib/domain/errors'
import { isSameOrigin } from '@/lib/server/auth/origin'
import { endedSessionCookie } from '@/lib/server/auth/session'
import { publicRoute } from '@/lib/server/http'

/** Takes the session cookie back. It asks for no account: whose session is over already may leave as well. */
export const POST = publicRoute(({ request }) => {
  if (!isSameOrigin(request)) throw new PlumblineError('forbidden', 'Sign out on a page of Plumbline.')
  return new Response(null, {
    status: 303,
    headers: { location: '/sign-in', 'set-cookie': endedSessionCookie() },
  })
})
