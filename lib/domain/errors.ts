/** One fault of the input: where it is (line of a file, path of a field) and what is wrong with it. */
export type FieldError = { line?: number; path?: string; message: string }

const STATUS = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'timed-out': 408,
  conflict: 409,
  'too-large': 413,
  unprocessable: 422,
  'too-many': 429,
  unavailable: 503,
} as const

export type ErrorCode = keyof typeof STATUS

/**
 * An error whose message is meant for the person who caused it: what happened, why, and how to mend it.
 * Anything else that is thrown is a fault of Plumbline and is shown without its message.
 */
export class PlumblineError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly errors?: readonly FieldError[],
  ) {
    super(message)
    this.name = 'PlumblineError'
  }

  /** The HTTP status of the code. */
  get status(): number {
    return STATUS[this.code]
  }
}
