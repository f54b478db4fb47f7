import type { Instrumentation } from 'next'

/** Who comes while connections are opened and the analysis is begun is served all the same, so nothing waits for it. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'edge') return
  const { warmUp } = await import('./lib/server/rating/warm-up')
  const { log } = await import('./lib/server/log')
  warmUp().catch((error) => log().warn({ err: error }, 'the database was not there when the server started'))
  const { beginElsewhere } = await import('./lib/server/analysis/processes')
  beginElsewhere().catch((error) => log().warn({ err: error }, 'the analysis could not be begun'))
}

/** What went wrong while a page was drawn or an action ran; route handlers see to their own (lib/server/http.ts). */
export const onRequestError: Instrumentation.onRequestError = async (error, { method }, context) => {
  if (process.env.NEXT_RUNTIME === 'edge') return
  const { log } = await import('./lib/server/log')
  const { shownError } = await import('./lib/server/faults')
  const shown = shownError(error)
  // The route's pattern, not its address: that can name an audit, or hold an invitation.
  const { routePath: route, routeType: type } = context
  if (!shown || shown.status >= 500) log().error({ err: error, method, route, type }, 'request failed')
}
