import { z } from 'zod'

/** The most of a rater's own outputs whose author is asked for. */
export const MOST_ASKED = 5

/** A rater's guess: the name of a model, or null for "I don't know". */
export const guessSchema = z.strictObject({ itemId: z.uuid(), model: z.string().max(500).nullable() })
export type Guess = z.infer<typeof guessSchema>

/** An output as it was shown to its rater. */
export type AskedOutput = { itemId: string; prompt: string; text: string; presentation: 'rendered' | 'plain' }

/**
 * Where a rater stands with the guessing of authors. `models` are names, and only `asking` has them: by then the rater
 * can rate here no more.
 */
export type Guessing =
  | { phase: 'not-offered' }
  | { phase: 'offered'; asked: number; holds: boolean }
  | { phase: 'asking'; output: AskedOutput; number: number; asked: number; models: string[] }
  | { phase: 'done'; asked: number }
