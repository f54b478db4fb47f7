import type { Interval } from './estimate'
import { wilsonInterval } from './proportion'

/** Counts of a flag against the truth. */
export interface Confusion {
  tp: number
  fp: number
  fn: number
  tn: number
}

/** Every figure of `classification`; 0/0 is null. Proportions are 0…1. */
export interface Classification {
  n: number
  prevalence: number | null
  flagRate: number | null
  overFlaggingRatio: number | null
  recall: number | null
  recallCi: Interval | null
  precision: number | null
  precisionCi: Interval | null
  fpr: number | null
  fprCi: Interval | null
  specificity: number | null
  f1: number | null
  accuracy: number | null
  balancedAccuracy: number | null
  youdenJ: number | null
  mcc: number | null
  kappa: number | null
  lift: number | null
  flagEverything: Baseline
  randomSameRate: Baseline
  recallExcessOverRandom: number | null
  recallHeadroomUsed: number | null
  f1ExcessOverFlagEverything: number | null
}

/** What a rule without any knowledge reaches on the same data. */
export interface Baseline {
  recall: number | null
  precision: number | null
  fpr: number | null
  f1: number | null
}

/**
 * A flag against the truth, beside two baselines on the same data: flag everything (recall 1), and flag at random at
 * the same rate (recall = flag rate). Recall alone can be bought by flagging more; the excess over chance cannot.
 *
 * Source: MCC Matthews (1975), J Youden (1950), κ Cohen (1960); intervals Wilson (1927).
 */
export function classification(table: Confusion, level = 0.95): Classification {
  const { tp, fp, fn, tn } = table
  const n = tp + fp + fn + tn
  const positives = tp + fn
  const negatives = fp + tn
  const flagged = tp + fp
  const prevalence = ratio(positives, n)
  const flagRate = ratio(flagged, n)
  const recall = ratio(tp, positives)
  const precision = ratio(tp, flagged)
  const fpr = ratio(fp, negatives)
  const specificity = ratio(tn, negatives)
  const f1 = ratio(2 * tp, 2 * tp + fp + fn)
  const accuracy = ratio(tp + tn, n)
  const byChance = n === 0 ? 0 : (positives * flagged + negatives * (n - flagged)) / n / n
  const everything = positives > 0 ? f1From(1, prevalence) : null
  return {
    n,
    prevalence,
    flagRate,
    overFlaggingRatio: ratio(flagged, positives),
    recall,
    recallCi: wilsonInterval(tp, positives, level),
    precision,
    precisionCi: wilsonInterval(tp, flagged, level),
    fpr,
    fprCi: wilsonInterval(fp, negatives, level),
    specificity,
    f1,
    accuracy,
    balancedAccuracy: combine(recall, specificity, (a, b) => (a + b) / 2),
    youdenJ: combine(recall, fpr, (a, b) => a - b),
    mcc: ratio(tp * tn - fp * fn, Math.sqrt(positives * negatives * flagged * (n - flagged))),
    kappa: accuracy === null ? null : ratio(accuracy - byChance, 1 - byChance),
    lift: precision === null || prevalence === null ? null : ratio(precision, prevalence),
    flagEverything: {
      recall: positives > 0 ? 1 : null,
      precision: prevalence,
      fpr: negatives > 0 ? 1 : null,
      f1: everything,
    },
    randomSameRate: {
      recall: positives > 0 ? flagRate : null,
      precision: flagged > 0 ? prevalence : null,
      fpr: negatives > 0 ? flagRate : null,
      f1: positives > 0 ? f1From(flagRate, prevalence) : null,
    },
    recallExcessOverRandom: combine(recall, flagRate, (a, b) => a - b),
    recallHeadroomUsed: combine(recall, flagRate, (a, b) => ratio(a - b, 1 - b)),
    f1ExcessOverFlagEverything: combine(f1, everything, (a, b) => a - b),
  }
}

/** Precision if the same recall and false positive rate met another prevalence: rq / (rq + FPR(1 − q)). */
export function precisionAtPrevalence(recall: number, fpr: number, prevalence: number): number | null {
  return ratio(recall * prevalence, recall * prevalence + fpr * (1 - prevalence))
}

/**
 * A heuristic, to be labelled as one: over-flagging above 2 with J below 0.2, or an F1 that is no better than flagging
 * everything by more than its standard error (of F1 as a proportion of tp + (fp + fn)/2). Null where it cannot be told.
 */
export function looksLikeGaming(table: Confusion): boolean | null {
  const c = classification(table)
  if (c.f1 === null || c.flagEverything.f1 === null || c.overFlaggingRatio === null) return null
  const se = Math.sqrt((c.f1 * (1 - c.f1)) / (table.tp + (table.fp + table.fn) / 2))
  const overFlags = c.overFlaggingRatio > 2 && c.youdenJ !== null && c.youdenJ < 0.2
  return overFlags || c.f1 <= c.flagEverything.f1 + se
}

function f1From(recall: number | null, precision: number | null): number | null {
  return combine(recall, precision, (r, p) => ratio(2 * r * p, r + p))
}

function combine(
  a: number | null,
  b: number | null,
  f: (a: number, b: number) => number | null,
): number | null {
  return a === null || b === null ? null : f(a, b)
}

function ratio(top: number, bottom: number): number | null {
  return bottom === 0 ? null : top / bottom
}
