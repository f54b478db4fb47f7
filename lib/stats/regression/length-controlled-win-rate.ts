import { normalQuantile } from '../distributions/normal'
import { tQuantile } from '../distributions/student-t'
import type { Interval } from '../estimate'
import { sum } from '../sum'
import { fractionalLogit, share } from './fractional-logit'

/** One comparison a row. */
export interface Comparisons {
  /** Length of the model's and of the baseline's text, in characters. */
  lengths: ArrayLike<number>
  baselineLengths: ArrayLike<number>
  /** How far the prompt favours any model over the baseline; centred by choice. */
  difficulty: ArrayLike<number>
  /** Preference for the model, 0…1. */
  preference: ArrayLike<number>
  prompts?: ArrayLike<number | string>
}

export interface WinRate {
  /** Mean preference as it is, and had both texts the same length; 0…1. */
  raw: number | null
  controlled: number | null
  /** Delta method with the sandwich covariance of the coefficients; limits by t(G − 1) where prompts are given. */
  se: number | null
  ci: Interval | null
  coefficients: { intercept: number | null; length: number | null; difficulty: number | null } | null
  /** Standard error of the mean of the predictions, which ignores that the coefficients are estimated. */
  semOfPredictions: number | null
  n: number
  reason?: string
}

/**
 * Length-controlled win rate: logit P(model preferred) = β0 + β1 tanh(Δ/sd Δ) + β2 difficulty, Δ the difference of
 * lengths; controlled = mean prediction with Δ = 0.
 *
 * Source: Dubois, Galambosi, Liang & Hashimoto (2024), arXiv 2404.04475, here without their penalty and gamed baselines,
 * and with an error that counts the coefficients' own.
 */
export function lengthControlledWinRate(comparisons: Comparisons, level = 0.95): WinRate {
  const { lengths, baselineLengths, difficulty, preference, prompts } = comparisons
  const n = preference.length
  const none: WinRate = {
    raw: n > 0 ? sum(preference) / n : null,
    controlled: null,
    se: null,
    ci: null,
    coefficients: null,
    semOfPredictions: null,
    n,
  }
  if (n < 4) return { ...none, reason: 'needs at least 4 comparisons' }
  const difference = Array.from(lengths, (length, i) => length - baselineLengths[i]!)
  const mean = sum(difference) / n
  const sd = Math.sqrt(sum(difference.map((d) => (d - mean) ** 2)) / (n - 1))
  const x = difference.flatMap((d, i) => [1, sd > 0 ? Math.tanh(d / sd) : 0, difficulty[i]!])
  const fit = fractionalLogit(x, preference, ['intercept', 'length', 'difficulty'], prompts)
  if (fit.coefficients === null || fit.covariance === null)
    return { ...none, ...(fit.reason ? { reason: fit.reason } : {}) }
  const [intercept = null, length = null, slope = null] = fit.coefficients
  const predictions = Array.from(difficulty, (value) => share((intercept ?? 0) + (slope ?? 0) * value))
  const controlled = sum(predictions) / n
  const gradient = [
    sum(predictions.map((mu) => mu * (1 - mu))) / n,
    0,
    sum(predictions.map((mu, i) => mu * (1 - mu) * difficulty[i]!)) / n,
  ]
  let variance = 0
  gradient.forEach((a, j) => {
    gradient.forEach((b, k) => {
      variance += a * b * fit.covariance![j * 3 + k]!
    })
  })
  const se = Math.sqrt(Math.max(0, variance))
  const p = 0.5 + level / 2
  const half = (prompts && fit.clusters > 1 ? tQuantile(p, fit.clusters - 1) : normalQuantile(p)) * se
  const spread = sum(predictions.map((mu) => (mu - controlled) ** 2)) / (n - 1)
  return {
    ...none,
    controlled,
    se,
    ci: [Math.max(0, controlled - half), Math.min(1, controlled + half)],
    coefficients: { intercept, length, difficulty: slope },
    semOfPredictions: Math.sqrt(spread / n),
  }
}
