import { z } from 'zod'
import { findingSchema } from './finding'
import { intervalSchema } from './interval'
import { agreementSchema } from './report-agreement'
import { blindingSchema } from './report-blinding'
import { comparisonsReportSchema } from './report-comparisons'
import { controlledSchema, featureEffectSchema, featureRegressionSchema } from './report-features'
import { calibrationSchema, classificationSchema, gateSchema, predictionPoweredSchema } from './report-gate'
import { groupRowSchema } from './report-groups'
import { familyRowSchema, partSchema, signalRowSchema, tagRowSchema } from './report-parts'
import { analysisSchema, lockedPlanSchema } from './report-plan'
import { presentationEffectSchema } from './report-presentation'
import { selfPreferenceSchema } from './report-self-preference'
import { slicesSchema } from './report-slices'
import { withdrawnSchema } from './withdrawn'

export type { Interval } from './interval'

/** Every score here is a unit score; an effect is unit score per standard deviation of the transformed feature. */
const number = z.number().nullable()

/** A null in the report has an entry here that says why, in words that a reader understands. */
export const noteSchema = z.object({ field: z.string(), why: z.string() })
export type Note = z.infer<typeof noteSchema>

export const headlineSchema = z.object({
  proxy_mean: number,
  proxy_mean_ci: intervalSchema,
  goal_mean: number,
  goal_mean_ci: intervalSchema,
  inflation: number,
  se: number,
  df: number,
  /** As judged by these raters: CR2 clustered by prompt, Satterthwaite t. */
  ci: intervalSchema,
  /** For raters like these: clustered by prompt and by rater. */
  ci_raters: intervalSchema,
  /** Wild cluster bootstrap, where the t interval rests on few prompts; else null. */
  p_wild: number,
  share_over: number,
  share_over_ci: intervalSchema,
  share_tied: number,
  share_tied_ci: intervalSchema,
  pearson: number,
  pearson_ci: intervalSchema,
  spearman: number,
  spearman_ci: intervalSchema,
  pearson_within_prompt: number,
  pearson_within_prompt_ci: intervalSchema,
  kendall: number,
  kendall_ci: intervalSchema,
  kendall_within_prompt: number,
  kendall_within_prompt_ci: intervalSchema,
})
export type Headline = z.infer<typeof headlineSchema>

export const modelRowSchema = partSchema.extend({
  model: z.string(),
  family: z.string(),
  /** Inflation at the features of all outputs. */
  controlled: controlledSchema,
})
export type ModelRow = z.infer<typeof modelRowSchema>

/** A quantile bin. `lo` and `hi` are the smallest and largest value in it: the range `lo..hi` selects exactly its outputs. */
export const binSchema = z.object({
  lo: z.number(),
  hi: z.number(),
  n: z.number(),
  x_mean: z.number(),
  proxy_mean: number,
  proxy_ci: intervalSchema,
  goal_mean: number,
  goal_ci: intervalSchema,
  inflation: number,
  ci: intervalSchema,
})
export type Bin = z.infer<typeof binSchema>

/**
 * How many outputs stand at a pair of proxy and goal. Each side is a level of its own, or the mean of a range of them;
 * the ranges, both ends included, select exactly the cell's outputs.
 */
export const jointCellSchema = z.object({
  proxy: z.number(),
  goal: z.number(),
  n: z.number(),
  proxy_range: z.tuple([z.number(), z.number()]),
  goal_range: z.tuple([z.number(), z.number()]),
})
export type JointCell = z.infer<typeof jointCellSchema>

export const resolvedContrastSchema = z.object({
  criterion: z.string(),
  signal: z.string(),
  judge: z.string().nullable(),
  goal: z.enum(['human', 'verified']),
  /** A metric shares no scale with the goal: differences of level mean nothing. */
  common_scale: z.boolean(),
})
export type ResolvedContrast = z.infer<typeof resolvedContrastSchema>

export const reportSchema = z.object({
  audit: z.object({
    slug: z.string(),
    name: z.string(),
    kind: z.string(),
    status: z.string(),
    synthetic: z.boolean(),
  }),
  /** Null until the audit is opened. */
  plan: lockedPlanSchema.nullable(),
  /** Null where no contrast was planned. */
  analysis: analysisSchema.nullable(),
  revision: z.number(),
  behind: z.object({ ratings: z.number(), seconds: z.number() }),
  contrast: resolvedContrastSchema,
  /** As given, in URL form. */
  selection: z.record(z.string(), z.unknown()),
  n: z.object({
    outputs: z.number(),
    prompts: z.number(),
    raters: z.number(),
    ratings: z.number(),
    imported: z.number(),
    extra: z.number(),
    /** Further ratings, asked for where raters differed. */
    adjudication: z.number(),
    proxy_only: z.number(),
    goal_only: z.number(),
    /** Raters whose work is set aside, and their ratings and comparisons, which are in none of the numbers. */
    set_aside_raters: z.number(),
    set_aside_ratings: z.number(),
    set_aside_comparisons: z.number(),
  }),
  headline: headlineSchema,
  by_model: z.array(modelRowSchema),
  by_family: z.array(familyRowSchema),
  by_tag: z.array(tagRowSchema),
  by_signal: z.array(signalRowSchema),
  self_preference: selfPreferenceSchema.nullable(),
  /** By the group of raters; empty with fewer than two groups. */
  by_group: z.array(groupRowSchema),
  features: z.array(featureEffectSchema),
  /** Null where there is too little data for it. */
  feature_regression: featureRegressionSchema.nullable(),
  bins: z.record(z.string(), z.array(binSchema)),
  joint: z.array(jointCellSchema),
  gate: gateSchema,
  calibration: calibrationSchema.nullable(),
  prediction_powered: predictionPoweredSchema.nullable(),
  /** Only where proxy and goal are yes/no. */
  classification: classificationSchema.nullable(),
  agreement: agreementSchema.nullable(),
  /** Only where outputs were shown both formatted and plain. */
  presentation: presentationEffectSchema.nullable(),
  /** Only where pairs of outputs were compared on the criterion. */
  comparisons: comparisonsReportSchema.nullable(),
  slices: slicesSchema.nullable(),
  blinding: blindingSchema,
  /** Of the whole audit up to this revision, whatever the question. */
  withdrawn: withdrawnSchema,
  /** Sentences made of the numbers above, the leading one first. */
  findings: z.array(findingSchema),
  notes: z.array(noteSchema),
})
export type Report = z.infer<typeof reportSchema>
