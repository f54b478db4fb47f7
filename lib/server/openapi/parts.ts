import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'

/** What an error answers: application/problem+json of RFC 9457. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened, why, and what to do.' }),
    errors: z
      .array(z.strictObject({ line: z.int().optional(), path: z.string().optional(), message: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem' })

const REFUSALS = {
  400: 'The request is malformed, or a parameter is wrong.',
  401: 'No token, or one that is unknown, revoked, or of a locked owner.',
  403: 'The role, or what the person has seen or rates, does not allow it.',
  404: 'It is not there, or not for this viewer.',
  408: 'The upload sent nothing for a minute.',
  409: 'It contradicts what is there.',
  413: 'The body is too large.',
  422: 'The input is wrong: `errors` names each place.',
} as const

/** The answers to what can go wrong with a call. Every call can answer 401, 403 and 503. */
export function refusals(...statuses: (keyof typeof REFUSALS)[]): RouteConfig['responses'] {
  const all = [...new Set([401, 403, ...statuses] as const)].sort()
  const answers = all.map((status) => [status, problem(REFUSALS[status])])
  return Object.fromEntries([...answers, [503, problem('The database cannot be reached.')]])
}

/** A JSON answer. */
export function json(description: string, schema: z.ZodType) {
  return { description, content: { 'application/json': { schema } } }
}

/** A JSON body, which must be there. */
export function jsonBody(schema: z.ZodType) {
  return { body: { required: true, content: { 'application/json': { schema } } } }
}

/** The path parameter that names an audit. */
export const auditPath = z.object({
  slug: z.string().meta({ description: "The audit's slug or id.", example: 'summaries-june' }),
})

/** That a call needs a token; a GET is also answered to Plumbline's own pages by their session. */
export const TOKEN = [{ token: [] }]

function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: problemSchema } } }
}
