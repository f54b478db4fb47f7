import { z } from 'zod'
import { intervalSchema } from './interval'

const number = z.number().nullable()

/** What goes with one standard deviation more of a feature, in unit scores; the other features and the model held fixed. */
export const effectSchema = z.object({
  estimate: z.number(),
  se: z.number(),
  df: z.number(),
  ci: intervalSchema,
  p: number,
  /** Holm over the features named in advance, Benjamini–Hochberg over the others; within one outcome. */
  p_adjusted: number,
})
export type Effect = z.infer<typeof effectSchema>

const scaledSchema = z.object({ estimate: z.number(), ci: intervalSchema }).nullable()

export const featureEffectSchema = z.object({
  feature: z.string(),
  group: z.enum(['length', 'confidence', 'structure']),
  /** What the value goes through before it is standardised. */
  transform: z.enum(['log1p', 'log', 'identity', 'winsorised']),
  /** Of the transformed feature: effects are for one `sd` more. */
  mean: z.number(),
  sd: z.number(),
  effect_on_inflation: effectSchema.nullable(),
  effect_on_proxy: effectSchema.nullable(),
  effect_on_goal: effectSchema.nullable(),
  /** From a fit to the verified outputs alone; for the same `sd`. */
  effect_on_verified: effectSchema.nullable(),
  /** The same effects for twice as much of the feature (of 1 + x with `log1p`); null without a logarithm. */
  effect_per_doubling: z
    .object({
      inflation: scaledSchema,
      proxy: scaledSchema,
      goal: scaledSchema,
      verified: scaledSchema,
    })
    .nullable(),
  /** Of the variance of inflation, the share that goes to this feature (LMG). */
  r2_share: number,
})
export type FeatureEffect = z.infer<typeof featureEffectSchema>

/** The regression behind the effects: one term for each model, and the features. */
export const featureRegressionSchema = z.object({
  /** Outputs with all features, and their prompts. */
  n: z.number(),
  prompts: z.number(),
  models: z.number(),
  /** The fit to the outputs that have a verified label; null without any. */
  verified: z.object({ n: z.number(), prompts: z.number() }).nullable(),
  /** Whether inflation goes with any feature at all: HTZ, or Holm's smallest p over the features. */
  joint_test: z
    .object({
      method: z.enum(['htz', 'holm']),
      f: number,
      df_num: number,
      df_denom: number,
      p: z.number(),
    })
    .nullable(),
  /** Shares of the variance of inflation: what the models explain, and the features beyond them. */
  r2_models: number,
  r2_features: number,
  /** How `r2_features` divides among groups of features; only where the joint test rejects. */
  r2_by_group: z.array(z.object({ group: z.string(), r2_share: z.number() })).nullable(),
})
export type FeatureRegression = z.infer<typeof featureRegressionSchema>

/** A model's inflation at the features of all outputs: its own, were its texts as long, as sure and as structured. */
export const controlledSchema = z
  .object({ estimate: z.number(), se: z.number(), df: z.number(), ci: intervalSchema })
  .nullable()
