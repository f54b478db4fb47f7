import { z } from 'zod'
import { signalSchema } from './selection'
import { lineSchema, proseSchema } from './text'

/** What a sample is stratified by: the author, quarters of a signal's score or of a feature's values. */
export const sampleBySchema = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'is model, signal or a feature')

/** The outputs that are rated: so many, drawn at random within strata when the audit is opened. */
export const sampleSchema = z.strictObject({
  size: z.int().min(1).max(1_000_000),
  by: z
    .array(sampleBySchema)
    .max(3)
    .refine((by) => new Set(by).size === by.length, 'names one thing twice')
    .default([]),
  /** From each stratum in proportion to its outputs, or as many as from any other. */
  allocation: z.enum(['proportional', 'equal']).default('proportional'),
})
export type Sample = z.infer<typeof sampleSchema>

/** The contrast that the study is about, and the score (on the criterion's scale) from which its gate would accept. */
export const primaryContrastSchema = z.strictObject({
  criterion: lineSchema(40),
  signal: signalSchema,
  goal: z.enum(['human', 'verified']),
  threshold: z.number().optional(),
})
export type PrimaryContrast = z.infer<typeof primaryContrastSchema>

const textToAgreeSchema = proseSchema(20_000).refine((text) => text.trim() !== '', 'must say something')
/** The most comparisons that one rater can be asked for. */
export const MOST_COMPARISONS = 1_000

/** Pairs of outputs of one prompt that raters compare side by side, once their own outputs are done. */
export const comparisonsSchema = z.strictObject({
  /** On which criterion one is better. */
  criterion: lineSchema(40),
  /** So many pairs of outputs by different models are drawn from each prompt when the audit is opened, as far as it has them. */
  pairs_per_prompt: z.int().min(1).max(100).default(1),
  /** How many raters compare each pair. */
  raters_per_pair: z.int().min(1).max(100).default(1),
  /** The most comparisons that one rater is asked for. */
  per_rater: z.int().min(1).max(MOST_COMPARISONS).default(20),
})
export type Comparisons = z.infer<typeof comparisonsSchema>

/** How a study is designed, beyond its criteria and the ratings per output. What is left out is not done. */
const fields = {
  /** One item in so many is a gold item. */
  gold_every: z.int().min(3).max(1_000),
  /** The share of a rater's own outputs that come back to be rated once more. */
  repeat_share: z.number().positive().max(0.5),
  /** All outputs where there is none. */
  sample: sampleSchema,
  /** How a rater meets the outputs: at random, or so that each run of as many as there are models has each model once. */
  order: z.enum(['random', 'balanced']),
  /** None where there is none. */
  comparisons: comparisonsSchema,
  /** The most outputs that one rater is asked for. */
  cap: z.int().min(1).max(100_000),
  /** Raters who finish are asked who wrote some of their outputs, and so learn the models' names. */
  ask_authors: z.boolean(),
  /** Markdown that raters agree to before their first item. */
  consent: textToAgreeSchema,
  primary: primaryContrastSchema,
}

export const planSchema = z.object(fields).partial()
export type Plan = z.infer<typeof planSchema>

/** Changes of a plan: what is null is taken out of it. */
export const planPatchSchema = z
  .strictObject({
    gold_every: fields.gold_every.nullable(),
    repeat_share: fields.repeat_share.nullable(),
    sample: fields.sample.nullable(),
    order: fields.order.nullable(),
    comparisons: fields.comparisons.nullable(),
    cap: fields.cap.nullable(),
    ask_authors: fields.ask_authors.nullable(),
    consent: fields.consent.nullable(),
    primary: fields.primary.nullable(),
  })
  .partial()
export type PlanPatch = z.infer<typeof planPatchSchema>

/** What may change after the audit was opened: it moves no estimate. All else is locked. */
export const NEVER_LOCKED: ReadonlySet<string> = new Set<keyof Plan>(['cap'])
