import { z } from 'zod'
import { PlumblineError } from '@/lib/domain/errors'
import { refusal } from '@/lib/domain/issues'

/** SQLSTATE classes and system codes that mean "no database there": connection, resources, shutdown. */
const UNREACHABLE =
  /^(08...|53...|57P0[1-3]|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|P1001|P1002|P1008|P1017|P2024)$/
const UNREACHABLE_MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Can't reach database server|DatabaseNotReachable/

/** What was thrown, as an error that may be shown; null for a fault of Plumbline's own. */
export function shownError(error: unknown): PlumblineError | null {
  if (error instanceof PlumblineError) return error
  if (error instanceof z.ZodError) return refusal(error)
  if (isDatabaseDown(error))
    return new PlumblineError('unavailable', 'The database cannot be reached. Try again in a few seconds.')
  return null
}

/** Whether an error, or one that caused it, says that the database cannot be reached. */
export function isDatabaseDown(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at ? String(at.code) : ''
    if (UNREACHABLE.test(code) || UNREACHABLE_MESSAGE.test(at.message)) return true
    if (at instanceof AggregateError && at.errors.some(isDatabaseDown)) return true
  }
  return false
}
