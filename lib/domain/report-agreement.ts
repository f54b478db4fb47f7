import { z } from 'zod'
import { intervalSchema } from './interval'

/** How far raters agree. Severities, means and spreads are unit scores; agreement and reliability are 1 where it is perfect. */
const number = z.number().nullable()

/** One rater's two ratings of the same outputs. */
const repeatsSchema = z.object({
  n: z.number(),
  exact_agreement: number,
  within_one_step: number,
  /** Mean of second − first. */
  shift: number,
  shift_p: number,
  /** Standard error of measurement: of one rating, in unit scores. */
  sem: number,
  /** 95 in 100 pairs differ by less. */
  repeatability: number,
  kappa: number,
  icc1: number,
})

/** How often a rater met the known answers of gold items; the interval is Wilson's. */
const goldSchema = z.object({ n: z.number(), met: z.number(), share: z.number(), ci: intervalSchema })

/** Change of a rater's severity, in unit scores per hour or week; p-values are corrected for the number of raters (Holm). */
const driftSchema = z.object({
  slope: number,
  se: number,
  df: number,
  ci: intervalSchema,
  p_adjusted: number,
  n: z.number(),
})

export const raterAgreementSchema = z.object({
  /** A pseudonym. */
  rater: z.string(),
  group: z.string().nullable(),
  n: z.number(),
  /** Ratings of outputs that another rater rated too. */
  shared: z.number(),
  mean: number,
  /** Standard deviation of the rater's ratings. */
  spread: number,
  /** Above 0: more lenient than the mean rater on the same outputs. */
  severity: number,
  se: number,
  severity_ci: intervalSchema,
  /** Severities compare only between raters of one component: those that a chain of shared outputs leads between. */
  component: z.number(),
  repeats: repeatsSchema.nullable(),
  gold: goldSchema.nullable(),
  /** Per hour within a session. */
  drift_in_session: driftSchema.nullable(),
  drift_per_week: driftSchema.nullable(),
  seconds_median: number,
})
export type RaterAgreement = z.infer<typeof raterAgreementSchema>

export const alternativeAnnotatorSchema = z.object({
  epsilon: z.number(),
  score: z.enum(['accuracy', 'rmse']),
  /** Share of raters that the signal may stand in for; it passes from a half on. */
  winning_rate: number,
  passes: z.boolean().nullable(),
  /** Chance that the signal agrees with the others at least as well as a random rater does. */
  advantage: number,
  /** With fewer than 30 shared outputs. */
  skipped_raters: z.number(),
  raters: z.array(
    z.object({
      rater: z.string(),
      n: z.number(),
      prompts: z.number(),
      signal_share: z.number(),
      rater_share: z.number(),
      p: number,
      p_adjusted: number,
      wins: z.boolean(),
    }),
  ),
})
export type AlternativeAnnotator = z.infer<typeof alternativeAnnotatorSchema>

export const agreementSchema = z.object({
  /** Which α leads, by the criterion's scale: nominal for two values, ordinal up to 20, interval beyond. */
  level: z.enum(['nominal', 'ordinal', 'interval']),
  alpha: number,
  alpha_ci: intervalSchema,
  alpha_nominal: number,
  alpha_nominal_ci: intervalSchema,
  alpha_ordinal: number,
  alpha_ordinal_ci: intervalSchema,
  alpha_interval: number,
  alpha_interval_ci: intervalSchema,
  ac1: number,
  ac1_ci: intervalSchema,
  /** Quadratic weights. */
  ac2: number,
  ac2_ci: intervalSchema,
  /** Share of pairs of ratings of one output that are the same. */
  exact_agreement: number,
  exact_agreement_ci: intervalSchema,
  n_raters: z.number(),
  n_ratings: z.number(),
  /** Outputs with a rating, those with at least two, and the prompts of the latter. */
  outputs: z.number(),
  outputs_with_two: z.number(),
  prompts: z.number(),
  /** Harmonic mean. */
  ratings_per_output: number,
  /** Whether the same raters rated all outputs. */
  crossed: z.boolean(),
  icc: number,
  icc_ci: intervalSchema,
  icc_form: z.enum(['ICC(1)', 'ICC(2,1)']),
  icc1: number,
  icc1_ci: intervalSchema,
  icc1k: number,
  icc1k_ci: intervalSchema,
  icc2: number,
  icc2_ci: intervalSchema,
  icc2k: number,
  icc2k_ci: intervalSchema,
  /** Of the raters' mean, by which outputs are compared; and its root, which no signal's correlation can pass. */
  reliability: number,
  reliability_ci: intervalSchema,
  reliability_form: z.enum(['ICC(1,k)', 'ICC(3,k)']),
  ceiling: number,
  ceiling_ci: intervalSchema,
  /** The headline's correlations, had the raters' mean been without noise. */
  corrected_pearson: number,
  corrected_pearson_ci: intervalSchema,
  corrected_spearman: number,
  corrected_spearman_ci: intervalSchema,
  /** Raters of each output for a reliability of 0.8. */
  raters_for_reliability_80: number,
  /** What an interval of a given width takes beyond what there is. */
  needed: z.array(
    z.object({
      figure: z.enum(['alpha', 'inflation']),
      width: z.number(),
      further_outputs: z.number(),
      further_ratings: z.number(),
    }),
  ),
  /** Of raters that share at least 20 outputs, those with most first. */
  pairs: z.array(
    z.object({
      rater_a: z.string(),
      rater_b: z.string(),
      n: z.number(),
      exact_agreement: z.number(),
      /** Quadratic weights. */
      kappa: number,
      ci: intervalSchema,
    }),
  ),
  pairs_left_out: z.number(),
  alternative_annotator: alternativeAnnotatorSchema.nullable(),
  /** All repeats together. */
  repeats: repeatsSchema.nullable(),
  /** Test that all raters are equally severe. */
  severity_p: number,
  raters: z.array(raterAgreementSchema),
})
export type Agreement = z.infer<typeof agreementSchema>
