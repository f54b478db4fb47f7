import { type ErrorCode, type FieldError, PlumblineError } from '@/lib/domain/errors'

/** An error on its way from a thread or process to this one. */
export type Failure = {
  /** Whether it is a PlumblineError. */
  known: boolean
  message: string
  code?: string
  stack?: string
  errors?: readonly FieldError[]
}

export function toFailure(error: unknown): Failure {
  if (error instanceof PlumblineError)
    return { known: true, code: error.code, message: error.message, errors: error.errors }
  if (!(error instanceof Error)) return { known: false, message: String(error) }
  const code = 'code' in error ? { code: String(error.code) } : {}
  return { known: false, message: error.message, stack: error.stack, ...code }
}

export function fromFailure({ known, code, message, stack, errors }: Failure): Error {
  if (known) return new PlumblineError(code as ErrorCode, message, errors)
  return Object.assign(new Error(message), { stack, ...(code && { code }) })
}
