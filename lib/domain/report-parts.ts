import { z } from 'zod'
import { intervalSchema } from './interval'

const number = z.number().nullable()

/** Means of a part of the outputs; the errors are those of `inflation`. */
export const partSchema = z.object({
  n: z.number(),
  prompts: z.number(),
  proxy_mean: number,
  proxy_mean_ci: intervalSchema,
  goal_mean: number,
  goal_mean_ci: intervalSchema,
  inflation: number,
  se: number,
  df: number,
  ci: intervalSchema,
  /** Wild cluster bootstrap, where the t interval rests on few prompts; else null. */
  p_wild: number,
})
export type Part = z.infer<typeof partSchema>

export const familyRowSchema = partSchema.extend({ family: z.string() })
/** An output with several tags is in several rows. */
export const tagRowSchema = partSchema.extend({ tag: z.string() })
/** The same goal against every signal of the criterion. */
export const signalRowSchema = partSchema.extend({ signal: z.string() })
