import { concordance } from './concordance'
import { fisherHalfWidth, fisherInterval } from './correlation-estimate'
import { normalUpperTail } from './distributions/normal'
import type { Interval } from './estimate'
import { levelsOf } from './levels'

/** Rank agreement of pairs of rows. All coefficients lie in −1…1 and are null where their denominator is 0. */
export interface Kendall {
  tauB: number | null
  tauC: number | null
  gamma: number | null
  /** Somers' d of y given x: pairs that tie on x are left out. */
  somersD: number | null
  /** Pairs of rows. */
  concordant: number
  discordant: number
  /** Of τ-b; rows taken as independent. */
  ci: Interval | null
  p: number | null
  n: number
  reason?: string
}

/**
 * Kendall's τ-b, with τ-c, Goodman–Kruskal's γ and Somers' d, in O(n log n). From a table: `pairsOfTable`.
 *
 *     τ-b = (C − D)/√((n0 − n1)(n0 − n2)),  n0 = n(n − 1)/2, n1 and n2 the pairs that tie on x and on y
 *
 * p: normal, with the variance corrected for ties (Kendall & Gibbons 1990); interval:
 * tanh(atanh τ ∓ z √(0.437/(n − 4))), n ≥ 5 (Fieller, Hartley & Pearson 1957, Biometrika 44, 470–481).
 *
 * @param counts how often each pair occurs, 1 by default.
 */
export function kendall(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  counts?: ArrayLike<number>,
  level = 0.95,
): Kendall {
  const xs = levelsOf(x, counts)
  const ys = levelsOf(y, counts)
  const perRow = concordance(xs, ys, counts)
  let n = 0
  let concordant = 0
  let discordant = 0
  for (let i = 0; i < x.length; i++) {
    const weight = counts ? counts[i]! : 1
    n += weight
    concordant += (weight * perRow.concordant[i]!) / 2
    discordant += (weight * perRow.discordant[i]!) / 2
  }
  const pairs = (n * (n - 1)) / 2
  const untiedX = pairs - tieSum(xs.counts, (t) => t * (t - 1)) / 2
  const untiedY = pairs - tieSum(ys.counts, (t) => t * (t - 1)) / 2
  const score = concordant - discordant
  if (untiedX <= 0 || untiedY <= 0) {
    const none = { tauB: null, tauC: null, gamma: null, somersD: null, ci: null, p: null }
    return {
      ...none,
      concordant,
      discordant,
      n,
      reason: n < 2 ? 'needs at least 2 rows' : 'one side is constant',
    }
  }
  const tauB = score / Math.sqrt(untiedX * untiedY)
  const side = Math.min(xs.levels.length, ys.levels.length)
  const decided = concordant + discordant
  const z = score / Math.sqrt(tieCorrectedVariance(xs.counts, ys.counts, n))
  return {
    tauB,
    tauC: (2 * score) / ((n * n * (side - 1)) / side),
    gamma: decided > 0 ? score / decided : null,
    somersD: score / untiedX,
    concordant,
    discordant,
    ci: n > 4 ? fisherInterval(tauB, fisherHalfWidth(0.437 / (n - 4), level)) : null,
    p: Math.min(1, 2 * normalUpperTail(Math.abs(z))),
    n,
  }
}

/** Variance of C − D under independence, given the ties of both margins. */
function tieCorrectedVariance(x: Float64Array, y: Float64Array, n: number): number {
  const spread = (t: number) => t * (t - 1) * (2 * t + 5)
  const twos = (t: number) => t * (t - 1)
  const threes = (t: number) => t * (t - 1) * (t - 2)
  const plain = (spread(n) - tieSum(x, spread) - tieSum(y, spread)) / 18
  const pairTies = (tieSum(x, twos) * tieSum(y, twos)) / (2 * n * (n - 1))
  if (n < 3) return plain + pairTies
  return plain + pairTies + (tieSum(x, threes) * tieSum(y, threes)) / (9 * n * (n - 1) * (n - 2))
}

function tieSum(counts: Float64Array, f: (t: number) => number): number {
  let total = 0
  for (const count of counts) total += f(count)
  return total
}
