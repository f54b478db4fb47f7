import { noncentralTCdf } from '../distributions/noncentral-t'
import { normalQuantile } from '../distributions/normal'
import { tQuantile } from '../distributions/student-t'
import { wilsonInterval } from '../proportion'

/** By how much prompts of m outputs (coefficient of variation cv) inflate a variance: 1 + ((1 + cv²)m − 1) icc. Kish (1965). */
export function designEffect(outputsPerPrompt: number, icc: number, cv = 0): number {
  return 1 + ((1 + cv * cv) * outputsPerPrompt - 1) * icc
}

export interface MeanPlan {
  /** Outputs if they were independent, outputs with the design effect, and prompts. */
  independentOutputs: number
  designEffect: number
  outputs: number
  prompts: number
}

/** Outputs for a mean with limits ± halfWidth: n = (z sd/h)² times the design effect. */
export function outputsForMean(
  sd: number,
  halfWidth: number,
  outputsPerPrompt: number,
  icc: number,
  options: { level?: number; cv?: number } = {},
): MeanPlan {
  const z = normalQuantile(0.5 + (options.level ?? 0.95) / 2)
  const independent = (z * (sd / halfWidth)) ** 2
  const effect = designEffect(outputsPerPrompt, icc, options.cv)
  const outputs = whole(independent * effect)
  return {
    independentOutputs: whole(independent),
    designEffect: effect,
    outputs,
    prompts: whole(outputs / outputsPerPrompt),
  }
}

/** Pairs to find a mean difference with a two-sided paired t test: power from the noncentral t. Null for no difference. */
export function pairsForDifference(difference: number, sd: number, alpha = 0.05, power = 0.8): number | null {
  if (!(difference !== 0 && sd > 0)) return null
  const effect = Math.abs(difference) / sd
  const enough = (n: number) => {
    const critical = tQuantile(1 - alpha / 2, n - 1)
    const shift = effect * Math.sqrt(n)
    return 1 - noncentralTCdf(critical, n - 1, shift) + noncentralTCdf(-critical, n - 1, shift) >= power
  }
  return smallestFrom(2, enough)
}

/** Outputs of each of two models to find a difference of means, outputs independent: 2((z_a + z_b) sd/d)². */
export function outputsPerModel(difference: number, sd: number, alpha = 0.05, power = 0.8): number | null {
  if (difference === 0) return null
  return whole(2 * ((normalQuantile(1 - alpha / 2) + normalQuantile(power)) * (sd / difference)) ** 2)
}

/** Outputs to find a correlation: ((z_a + z_b)/atanh r)² + 3. */
export function outputsForCorrelation(r: number, alpha = 0.05, power = 0.8): number | null {
  if (r === 0 || Math.abs(r) >= 1) return null
  return whole(((normalQuantile(1 - alpha / 2) + normalQuantile(power)) / Math.atanh(r)) ** 2 + 3)
}

/** Smallest n whose Wilson interval at a share p is at most ± halfWidth wide. */
export function outputsForShare(p: number, halfWidth: number, level = 0.95): number {
  return smallestFrom(1, (n) => {
    const [lo, hi] = wilsonInterval(p * n, n, level)!
    return (hi - lo) / 2 <= halfWidth
  })
}

/** Outputs for an ICC with an interval of full width w, k ratings each: 8z²(1 − ρ)²(1 + (k − 1)ρ)²/(k(k − 1)w²) + 1. Bonett (2002), Statistics in Medicine 21, 1331–1335. */
export function outputsForIcc(icc: number, raters: number, width: number, level = 0.95): number | null {
  if (raters < 2) return null
  const z = normalQuantile(0.5 + level / 2)
  const spread = ((1 - icc) * (1 + (raters - 1) * icc)) ** 2
  return whole((8 * z * z * spread) / (raters * (raters - 1) * width * width) + 1)
}

/** Labels that n labels and N signals of correlation ρ are worth: n(n + N)/(n + (1 − ρ²)N). */
export function effectiveLabels(n: number, unlabelled: number, correlation: number): number {
  return (n * (n + unlabelled)) / (n + (1 - correlation * correlation) * unlabelled)
}

/** Rounds up; 1e-9 keeps a whole number whole. */
function whole(value: number): number {
  return Math.ceil(value - 1e-9)
}

/** The least n from which a rising condition holds, by doubling and halving. */
function smallestFrom(least: number, holds: (n: number) => boolean): number {
  if (holds(least)) return least
  let low = least
  let high = least * 2
  while (!holds(high)) {
    low = high
    high *= 2
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}
