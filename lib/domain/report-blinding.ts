import { z } from 'zod'
import { intervalSchema } from './interval'
import { leakCountsSchema, leakPatternCountsSchema } from './leaks'

const guessRowSchema = z.object({
  /** Guesses, and who gave them. */
  n: z.number(),
  raters: z.number(),
  correct: z.number(),
  wrong: z.number(),
  dont_know: z.number(),
  /** Bang's blinding index, and what it is expected to be by chance. */
  index: z.number().nullable(),
  index_ci: intervalSchema,
  chance: z.number().nullable(),
  /** The same, with its zero at chance. */
  beyond_chance: z.number().nullable(),
  beyond_chance_ci: intervalSchema,
  /** Why the indices are null. */
  why: z.string().nullable(),
})
export type GuessRow = z.infer<typeof guessRowSchema>

/** What raters who had finished guessed of who wrote their outputs, and by the model that did. */
export const guessesSchema = guessRowSchema.extend({
  /** The models that they could name; 0 where nobody guessed. */
  authors: z.number(),
  by_model: z.array(guessRowSchema.extend({ model: z.string() })),
})
export type Guesses = z.infer<typeof guessesSchema>

/** How blind the ratings were. It tells of the audit as it stands now, whatever the question and the revision. */
export const blindingSchema = z.object({
  /** Places where a text names its author or rates itself, and what was decided of them; most first by pattern. */
  leaks: leakCountsSchema.extend({ by_pattern: z.array(leakPatternCountsSchema) }),
  guesses: guessesSchema,
})
export type Blinding = z.infer<typeof blindingSchema>
