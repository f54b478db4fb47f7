import { z } from 'zod'

/** The most bytes that one text may have, as UTF-8. */
export const MAX_TEXT_BYTES = 1_048_576

const encoder = new TextEncoder()
// A UTF-16 unit takes at most three bytes, so most texts need no count.
const fits = (text: string) =>
  text.length * 3 <= MAX_TEXT_BYTES || encoder.encode(text).length <= MAX_TEXT_BYTES
// Postgres stores no NUL.
const noNul = (text: string) => !text.includes('\0')

/** A text of at most 1 MiB. */
export const textSchema = z.string().refine(noNul, 'must not hold a NUL').refine(fits, 'is over 1 MiB')

/** A trimmed, non-empty line of at most `max` characters. */
export const lineSchema = (max: number) =>
  z.string().trim().min(1).max(max).refine(noNul, 'must not hold a NUL')

/** A text of at most `max` characters, which may be empty. */
export const proseSchema = (max: number) => z.string().max(max).refine(noNul, 'must not hold a NUL')
