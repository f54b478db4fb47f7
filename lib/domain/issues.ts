import type { z } from 'zod'
import { type FieldError, PlumblineError } from './errors'

/** zod's findings as one list: where (a dotted path) and what; an unknown field is named as its own path. */
export function fieldErrors({ issues }: z.ZodError): FieldError[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [{ path: dotted(issue.path), message: plainly(issue) }]
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

/** What zod's own messages say, in plain words; a message that a schema states for itself stands. */
function plainly(issue: z.core.$ZodIssue): string {
  const { message } = issue
  if (!/^(Too (small|big):|Invalid )/.test(message)) return message
  switch (issue.code) {
    case 'invalid_type': {
      if (message.endsWith('received undefined')) return 'is required'
      if (issue.expected === 'int') return 'must be a whole number'
      return message.replace(/^Invalid input: expected (\w+), received (\w+)$/, 'must be a $1, not a $2')
    }
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      if (issue.origin === 'number' || issue.origin === 'int')
        return issue.inclusive ? `must be at least ${issue.minimum}` : `must be above ${issue.minimum}`
      return issue.minimum === 1
        ? 'must not be empty'
        : `must have at least ${issue.minimum} ${parts(issue.origin)}`
    case 'too_big':
      if (issue.origin === 'number' || issue.origin === 'int')
        return issue.inclusive ? `must be at most ${issue.maximum}` : `must be below ${issue.maximum}`
      return `must have at most ${issue.maximum} ${parts(issue.origin)}`
    case 'invalid_format':
      return issue.format === 'email' ? 'is not an e-mail address' : message
    default:
      return message
  }
}

function parts(origin: string): string {
  return origin === 'string' ? 'characters' : 'entries'
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.')
}
