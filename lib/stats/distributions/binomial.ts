import { incompleteBeta } from './incomplete-beta'

/** P(X ≤ k) for X ~ Binomial(n, p): the upper tail of Beta(k + 1, n − k) at p. */
export function binomialCdf(k: number, n: number, p: number): number {
  checkProbability(p)
  if (k < 0) return 0
  if (k >= n) return 1
  const whole = Math.floor(k)
  return incompleteBeta(p, 1 - p, whole + 1, n - whole).upper
}

/** P(X ≥ k), exact where it is small. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  checkProbability(p)
  if (k <= 0) return 1
  if (k > n) return 0
  const whole = Math.ceil(k)
  return incompleteBeta(p, 1 - p, whole, n - whole + 1).lower
}

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability lies in 0…1, got ${p}`)
}
