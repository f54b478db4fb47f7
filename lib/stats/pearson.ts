import { type Correlation, clampCorrelation, fisherHalfWidth, fisherInterval } from './correlation-estimate'
import { tTwoSidedP } from './distributions/student-t'
import { sum } from './sum'

/** Sums over rows (x, y). Take them of centred values where the mean is large beside the spread. */
export interface PairSums {
  n: number
  sumX: number
  sumY: number
  sumXX: number
  sumYY: number
  sumXY: number
}

/**
 * Pearson's r from sums, with Fisher's interval tanh(atanh r ∓ z/√(n − 3)) (n ≥ 4) and the t test on n − 2 degrees of
 * freedom (n ≥ 3). Null where either side is constant. Rows are taken as independent.
 *
 * Source: Fisher (1921), Metron 1, 3–32.
 */
export function pearsonFromSums(sums: PairSums, level = 0.95): Correlation {
  const { n } = sums
  if (n < 2) return { estimate: null, ci: null, p: null, n, reason: 'needs at least 2 rows' }
  const centred = centredProducts(sums)
  if (centred === null) return { estimate: null, ci: null, p: null, n, reason: 'one side is constant' }
  const r = clampCorrelation(centred.xy / Math.sqrt(centred.xx * centred.yy))
  const ci = n > 3 ? fisherInterval(r, fisherHalfWidth(1 / (n - 3), level)) : null
  const answer: Correlation = { estimate: r, ci, p: correlationTestP(r, n), n }
  if (ci === null) answer.reason = n > 3 ? 'a correlation of ±1 has no interval' : 'needs at least 4 rows'
  return answer
}

/** Pearson's r of two columns of equal length, centred before they are multiplied. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>, level = 0.95): Correlation {
  const n = x.length
  const meanX = n === 0 ? 0 : sum(x) / n
  const meanY = n === 0 ? 0 : sum(y) / n
  const size = { xx: 0, yy: 0 }
  const sums = { n, sumX: 0, sumY: 0, sumXX: 0, sumYY: 0, sumXY: 0 }
  for (let i = 0; i < n; i++) {
    const dx = x[i]! - meanX
    const dy = y[i]! - meanY
    sums.sumX += dx
    sums.sumY += dy
    sums.sumXX += dx * dx
    sums.sumYY += dy * dy
    sums.sumXY += dx * dy
    size.xx += x[i]! ** 2
    size.yy += y[i]! ** 2
  }
  // What remains of a constant column after centring is rounding of the mean.
  if (sums.sumXX <= 1e-24 * size.xx) sums.sumXX = 0
  if (sums.sumYY <= 1e-24 * size.yy) sums.sumYY = 0
  return pearsonFromSums(sums, level)
}

/** Products about the means, null where x or y does not vary. */
export function centredProducts(sums: PairSums): { xx: number; yy: number; xy: number } | null {
  const xx = sums.sumXX - (sums.sumX * sums.sumX) / sums.n
  const yy = sums.sumYY - (sums.sumY * sums.sumY) / sums.n
  const xy = sums.sumXY - (sums.sumX * sums.sumY) / sums.n
  return xx > 1e-13 * sums.sumXX && yy > 1e-13 * sums.sumYY ? { xx, yy, xy } : null
}

/** Two-sided p of r = 0 by t = r √((n − 2)/(1 − r²)); null below 3 rows. */
export function correlationTestP(r: number, n: number): number | null {
  if (n < 3) return null
  return Math.abs(r) === 1 ? 0 : tTwoSidedP(r * Math.sqrt((n - 2) / (1 - r * r)), n - 2)
}
