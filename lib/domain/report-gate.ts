import { z } from 'zod'
import { intervalSchema } from './interval'

/** What the report says of the proxy as a gate. Every score, threshold and mean is a unit score, every rate a share 0…1. */
const number = z.number().nullable()

/** A gate at threshold t: what passes, and what people say of it. */
export const gatePointSchema = z.object({
  /** Passes: signals ≥ t where higher is better, ≤ t where higher is worse. */
  t: z.number(),
  /** Outputs with a signal that pass, and their share of all of them. */
  outputs: z.number(),
  pass_rate: number,
  pass_rate_ci: intervalSchema,
  /** Outputs with signal and goal that pass; those of them whose goal says reject. */
  n: z.number(),
  rejected: z.number(),
  /** rejected / n: of what passes, the share that people would reject. */
  false_accept_rate: number,
  ci: intervalSchema,
  /** Of what people accept, the share that passes; and the share that does not. */
  recall: number,
  recall_ci: intervalSchema,
  false_reject_rate: number,
  false_reject_rate_ci: intervalSchema,
  /** Of what people reject, the share that passes. With `recall` the ROC curve. */
  false_positive_rate: number,
  false_positive_rate_ci: intervalSchema,
})
export type GatePoint = z.infer<typeof gatePointSchema>

export const gateSchema = z.object({
  /** The goal from which on people accept; with `higher_is: worse` below which. */
  accept_at: z.number(),
  higher_is: z.enum(['better', 'worse']),
  max_false_accept: z.number(),
  delta: z.number(),
  /** Outputs with a signal; those with a goal too; those of them that people reject. */
  outputs: z.number(),
  n: z.number(),
  rejected: z.number(),
  /** Each level of the signal, ascending; 101 quantiles where there are more than 50. */
  curve: z.array(gatePointSchema),
  /** The chance that the gate prefers an output that people accept to one that they reject. */
  auc: number,
  auc_ci: intervalSchema,
  /** The loosest threshold with P(false-accept rate > max_false_accept) ≤ delta; null where none can be certified. */
  recommended: z
    .object({
      t: z.number(),
      /** Of the certifying sample: how many pass, how many of these people reject, and the upper bound on that rate. */
      n: z.number(),
      k: z.number(),
      upper: z.number(),
      pass_rate: number,
      pass_rate_ci: intervalSchema,
    })
    .nullable(),
  certification: z.object({
    /** One judged output of each prompt, drawn with a seed of revision and contrast. */
    n: z.number(),
    minimum_passes: z.number(),
    /** From strict to loose, up to the first that fails. */
    tests: z.array(
      z.object({ t: z.number(), n: z.number(), k: z.number(), p: z.number(), certified: z.boolean() }),
    ),
    /** About how many more prompts with a judged output would certify the strictest tested threshold. */
    more_prompts: z.number().nullable(),
    why_none: z.string().nullable(),
    holds_for: z.string(),
  }),
})
export type Gate = z.infer<typeof gateSchema>

/** How far the scores stand from what people say at the same score. */
export const calibrationErrorSchema = z.object({
  /** Root of the mean squared gap, less what chance adds to it. */
  error: number,
  error_ci: intervalSchema,
  /** Mean and greatest absolute gap, as found: chance makes them larger with few outputs a level. */
  ece: number,
  mce: number,
  /** Mean gap: positive where the scores are too high. */
  signed: number,
})
export type CalibrationError = z.infer<typeof calibrationErrorSchema>

export const calibrationSchema = z.object({
  n: z.number(),
  /** Prompts are dealt to so many folds; each is read by a map fitted to the others. */
  folds: z.number(),
  /** A level of the signal, or one of 15 groups of equal size where there are more than 21. */
  levels: z.array(
    z.object({
      signal: z.number(),
      n: z.number(),
      goal_mean: number,
      goal_mean_ci: intervalSchema,
      /** What the signal reads as on the goal's scale: isotonic regression on all outputs. */
      calibrated: number,
    }),
  ),
  /** Null where signal and goal share no scale. */
  before: calibrationErrorSchema.nullable(),
  after: calibrationErrorSchema.nullable(),
})
export type Calibration = z.infer<typeof calibrationSchema>

const ppi = {
  /** Outputs with signal and goal, and with a signal only. */
  n: z.number(),
  unlabelled: z.number(),
  mean: number,
  mean_ci: intervalSchema,
  se: number,
  df: number,
  /** How far the signal is trusted, 0…1. */
  lambda: number,
  /** The plain mean of the outputs with a goal. */
  classical_mean: number,
  classical_mean_ci: intervalSchema,
  classical_se: number,
  /** So many outputs with a goal would give a plain mean the same error. */
  effective_n: number,
}
export const predictionPoweredSchema = z.object({
  ...ppi,
  by_model: z.array(z.object({ model: z.string(), ...ppi })),
})
export type PredictionPowered = z.infer<typeof predictionPoweredSchema>
export type PredictionPoweredMean = Omit<PredictionPowered, 'by_model'>

/** A rule that knows nothing, on the same data. */
const baselineSchema = z.object({
  recall: number,
  precision: number,
  false_positive_rate: number,
  f1: number,
})

/** A yes/no signal against a yes/no goal; "positive" is a goal at or above `accept_at`. */
const flagFigures = {
  n: z.number(),
  tp: z.number(),
  fp: z.number(),
  fn: z.number(),
  tn: z.number(),
  prevalence: number,
  prevalence_ci: intervalSchema,
  flag_rate: number,
  flag_rate_ci: intervalSchema,
  recall: number,
  recall_ci: intervalSchema,
  precision: number,
  precision_ci: intervalSchema,
  false_positive_rate: number,
  false_positive_rate_ci: intervalSchema,
  /** Flagged for each true case; precision for each share of true cases. */
  over_flagging_ratio: number,
  lift: number,
  f1: number,
  youden_j: number,
  mcc: number,
  kappa: number,
  /** Recall beyond what flagging at random at the same rate reaches, and as a share of what was left to gain. */
  recall_above_random: number,
  recall_headroom_used: number,
  f1_above_flag_everything: number,
  /** A heuristic: many flags and little knowledge, or an F1 that flagging everything reaches too. */
  gaming: z.boolean().nullable(),
}
export const classificationSchema = z.object({
  ...flagFigures,
  flag_everything: baselineSchema,
  random_at_same_rate: baselineSchema,
  /** All yes/no signals of the criterion against the same goal. */
  by_signal: z.array(z.object({ signal: z.string(), judge: z.string().nullable(), ...flagFigures })),
})
export type Classification = z.infer<typeof classificationSchema>
export type FlagFigures = Omit<Classification, 'flag_everything' | 'random_at_same_rate' | 'by_signal'>
