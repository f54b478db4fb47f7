import type { NextAuthOptions } from 'next-auth'
import { PlumblineError } from '@/lib/domain/errors'
import { log } from '@/lib/server/log'
import { attemptAddress } from './peer'
import {
  claimsViewer,
  endSession,
  isHttps,
  newClaims,
  SESSION_SECONDS,
  sessionCookieName,
  sessionSecret,
} from './session'
import { signIn } from './sign-in'

/** How next-auth signs people in: by password, into an encrypted cookie that is checked against the account at each use. */
export function authOptions(): NextAuthOptions {
  return {
    secret: sessionSecret(),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: isHttps(),
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isHttps() },
      },
    },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      {
        id: 'credentials',
        name: 'Password',
        type: 'credentials',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (credentials, { headers = {} }) => authorize(credentials, new Headers(headers)),
      },
    ],
    callbacks: {
      // Only what finds the account again: its name and role are read where they are used.
      jwt: async ({ token, user }) => {
        if (user) return newClaims({ sub: user.id, version: user.version })
        // next-auth takes the cookie back when this throws.
        if (!(await claimsViewer(token))) throw new Error('The account no longer stands.')
        return { sub: token.sub, version: token.version, sid: token.sid }
      },
      session: async ({ token, session }) => {
        const viewer = await claimsViewer(token)
        return { ...session, user: { email: viewer?.email, name: viewer?.name, role: viewer?.role } }
      },
      redirect: ({ url, baseUrl }) => (isOurs(url, baseUrl) ? new URL(url, baseUrl).href : baseUrl),
    },
    events: { signOut: ({ token }) => endSession(token) },
    // Codes only: what stands behind them can hold what was typed.
    logger: {
      error: (code) => log().warn({ code }, 'sign-in'),
      warn: (code) => log().warn({ code }, 'sign-in'),
      debug: () => {},
    },
  }
}

// A thrown message ends in the sign-in page's address, so it may only be a code.
async function authorize(credentials: unknown, headers: Headers) {
  try {
    return await signIn(credentials, attemptAddress(headers))
  } catch (error) {
    if (error instanceof PlumblineError && error.code === 'too-many') throw new Error('TooManyAttempts')
    log().error({ err: error }, 'sign-in failed')
    throw new Error('Unavailable')
  }
}

function isOurs(url: string, baseUrl: string): boolean {
  return URL.canParse(url, baseUrl) && new URL(url, baseUrl).origin === baseUrl
}
