import { createHash } from 'node:crypto'
import { z } from 'zod'
import { PlumblineError } from '@/lib/domain/errors'
import type { OutputsQuestion } from '@/lib/domain/outputs'
import { formatQuestion } from '@/lib/domain/selection'

const cursorSchema = z.strictObject({
  /** All pages are of one revision, however much is rated meanwhile. */
  revision: z.int32().min(0),
  /** The last row of the page before: what it was sorted by, and its number. */
  value: z.number().nullable(),
  output: z.int().min(0),
  question: z.string(),
})
export type Cursor = z.infer<typeof cursorSchema>

/** A short name of a question and its order, so that a cursor is not used for another one. */
export function questionName({ cursor: _, limit: _limit, ...question }: OutputsQuestion): string {
  const { covered, sort, gate_at: gateAt = '', verdict = '', proxy_in = '', goal_in = '', ...rest } = question
  return createHash('sha256')
    .update(`${covered} ${sort} ${gateAt} ${verdict} ${proxy_in} ${goal_in} ${formatQuestion(rest)}`)
    .digest('base64url')
    .slice(0, 12)
}

export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url')
}

/** Throws PlumblineError('invalid') for a text that is no cursor, or one of another question. */
export function readCursor(text: string, question: string): Cursor {
  const parsed = cursorSchema.safeParse(jsonOrNull(Buffer.from(text, 'base64url').toString()))
  const message = !parsed.success
    ? 'is no cursor'
    : parsed.data.question !== question
      ? 'belongs to another question or order'
      : null
  if (message === null) return parsed.data!
  throw new PlumblineError('invalid', `The parameter cursor ${message}. Leave it out to begin again.`, [
    { path: 'cursor', message },
  ])
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
