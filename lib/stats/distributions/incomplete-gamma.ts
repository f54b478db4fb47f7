import { devianceTerm, stirlingError } from './log-gamma'

/** Both tails of a distribution function; each is exact in relative terms where it is small. */
export interface Tails {
  lower: number
  upper: number
}

const EPSILON = 2 ** -53
const TINY = 1e-300
const MAX_TERMS = 1_000_000

/**
 * Regularised incomplete gamma functions P(a, x) (lower) and Q(a, x) (upper), a > 0, x ≥ 0.
 * Series for x < a + 1, Lentz's continued fraction above.
 *
 * Source: DLMF 8.7.1 and 8.9.2; the leading factor in Loader's form, which stays exact for large a.
 */
export function incompleteGamma(a: number, x: number): Tails {
  if (!(a > 0) || !(x >= 0)) throw new RangeError(`incompleteGamma needs a > 0 and x >= 0, got ${a}, ${x}`)
  if (x === 0) return { lower: 0, upper: 1 }
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 }
  const factor = gammaDensityTimesX(a, x)
  if (x < a + 1) {
    const lower = Math.min(1, factor * series(a, x))
    return { lower, upper: 1 - lower }
  }
  const upper = Math.min(1, factor * continuedFraction(a, x))
  return { lower: 1 - upper, upper }
}

/** x · density of Gamma(a, 1) at x = x^a e^−x / Γ(a). */
export function gammaDensityTimesX(a: number, x: number): number {
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a) - devianceTerm(a, x))
}

function series(a: number, x: number): number {
  let term = 1 / a
  let total = term
  for (let n = 1; n < MAX_TERMS; n++) {
    term *= x / (a + n)
    total += term
    if (term < total * EPSILON) break
  }
  return total
}

function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let h = d
  for (let i = 1; i < MAX_TERMS; i++) {
    const an = -i * (i - a)
    b += 2
    d = an * d + b
    if (Math.abs(d) < TINY) d = TINY
    c = b + an / c
    if (Math.abs(c) < TINY) c = TINY
    d = 1 / d
    const change = d * c
    h *= change
    if (Math.abs(change - 1) <= 2 * EPSILON) break
  }
  return h
}
