import { gammaDensityTimesX, incompleteGamma } from './incomplete-gamma'
import { solveLogTail } from './solve-log-tail'

/** P(X ≤ x) for chi-square with df degrees of freedom. */
export function chiSquareCdf(x: number, df: number): number {
  return x <= 0 ? 0 : incompleteGamma(df / 2, x / 2).lower
}

/** P(X > x), exact where it is small. */
export function chiSquareUpperTail(x: number, df: number): number {
  return x <= 0 ? 1 : incompleteGamma(df / 2, x / 2).upper
}

/** The x with P(X ≤ x) = p, 0 < p < 1. */
export function chiSquareQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a chi-square quantile needs 0 < p < 1, got ${p}`)
  const a = df / 2
  const start = Math.log(a)
  if (p <= 0.5) {
    const log = solveLogTail(Math.log(p), start, (s) => {
      const x = Math.exp(s)
      return { tail: incompleteGamma(a, x).lower, slope: gammaDensityTimesX(a, x) }
    })
    return 2 * Math.exp(log)
  }
  // The upper tail falls in s: mirrored, it rises and is concave as the solver wants it.
  const log = -solveLogTail(Math.log(1 - p), -start, (s) => {
    const x = Math.exp(-s)
    return { tail: incompleteGamma(a, x).upper, slope: gammaDensityTimesX(a, x) }
  })
  return 2 * Math.exp(log)
}
