import { z } from 'zod'
import { intervalSchema } from './interval'

/** The question asked of one group of raters alone. */
export const groupRowSchema = z.object({
  group: z.string(),
  /** Outputs with a proxy that this group rated. */
  n: z.number(),
  prompts: z.number(),
  goal_mean: z.number().nullable(),
  goal_mean_ci: intervalSchema,
  inflation: z.number().nullable(),
  ci: intervalSchema,
  spearman: z.number().nullable(),
  spearman_ci: intervalSchema,
})
export type GroupRow = z.infer<typeof groupRowSchema>
