import { env } from '@/lib/server/db/env'

/**
 * Whether a browser says that a request comes from a page of this server. Browsers send Sec-Fetch-Site on https and on
 * localhost only, so elsewhere the Origin decides; a request with neither is taken as foreign.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return false
  const origin = request.headers.get('origin')
  if (origin === null) return site === 'same-origin'
  if (!URL.canParse(origin)) return false
  const { NEXTAUTH_URL: home } = env()
  const { host } = new URL(origin)
  return host === request.headers.get('host') || (home !== undefined && origin === new URL(home).origin)
}
