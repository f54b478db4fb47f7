import { betaDensityTimesXY, incompleteBeta } from './incomplete-beta'
import { solveLogTail } from './solve-log-tail'

/** P(X ≤ x) for X ~ Beta(a, b). */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  return incompleteBeta(x, 1 - x, a, b).lower
}

/** P(X > x) for X ~ Beta(a, b), exact where it is small. */
export function betaUpperTail(x: number, a: number, b: number): number {
  if (x <= 0) return 1
  if (x >= 1) return 0
  return incompleteBeta(x, 1 - x, a, b).upper
}

/** The x with P(X ≤ x) = p for X ~ Beta(a, b). */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies in 0…1, got ${p}`)
  if (p === 0) return 0
  if (p === 1) return 1
  return 1 / (1 + Math.exp(-betaLogitQuantile(p, 1 - p, a, b)))
}

/**
 * ln(x/(1 − x)) of the quantile x with lower tail `lower` and upper tail `upper` (which add up to 1; both are given so
 * that a tiny one keeps its digits). On this scale neither end of 0…1 loses precision, so that t and F use it too.
 *
 * @param near where it is about: the nearer, the fewer steps.
 */
export function betaLogitQuantile(
  lower: number,
  upper: number,
  a: number,
  b: number,
  near = Math.log(a / b),
): number {
  if (lower > upper) return -betaLogitQuantile(upper, lower, b, a, -near)
  return solveLogTail(Math.log(lower), near, (s) => {
    const x = 1 / (1 + Math.exp(-s))
    const y = 1 / (1 + Math.exp(s))
    const tail = incompleteBeta(x, y, a, b).lower
    return { tail, slope: betaDensityTimesXY(x, y, a, b) }
  })
}
