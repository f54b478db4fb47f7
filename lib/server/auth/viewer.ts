import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Role } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import { isRead, isSameOrigin } from './origin'
import { type Action, permit } from './permit'
import { cookieViewer, sessionCookieName } from './session'
import { tokenViewer } from './tokens'

/** Who asks: the account as it stands now, and how it proved itself. */
export type Viewer = {
  userId: string
  email: string
  name: string | null
  role: Role
  via: 'session' | 'token'
  /** Who made the token; null for a session. */
  tokenMadeById: string | null
  /** Sent by a panel, with neither name nor password: may rate where the panel's link leads, and do nothing else. */
  fromPanel: boolean
}

/** The viewer of the page, action or route handler that is running, by its session cookie. Looked up once a request. */
export const sessionViewer = cache(
  async (): Promise<Viewer | null> => cookieViewer((await cookies()).get(sessionCookieName())?.value),
)

/** The viewer of a page; without one the page answers with a redirect to /sign-in. */
export async function requireViewer(): Promise<Viewer> {
  return (await sessionViewer()) ?? redirect('/sign-in')
}

/** The viewer of a page or server action that does `action`. Without one it redirects; throws 'forbidden' for another role. */
export async function requireViewerFor(action: Action): Promise<Viewer> {
  const viewer = await requireViewer()
  permit(viewer, action)
  return viewer
}

/**
 * The viewer of an API call: the owner of its token, or for a GET from Plumbline's own pages the session's.
 * Throws 'unauthenticated' for a token that is not good, rather than falling back to the cookie.
 */
export async function apiViewer(request: Request): Promise<Viewer | null> {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    const [, secret] = /^Bearer +(\S+) *$/i.exec(authorization) ?? []
    const viewer = secret === undefined ? null : await tokenViewer(secret)
    if (!viewer)
      throw new PlumblineError('unauthenticated', 'The token is unknown, revoked, or its owner is locked.')
    return viewer
  }
  if (isRead(request) && isSameOrigin(request)) return requestViewer(request)
  return null
}

/**
 * The viewer of a route handler that serves Plumbline's own pages. What changes anything must come from them.
 * Throws 'forbidden' for a request from elsewhere.
 */
export async function ownPageViewer(request: Request): Promise<Viewer | null> {
  if (!isRead(request) && !isSameOrigin(request))
    throw new PlumblineError(
      'forbidden',
      'This is for the pages of Plumbline. Programs use /api/v1 with a token.',
    )
  return requestViewer(request)
}

/** The viewer by the session cookie of a request. */
function requestViewer(request: Request): Promise<Viewer | null> {
  return cookieViewer(sessionCookieOf(request))
}

/** The value of the session cookie that came with a request. */
export function sessionCookieOf(request: Request): string | undefined {
  const name = `${sessionCookieName()}=`
  const pairs = (request.headers.get('cookie') ?? '').split(/; */)
  return pairs.find((pair) => pair.startsWith(name))?.slice(name.length)
}
