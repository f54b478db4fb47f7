import { z } from 'zod'
import { PlumblineError } from '@/lib/domain/errors'
import { refusal } from '@/lib/domain/issues'

/** SQLSTATE classes and system codes that mean "no database there": connection, resources, shutdown. */
const UNREACHABLE =
  /^(08...|53...|57P0[1-3]|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|P1001|P1002|P1008|P1017|P2024)$/
const UNREACHABLE_MESSAGE =
  /Connection terminated|has encountered a connection error|timeout exceeded when trying to connect|Can't reach database server|DatabaseNotReachable/

/** What Postgres answers to text that it cannot keep: a NUL, half of a surrogate pair, as itself or within JSON. */
const UNSTORABLE = /^(22021|22P05)$/

/** What was thrown, as an error that may be shown; null for a fault of Plumbline's own. */
export function shownError(error: unknown): PlumblineError | null {
  if (error instanceof PlumblineError) return error
  if (error instanceof z.ZodError) return refusal(error)
  if (isDatabaseDown(error))
    return new PlumblineError('unavailable', 'The database cannot be reached. Try again in a few seconds.')
  if (chainOf(error).some(({ code }) => UNSTORABLE.test(code)))
    return new PlumblineError('unprocessable', 'A text holds a NUL or half of a surrogate pair: take it out.')
  return null
}

/** Whether an error, or one that caused it, says that the database cannot be reached. */
export function isDatabaseDown(error: unknown): boolean {
  return chainOf(error).some(
    ({ code, message }) => UNREACHABLE.test(code) || UNREACHABLE_MESSAGE.test(message),
  )
}

/** An error and what caused it, at most five deep. Prisma keeps what the database itself said in an error's `meta`. */
function chainOf(error: unknown, depth = 0): { code: string; message: string }[] {
  if (!isRecord(error) || depth === 5) return []
  const { code = '', message = '', cause, errors, meta } = error
  const causes = [
    cause,
    isRecord(meta) ? meta.driverAdapterError : null,
    ...(Array.isArray(errors) ? errors : []),
  ]
  return [
    { code: String(code), message: String(message) },
    ...causes.flatMap((one) => chainOf(one, depth + 1)),
  ]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
