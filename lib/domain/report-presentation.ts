import { z } from 'zod'
import { intervalSchema } from './interval'

const number = z.number().nullable()

/** What formatting itself does to human ratings: the same outputs, shown by coin as formatted Markdown or as plain text. */
export const presentationEffectSchema = z.object({
  /** Outputs that were shown both ways, their prompts, and the ratings of them. */
  n: z.number(),
  prompts: z.number(),
  ratings: z.number(),
  rendered_mean: number,
  rendered_mean_ci: intervalSchema,
  plain_mean: number,
  plain_mean_ci: intervalSchema,
  /** Rendered − plain, within outputs. */
  difference: number,
  se: number,
  df: number,
  ci: intervalSchema,
})
export type PresentationEffect = z.infer<typeof presentationEffectSchema>
