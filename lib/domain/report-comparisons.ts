import { z } from 'zod'
import { intervalSchema } from './interval'

/** A share of comparisons that one side wins, a tie counting half. */
const preferredSchema = z.object({
  /** The comparisons that have such a side, and their prompts. */
  n: z.number(),
  prompts: z.number(),
  share: z.number().nullable(),
  ci: intervalSchema,
})
export type Preferred = z.infer<typeof preferredSchema>

const modelPairSchema = preferredSchema.extend({ first: z.string(), second: z.string() })
export type ModelPair = z.infer<typeof modelPairSchema>

/** What people prefer of two outputs of one prompt, side by side, on the report's criterion. */
export const comparisonsReportSchema = z.object({
  n: z.number(),
  /** Pairs of outputs, prompts and raters. */
  pairs: z.number(),
  prompts: z.number(),
  raters: z.number(),
  /** How many comparisons were about the same on both sides. */
  ties: z.number(),
  /** How often `first` is preferred to `second`. */
  by_pair: z.array(modelPairSchema),
  /** How often the output on the left is preferred: half, were the side of no consequence. */
  left: preferredSchema,
  /** How often the output of more words is preferred. */
  longer: preferredSchema,
  /** How often the output is preferred that the proxy of the contrast puts higher. */
  proxy: preferredSchema,
  /** How often the output is preferred that people who rated each alone put higher. */
  goal: preferredSchema,
})
export type ComparisonsReport = z.infer<typeof comparisonsReportSchema>
