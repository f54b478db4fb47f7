import { normalQuantile } from '../distributions/normal'
import type { Interval } from '../estimate'
import type { ChanceCorrected } from './chance-corrected'

/** Credit for ratings that differ: none, 1 − |a − b|/(K − 1), or 1 − (a − b)²/(K − 1)². */
export type KappaWeights = 'identity' | 'linear' | 'quadratic'

/**
 * Cohen's κ of two raters from their table over **all** declared levels (rows one rater, columns the other), with the
 * large-sample error. Quadratic weights punish a shift of the mean too, unlike a correlation. Rows taken as independent.
 *
 *     κ = (p_o − p_e)/(1 − p_e)
 *     var = [Σ p_ab (w_ab(1 − p_e) − (w̄_a + w̄_b)(1 − p_o))² − (p_o p_e − 2p_e + p_o)²]/(n(1 − p_e)⁴)
 *
 * Source: Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, 323–327.
 */
export function weightedKappa(
  table: ArrayLike<ArrayLike<number>>,
  weights: KappaWeights,
  level = 0.95,
): ChanceCorrected {
  const k = table.length
  const power = weights === 'linear' ? 1 : 2
  const weight = (a: number, b: number) =>
    weights === 'identity' ? (a === b ? 1 : 0) : 1 - (Math.abs(a - b) / (k - 1)) ** power
  const rows = new Float64Array(k)
  const columns = new Float64Array(k)
  let n = 0
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      rows[a]! += table[a]![b]!
      columns[b]! += table[a]![b]!
      n += table[a]![b]!
    }
  }
  const none = { estimate: null, se: null, ci: null, observed: null, chance: null, n }
  if (n === 0) return { ...none, reason: 'no output has both ratings' }
  if (k < 2) return { ...none, reason: 'needs a scale of at least 2 values' }
  const sum = (f: (a: number, b: number) => number) => {
    let total = 0
    for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) total += f(a, b)
    return total
  }
  const observed = sum((a, b) => (weight(a, b) * table[a]![b]!) / n)
  const chance = sum((a, b) => weight(a, b) * (rows[a]! / n) * (columns[b]! / n))
  if (!(1 - chance > 1e-14))
    return { ...none, observed, chance, reason: 'both raters gave one and the same value' }
  const rowMeans = rows.map((_, a) =>
    columns.reduce((total, count, b) => total + (weight(a, b) * count) / n, 0),
  )
  const columnMeans = columns.map((_, b) =>
    rows.reduce((total, count, a) => total + (weight(a, b) * count) / n, 0),
  )
  const squares = sum((a, b) => {
    const score = weight(a, b) * (1 - chance) - (rowMeans[a]! + columnMeans[b]!) * (1 - observed)
    return (table[a]![b]! / n) * score * score
  })
  const spread = squares - (observed * chance - 2 * chance + observed) ** 2
  // What rounding leaves of 0 is no variance.
  const variance = spread > 1e-13 * squares ? spread / (n * (1 - chance) ** 4) : 0
  const estimate = (observed - chance) / (1 - chance)
  const se = Math.sqrt(variance)
  const half = normalQuantile(0.5 + level / 2) * se
  const ci: Interval = [Math.max(-1, estimate - half), Math.min(1, estimate + half)]
  return { estimate, se, ci, observed, chance, n }
}
