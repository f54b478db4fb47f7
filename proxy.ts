import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { contentPolicy, transportPolicy } from './lib/server/content-policy'

/** Pages for people who are not signed in. */
const OPEN = /^\/(sign-in|invite|panel|methods)(\/|$)/

/** An address longer than this, escaped once more, could be too long to be sent. */
const LONGEST_BACK = 2_000

const SESSION_COOKIES = ['next-auth.session-token', '__Secure-next-auth.session-token']

/**
 * Gives each page its content policy, and sends people without a session to sign in and back again. That is a
 * convenience: each page, action and route asks for its viewer itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  const signedIn = SESSION_COOKIES.some((name) => request.cookies.has(name))
  if (!signedIn && !OPEN.test(pathname) && request.method === 'GET') {
    const target = new URL('/sign-in', request.url)
    const back = pathname + search
    if (back !== '/' && back.length <= LONGEST_BACK) target.searchParams.set('callbackUrl', back)
    return NextResponse.redirect(target)
  }
  const policy = contentPolicy(randomBytes(16).toString('base64'))
  // Next takes the nonce for its own scripts from the policy in the request.
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  const transport = transportPolicy()
  if (transport) response.headers.set('strict-transport-security', transport)
  return response
}

export const config = {
  // Pages only. Uploads stay out, since a body that passes through here is cut at 10 MB.
  matcher: [
    '/((?!api/|_next/|healthz$|readyz$|metrics$|[^/]+\\.(?:svg|ico|png|txt|webmanifest)$|.*/upload$).*)',
  ],
}
