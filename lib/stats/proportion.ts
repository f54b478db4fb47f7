import { betaQuantile } from './distributions/beta'
import { normalQuantile } from './distributions/normal'
import { tQuantile } from './distributions/student-t'
import type { Interval } from './estimate'
import { sum } from './sum'

/**
 * Wilson's score interval for x of n, without continuity correction. x and n may be fractions (an effective n).
 * Null where n is 0.
 *
 *     (p + z²/2n ∓ z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)
 *
 * Source: Wilson (1927), JASA 22, 209–212.
 */
export function wilsonInterval(x: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null
  const z = normalQuantile(0.5 + level / 2)
  const p = x / n
  const centre = p + (z * z) / (2 * n)
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  const lo = x <= 0 ? 0 : Math.max(0, (centre - half) / scale)
  const hi = x >= n ? 1 : Math.min(1, (centre + half) / scale)
  return [lo, hi]
}

/**
 * The exact (Clopper–Pearson) interval for x of n: beta quantiles, 0 and 1 at the ends. Null where n is 0.
 *
 * Source: Clopper & Pearson (1934), Biometrika 26, 404–413.
 */
export function clopperPearsonInterval(x: number, n: number, level = 0.95): Interval | null {
  if (!(n > 0)) return null
  const tail = (1 - level) / 2
  return [lowerLimit(x, n, tail), upperLimit(x, n, tail)]
}

/** One-sided upper Clopper–Pearson bound: the proportion is at most this with confidence `level`. Null where n is 0. */
export function clopperPearsonUpper(x: number, n: number, level = 0.95): number | null {
  return n > 0 ? upperLimit(x, n, 1 - level) : null
}

/** One-sided lower Clopper–Pearson bound. Null where n is 0. */
export function clopperPearsonLower(x: number, n: number, level = 0.95): number | null {
  return n > 0 ? lowerLimit(x, n, 1 - level) : null
}

function lowerLimit(x: number, n: number, tail: number): number {
  return x <= 0 ? 0 : betaQuantile(tail, x, n - x + 1)
}

function upperLimit(x: number, n: number, tail: number): number {
  return x >= n ? 1 : 1 - betaQuantile(tail, n - x, x + 1)
}

/** A share of clustered rows. `ci` is Wilson's and `exact` Clopper–Pearson's, both at the effective n. */
export interface ClusteredProportion {
  estimate: number | null
  ci: Interval | null
  exact: Interval | null
  n: number
  clusters: number
  /** Variance with clustering over variance without; null where it cannot be told (no variance, one cluster). */
  designEffect: number | null
  nEffective: number
  reason?: string
}

/**
 * Share of rows that hold, when rows come in clusters: Wilson and Clopper–Pearson at an effective n,
 *
 *     n_eff = min(n, n/deff · (t(n − 1)/t(G − 1))²),  t(df) the quantile of the level: few clusters know their own variance badly
 *
 * The clustered variance is CR2's (`clusteredMean`); at 0 or 1 the design effect is unknown, and n_eff = n.
 *
 * Source: Korn & Graubard (1998), Survey Methodology 24, 193–201, for Clopper–Pearson; Franco, Little, Louis & Slud (2019),
 * J. Survey Statistics and Methodology 7, 334–364, for Wilson.
 *
 * @param counts rows of each cluster; @param holds how many of them hold.
 */
export function clusteredProportion(
  counts: ArrayLike<number>,
  holds: ArrayLike<number>,
  level = 0.95,
): ClusteredProportion {
  const n = sum(counts)
  let clusters = 0
  for (let g = 0; g < counts.length; g++) if (counts[g]! > 0) clusters++
  if (n === 0) return noProportion
  const held = sum(holds)
  return proportionAt(held, n, clusters, designEffectOfShare(counts, holds, held / n, n, clusters), level)
}

/** The share of no rows at all. */
export const noProportion: ClusteredProportion = {
  estimate: null,
  ci: null,
  exact: null,
  n: 0,
  clusters: 0,
  designEffect: null,
  nEffective: 0,
  reason: 'no rows',
}

/** The share held/n with the intervals of its effective n (`clusteredProportion`); n above 0. */
export function proportionAt(
  held: number,
  n: number,
  clusters: number,
  designEffect: number | null,
  level = 0.95,
): ClusteredProportion {
  const estimate = held / n
  const nEffective = designEffect === null ? n : effectiveRows(n, clusters, designEffect, level)
  const hits = estimate * nEffective
  return {
    estimate,
    ci: wilsonInterval(hits, nEffective, level),
    exact: clopperPearsonInterval(hits, nEffective, level),
    n,
    clusters,
    designEffect,
    nEffective,
    ...(clusters < 2 ? { reason: 'one prompt: the interval takes its rows as independent' } : {}),
  }
}

function effectiveRows(n: number, clusters: number, designEffect: number, level: number): number {
  return Math.min(n, (n * knownVariance(n, clusters, level)) / designEffect)
}

/** (t(n − 1)/t(G − 1))²: few clusters know their own variance badly. */
function knownVariance(n: number, clusters: number, level: number): number {
  const p = 0.5 + level / 2
  return (tQuantile(p, n - 1) / tQuantile(p, clusters - 1)) ** 2
}

/** A share of comparisons that one side wins. */
export interface PreferenceShare {
  estimate: number | null
  ci: Interval | null
  n: number
  clusters: number
}

/**
 * Share of clustered comparisons that one side wins, a tie counting half: Wilson's interval at the effective n of
 * `clusteredProportion`. A tie varies less than a win or a loss, so that here n_eff may be above n; where the variance is
 * not known (one cluster, nothing but ties, wins or losses) it is n.
 *
 * @param counts comparisons of each cluster; @param wins how many of them are won, ties as half.
 */
export function preferenceShare(
  counts: ArrayLike<number>,
  wins: ArrayLike<number>,
  level = 0.95,
): PreferenceShare {
  const n = sum(counts)
  let clusters = 0
  for (let g = 0; g < counts.length; g++) if (counts[g]! > 0) clusters++
  if (n === 0) return { estimate: null, ci: null, n, clusters }
  const estimate = sum(wins) / n
  const effect = designEffectOfShare(counts, wins, estimate, n, clusters)
  const nEffective = effect === null || effect < 1e-12 ? n : (n * knownVariance(n, clusters, level)) / effect
  return { estimate, ci: wilsonInterval(estimate * nEffective, nEffective, level), n, clusters }
}

function designEffectOfShare(
  counts: ArrayLike<number>,
  holds: ArrayLike<number>,
  share: number,
  n: number,
  clusters: number,
): number | null {
  if (clusters < 2 || share <= 0 || share >= 1) return null
  let variance = 0
  for (let g = 0; g < counts.length; g++) {
    if (counts[g] === 0) continue
    variance += ((holds[g]! - counts[g]! * share) / n) ** 2 / (1 - counts[g]! / n)
  }
  return variance / ((share * (1 - share)) / n)
}
