import { env } from '@/lib/server/db/env'

/**
 * Whether a browser says that a request comes from a page of this server. Browsers send Sec-Fetch-Site on https and on
 * localhost only, so elsewhere the Origin decides, and for a read, which has none, the Referer, which all our pages
 * send to their own server; a request with none of these is taken as foreign.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin =
    request.headers.get('origin') ??
    (site === null && isRead(request) ? request.headers.get('referer') : null)
  if (origin === null) return site === 'same-origin'
  if (!URL.canParse(origin)) return false
  const { NEXTAUTH_URL: home } = env()
  const { host, origin: from } = new URL(origin)
  return host === request.headers.get('host') || (home !== undefined && from === new URL(home).origin)
}

/** Whether a request changes nothing. */
export function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}
