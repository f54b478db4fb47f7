import { randomUUID } from 'node:crypto'
import { PlumblineError } from '@/lib/domain/errors'
import { type Action, permit } from './auth/permit'
import { apiViewer, ownPageViewer, type Viewer } from './auth/viewer'
import { shownError } from './faults'
import { log } from './log'
import { metrics } from './metrics'

export type Params = Record<string, string | string[]>
type Answer = Response | Promise<Response>
type Handler = (context: { request: Request; viewer: Viewer; params: Params }) => Answer
/** What a route.ts exports as GET, POST, …. */
export type Route = (request: Request, context: { params: Promise<Params | undefined> }) => Promise<Response>

/** A call of the HTTP API: by token, or a GET from Plumbline's own pages. Whoever may not do `action` gets 401 or 403. */
export function apiRoute(handler: Handler, { action }: { action: Action }): Route {
  return answering(async (request, params) => {
    const viewer = await apiViewer(request)
    permit(viewer, action)
    return handler({ request, viewer, params })
  })
}

/** A route handler of Plumbline's own pages: by session cookie, and for all but GET from the same origin only. */
export function sessionRoute(handler: Handler, { action }: { action: Action }): Route {
  return answering(async (request, params) => {
    const viewer = await ownPageViewer(request)
    permit(viewer, action)
    return handler({ request, viewer, params })
  })
}

/** A route handler that anybody may call. */
export function publicRoute(handler: (context: { request: Request; params: Params }) => Answer): Route {
  return answering(async (request, params) => handler({ request, params }))
}

/** An error as application/problem+json. What is not meant for people is logged and answered without its message. */
export function problem(error: unknown): Response {
  const shown = shownError(error)
  const id = randomUUID()
  if (!shown || shown.status >= 500) log().error({ err: error, request_id: id }, 'request failed')
  const status = shown?.status ?? 500
  const body = {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    detail: shown?.message ?? `Something went wrong in Plumbline. The server's log has it under ${id}.`,
    ...(shown?.errors && { errors: shown.errors }),
  }
  const headers = new Headers({ 'content-type': 'application/problem+json', 'x-request-id': id })
  if (status === 401) headers.set('www-authenticate', 'Bearer')
  if (status === 503) headers.set('retry-after', '5')
  return new Response(JSON.stringify(body), { status, headers })
}

/** The value of a path parameter. */
export function param(params: Params, name: string): string {
  const value = params[name]
  if (typeof value !== 'string') throw new PlumblineError('not-found', 'There is nothing here.')
  return value
}

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not found',
  408: 'Timed out',
  409: 'Conflict',
  413: 'Too large',
  422: 'Wrong input',
  429: 'Too many requests',
  500: 'Fault in Plumbline',
  503: 'Not available',
}

function answering(answer: (request: Request, params: Params) => Answer): Route {
  return async (request, context) => {
    // Next gives a route without parameters none at all.
    const params = (await context.params) ?? {}
    const end = metrics().duration.startTimer({ method: request.method, route: pattern(request, params) })
    const response = await Promise.resolve()
      .then(() => answer(request, params))
      .catch(problem)
    end({ status: response.status })
    // What is answered depends on who asks: no cache between may keep it.
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
    return response
  }
}

/** The route without its parameters' values, from the end, since a parameter may be worth what a fixed part says. */
function pattern(request: Request, params: Params): string {
  const parts = new URL(request.url).pathname.split('/')
  for (const [name, value] of Object.entries(params).reverse()) {
    // A list is all that is left of a path.
    const at = Array.isArray(value)
      ? parts.length - value.length
      : parts.findLastIndex((part) => part === value || decoded(part) === value)
    if (at > 0) parts.splice(at, Array.isArray(value) ? value.length : 1, `{${name}}`)
  }
  return parts.join('/')
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}
