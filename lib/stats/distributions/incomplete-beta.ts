import type { Tails } from './incomplete-gamma'
import { devianceTerm, stirlingError } from './log-gamma'

const EPSILON = 2 ** -53
const TINY = 1e-300
const MAX_TERMS = 1_000_000

/**
 * Regularised incomplete beta function: I_x(a, b) (lower) and 1 − I_x(a, b) (upper), a > 0, b > 0.
 * `y` is 1 − x, given apart so that neither end loses digits.
 *
 * Source: DLMF 8.17.22 by Lentz's method, on the side where the fraction converges.
 */
export function incompleteBeta(x: number, y: number, a: number, b: number): Tails {
  if (!(a > 0) || !(b > 0)) throw new RangeError(`incompleteBeta needs a > 0 and b > 0, got ${a}, ${b}`)
  if (!(x >= 0) || !(y >= 0)) throw new RangeError(`incompleteBeta needs 0 <= x <= 1, got ${x}`)
  if (x === 0) return { lower: 0, upper: 1 }
  if (y === 0) return { lower: 1, upper: 0 }
  const factor = betaDensityTimesXY(x, y, a, b)
  if (x < (a + 1) / (a + b + 2)) {
    const lower = Math.min(1, (factor * continuedFraction(x, a, b)) / a)
    return { lower, upper: 1 - lower }
  }
  const upper = Math.min(1, (factor * continuedFraction(y, b, a)) / b)
  return { lower: 1 - upper, upper }
}

/** x(1 − x) · density of Beta(a, b) at x = x^a (1 − x)^b / B(a, b), in Loader's form: exact for large a and b. */
export function betaDensityTimesXY(x: number, y: number, a: number, b: number): number {
  const n = a + b
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - devianceTerm(a, n * x) - devianceTerm(b, n * y)
  return Math.sqrt(((a / n) * b) / (2 * Math.PI)) * Math.exp(exponent)
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = guard(1 - ((a + b) * x) / (a + 1))
  d = 1 / d
  let h = d
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / guard(1 + even * d)
    c = guard(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / guard(1 + odd * d)
    c = guard(1 + odd / c)
    const change = d * c
    h *= change
    if (Math.abs(change - 1) <= 2 * EPSILON) break
  }
  return h
}

function guard(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}
