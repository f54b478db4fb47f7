import { z } from 'zod'
import { intervalSchema } from './interval'

const number = z.number().nullable()

const effect = { estimate: number, se: number, df: number, ci: intervalSchema, p: number }
const effectSchema = z.object(effect)

/** Whether judges score their own outputs higher than other judges do. All in unit scores; errors CR2 by prompt. */
export const selfPreferenceSchema = z.object({
  /** One number for all judges: with a fixed effect for each output. */
  overall: effectSchema,
  /** The same for outputs of other models of a judge's family; null where there are none. */
  family: effectSchema.nullable(),
  /** Ratings by models, the outputs that a judge and their author rated, and the prompts of all. */
  n: z.number(),
  shared_outputs: z.number(),
  prompts: z.number(),
  by_judge: z.array(
    z.object({
      judge: z.string(),
      family: z.string(),
      /** Its own outputs that another judge rated too, and how many of others. */
      n: z.number(),
      n_others: z.number(),
      /** What it gives its own outputs, and what the other judges give the same ones. */
      own: number,
      own_ci: intervalSchema,
      own_by_others: number,
      own_by_others_ci: intervalSchema,
      /** The same of others' outputs. */
      others: number,
      others_ci: intervalSchema,
      others_by_others: number,
      others_by_others_ci: intervalSchema,
      /** Difference in differences: leniency, quality and the other judges' own preferences held fixed. */
      did: number,
      se: number,
      df: number,
      ci: intervalSchema,
      p: number,
    }),
  ),
  /** Instead of fixing each output's quality exactly: given its human mean. Null without human ratings. */
  human_control: z
    .object({
      ...effect,
      n: z.number(),
      human_slope: number,
      human_slope_ci: intervalSchema,
      /** With the human mean pulled to its model's by its reliability; null where that is unknown. */
      corrected: effectSchema.nullable(),
    })
    .nullable(),
})
export type SelfPreference = z.infer<typeof selfPreferenceSchema>
export type JudgePreference = SelfPreference['by_judge'][number]
