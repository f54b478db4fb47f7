import { normalQuantile } from './distributions/normal'
import { tQuantile, tTwoSidedP } from './distributions/student-t'
import type { Interval } from './estimate'
import { sum } from './sum'

/** A correlation −1…1 of independent rows. */
export interface Correlation {
  estimate: number | null
  ci: Interval | null
  p: number | null
  n: number
  reason?: string
}

/** A correlation −1…1 of rows in clusters; `se` is on the scale of the correlation itself. */
export interface ClusteredCorrelation extends Correlation {
  se: number | null
  df: number | null
  clusters: number
}

/** tanh(atanh r ∓ half): Fisher's scale, on which the spread hardly depends on r. Null at ±1. */
export function fisherInterval(r: number, halfWidth: number): Interval | null {
  if (Math.abs(r) >= 1) return null
  const z = Math.atanh(r)
  return [Math.tanh(z - halfWidth), Math.tanh(z + halfWidth)]
}

/** z(level) · √variance, the half width of a normal interval on Fisher's scale. */
export function fisherHalfWidth(variance: number, level: number): number {
  return normalQuantile(0.5 + level / 2) * Math.sqrt(variance)
}

/** Rounding can carry a correlation past ±1 by the last digit, and no further. */
export function clampCorrelation(r: number): number {
  return Math.max(-1, Math.min(1, Math.abs(r) > 1 - 1e-14 ? Math.sign(r) : r))
}

/**
 * Interval of a correlation from the sum of its influence function over each cluster:
 *
 *     V = G/(G − 1) Σ_g Ψ_g²,  z = atanh r ± t(df) √V/(1 − r²),  df = (Σ n_g)²/Σ n_g² − 1
 *
 * The influence function ψ of r turns any correlation into a mean to first order (Hampel 1974, JASA 69, 383–393), and a
 * mean of clustered rows has the sandwich variance; Fisher's scale keeps the limits inside −1…1; df is Kish's effective
 * number of clusters less 1.
 *
 * @param influence Ψ_g = Σ_(i in g) ψ_i / N of each cluster that holds rows; @param sizes n_g of the same clusters.
 */
export function correlationFromInfluence(
  r: number,
  influence: ArrayLike<number>,
  sizes: ArrayLike<number>,
  level: number,
): ClusteredCorrelation {
  const clusters = influence.length
  const n = sum(sizes)
  const none = { estimate: r, ci: null, se: null, df: null, p: null, n, clusters }
  if (clusters < 2) return { ...none, reason: 'needs at least 2 prompts' }
  if (Math.abs(r) >= 1) return { ...none, reason: 'a correlation of ±1 has no interval' }
  const variance = (clusters / (clusters - 1)) * sumOfSquares(influence)
  const df = n ** 2 / sumOfSquares(sizes) - 1
  const se = Math.sqrt(variance)
  const scaled = se / (1 - r * r)
  const p = scaled > 0 ? tTwoSidedP(Math.atanh(r) / scaled, df) : null
  const ci = fisherInterval(r, scaled * tQuantile(0.5 + level / 2, df))
  return { estimate: r, ci, se, df, p, n, clusters }
}

/**
 * Interval of a correlation from its values with one cluster left out, on Fisher's scale:
 *
 *     V = (G − 1)/G Σ_g (atanh r_(−g) − atanh r)²,  z = atanh r ± t(df) √V,  df = (Σ n_g)²/Σ n_g² − 1
 *
 * Source: Efron & Stein (1981), Ann. Statist. 9, 586–596: the delete-one-cluster jackknife does not understate the
 * variance. With prompt effects in both columns a nominal 95 % covered .94/.94/.96/.95 at 6/12/30/100 prompts, the
 * sandwich .91/.92/.94/.95.
 *
 * @param leftOut r without each cluster, NaN where it is undefined; @param sizes n_g of the same clusters; @param name of
 *   what is estimated, for the reason.
 */
export function correlationFromJackknife(
  r: number,
  leftOut: Float64Array,
  sizes: ArrayLike<number>,
  level: number,
  name = 'correlation',
): ClusteredCorrelation {
  const clusters = leftOut.length
  const n = sum(sizes)
  const none = { estimate: r, ci: null, se: null, df: null, p: null, n, clusters }
  if (clusters < 2) return { ...none, reason: 'needs at least 2 prompts' }
  if (Math.abs(r) >= 1) return { ...none, reason: `a ${name} of ±1 has no interval` }
  const z = Math.atanh(r)
  const squares = new Float64Array(clusters)
  for (let g = 0; g < clusters; g++) {
    const without = leftOut[g]!
    if (!(Math.abs(without) < 1)) {
      return { ...none, reason: `without one of its prompts the ${name} is undefined` }
    }
    squares[g] = (Math.atanh(without) - z) ** 2
  }
  const seFisher = Math.sqrt(((clusters - 1) / clusters) * sum(squares))
  const df = n ** 2 / sumOfSquares(sizes) - 1
  const p = seFisher > 0 ? tTwoSidedP(z / seFisher, df) : null
  const ci = fisherInterval(r, seFisher * tQuantile(0.5 + level / 2, df))
  return { estimate: r, ci, se: seFisher * (1 - r * r), df, p, n, clusters }
}

function sumOfSquares(values: ArrayLike<number>): number {
  const squares = new Float64Array(values)
  for (let g = 0; g < squares.length; g++) squares[g]! *= squares[g]!
  return sum(squares)
}
