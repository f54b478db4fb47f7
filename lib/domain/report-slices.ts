import { z } from 'zod'
import { intervalSchema } from './interval'

/** A part of the outputs: a model, a tag, a quarter of a feature's values, or two of these together. */
export const sliceSchema = z.object({
  model: z.string().nullable(),
  tag: z.string().nullable(),
  /** Ranges of features, both ends included. */
  where: z.array(z.object({ feature: z.string(), lo: z.number(), hi: z.number() })),
  n: z.number(),
  prompts: z.number(),
  inflation: z.number(),
  ci: intervalSchema,
  /** Its inflation minus that of all other outputs of the question. */
  difference: z.number(),
  difference_ci: intervalSchema,
  p: z.number().nullable(),
  /** Holm's, over all slices that were looked at. */
  p_adjusted: z.number().nullable(),
})
export type Slice = z.infer<typeof sliceSchema>

export const slicesSchema = z.object({
  /** How many slices had enough outputs and were compared with the rest. */
  tested: z.number(),
  /** Features whose quarters were looked at. */
  features: z.array(z.string()),
  /** Those with the largest inflation; the ones that stand out after correction first. */
  rows: z.array(sliceSchema),
})
export type Slices = z.infer<typeof slicesSchema>

/** Whether a slice stands out after correction for all that were looked at. */
export function standsOut({ p_adjusted }: Pick<Slice, 'p_adjusted'>): boolean {
  return p_adjusted !== null && p_adjusted < 0.05
}
