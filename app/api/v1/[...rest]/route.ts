import { PlumblineError } from '@/lib/domain/errors'
import { publicRoute } from '@/lib/server/http'

/** What no other route answers: programs get the form of error that all of the API has, not a page. */
const nothing = (): never => {
  throw new PlumblineError('not-found', 'There is no such call: /api/v1/openapi.json lists them all.')
}

export const GET = publicRoute(nothing)
export const POST = publicRoute(nothing)
export const PUT = publicRoute(nothing)
export const PATCH = publicRoute(nothing)
export const DELETE = publicRoute(nothing)
