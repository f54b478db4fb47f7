import { betaLogitQuantile } from './beta'
import { incompleteBeta } from './incomplete-beta'
import { normalCdf, normalQuantile } from './normal'

/**
 * P(|T| ≥ |t|) for Student's t with `df` degrees of freedom (any positive number, Infinity for the normal).
 * I_x(df/2, ½) with x = df/(df + t²), DLMF 8.17; exact where it is small.
 */
export function tTwoSidedP(t: number, df: number): number {
  checkDf(df)
  if (t === 0) return 1
  if (df === Number.POSITIVE_INFINITY) return 2 * normalCdf(-Math.abs(t))
  const tt = t * t
  if (tt === Number.POSITIVE_INFINITY) return 0
  return incompleteBeta(df / (df + tt), tt / (df + tt), df / 2, 0.5).lower
}

/** P(T > t), exact where it is small. */
export function tUpperTail(t: number, df: number): number {
  const half = tTwoSidedP(t, df) / 2
  return t >= 0 ? half : 1 - half
}

/** P(T ≤ t), exact where it is small. */
export function tCdf(t: number, df: number): number {
  return tUpperTail(-t, df)
}

/** The t with P(T ≤ t) = p, 0 < p < 1. t² = df · x/(1 − x), where x is a quantile of Beta(½, df/2). */
export function tQuantile(p: number, df: number): number {
  checkDf(df)
  if (!(p > 0 && p < 1)) throw new RangeError(`a t quantile needs 0 < p < 1, got ${p}`)
  if (p === 0.5) return 0
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p)
  const outside = p < 0.5 ? 2 * p : 2 * (1 - p)
  const inside = Math.abs(2 * p - 1)
  const logit = betaLogitQuantile(inside, outside, 0.5, df / 2, logitNear(p, df))
  const t = Math.sqrt(df) * Math.exp(logit / 2)
  return p < 0.5 ? -t : t
}

/** ln(t²/df) to a few digits, by the first terms of Fisher & Cornish (1960), Technometrics 2, 209–225; below 3 by the mean. */
function logitNear(p: number, df: number): number | undefined {
  if (df < 3) return undefined
  const z = normalQuantile(p)
  const t = z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df * df)
  return Math.log((t * t) / df)
}

function checkDf(df: number): void {
  if (!(df > 0)) throw new RangeError(`degrees of freedom must be positive, got ${df}`)
}
