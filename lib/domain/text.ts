import { z } from 'zod'

/** The most bytes that one text may have, as UTF-8. */
export const MAX_TEXT_BYTES = 1_048_576

const encoder = new TextEncoder()
// A UTF-16 unit takes at most three bytes, so most texts need no count.
const fits = (text: string) =>
  text.length * 3 <= MAX_TEXT_BYTES || encoder.encode(text).length <= MAX_TEXT_BYTES
// Postgres stores no NUL, and UTF-8 no half of a surrogate pair, which "\\ud800" in JSON can bring in.
export const noNul = (text: string) => !text.includes('\0')
export const wellFormed = (text: string) => text.isWellFormed()
const NO_NUL = 'must not hold a NUL'
const WELL_FORMED = 'must be well-formed Unicode: it holds half of a surrogate pair'

/** A text of at most 1 MiB. */
export const textSchema = z
  .string()
  .refine(noNul, NO_NUL)
  .refine(wellFormed, WELL_FORMED)
  .refine(fits, 'is over 1 MiB')

/** An id as a file states it: not trimmed, of at most 500 characters. */
export const idSchema = z.string().min(1).max(500).refine(noNul, NO_NUL).refine(wellFormed, WELL_FORMED)

/** A trimmed, non-empty line of at most `max` characters. */
export const lineSchema = (max: number) =>
  z.string().trim().min(1).max(max).refine(noNul, NO_NUL).refine(wellFormed, WELL_FORMED)

/** A text of at most `max` characters, which may be empty. */
export const proseSchema = (max: number) =>
  z.string().max(max).refine(noNul, NO_NUL).refine(wellFormed, WELL_FORMED)
