import type { z } from 'zod'
import { type FieldError, PlumblineError } from './errors'

/** zod's findings as one list: where (a dotted path) and what; an unknown field is named as its own path. */
export function fieldErrors({ issues }: z.ZodError): FieldError[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: dotted(issue.path), message: issue.message }]
    return issue.keys.map((key) => ({ path: dotted([...issue.path, key]), message: 'is not a known field' }))
  })
}

/** The input's value by `schema`. Throws PlumblineError('unprocessable') that names each wrong field. */
export function parsed<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw refusal(result.error)
}

/** The error that tells people what zod found wrong. */
export function refusal(error: z.ZodError): PlumblineError {
  const errors = fieldErrors(error)
  const { path = '', message = 'is not valid' } = errors[0] ?? {}
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return new PlumblineError('unprocessable', `${path || 'The body'}: ${message}${more}`, errors)
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.')
}
