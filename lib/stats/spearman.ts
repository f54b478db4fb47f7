import { type Correlation, clampCorrelation, fisherHalfWidth, fisherInterval } from './correlation-estimate'
import { levelsOf, midDistribution } from './levels'
import { correlationTestP } from './pearson'

/**
 * Spearman's ρ with mid-ranks for ties, in O(n log n). From a contingency table: `pairsOfTable`, then its counts.
 * Interval: Bonett–Wright, tanh(atanh ρ ∓ z √((1 + ρ²/2)/(n − 3))), for n ≥ 4 and |ρ| < 1; test: t on n − 2.
 * Rows are taken as independent; with clusters use `clusteredSpearman`.
 *
 * Source: Spearman (1904); Bonett & Wright (2000), Psychometrika 65, 23–28.
 *
 * @param counts how often each pair occurs, 1 by default.
 */
export function spearman(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  counts?: ArrayLike<number>,
  level = 0.95,
): Correlation {
  const xs = levelsOf(x, counts)
  const ys = levelsOf(y, counts)
  let n = 0
  for (let i = 0; i < x.length; i++) n += counts ? counts[i]! : 1
  if (n < 2) return { estimate: null, ci: null, p: null, n, reason: 'needs at least 2 rows' }
  const a = midDistribution(xs.counts)
  const b = midDistribution(ys.counts)
  let xx = 0
  let yy = 0
  let xy = 0
  for (let i = 0; i < x.length; i++) {
    const weight = counts ? counts[i]! : 1
    const dx = a[xs.index[i]!]! - 0.5
    const dy = b[ys.index[i]!]! - 0.5
    xx += weight * dx * dx
    yy += weight * dy * dy
    xy += weight * dx * dy
  }
  if (xs.levels.length < 2 || ys.levels.length < 2) {
    return { estimate: null, ci: null, p: null, n, reason: 'one side is constant' }
  }
  const rho = clampCorrelation(xy / Math.sqrt(xx * yy))
  const ci = n > 3 ? fisherInterval(rho, fisherHalfWidth((1 + (rho * rho) / 2) / (n - 3), level)) : null
  const answer: Correlation = { estimate: rho, ci, p: correlationTestP(rho, n), n }
  if (ci === null) answer.reason = n > 3 ? 'a correlation of ±1 has no interval' : 'needs at least 4 rows'
  return answer
}
