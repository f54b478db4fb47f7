import { type Estimate, estimateWithT, notEstimable, pointOnly } from './estimate'
import { sum } from './sum'

/**
 * Weighted mean of clustered rows, w = 1 / (probability that the row was sampled), from sums per cluster.
 *
 *     β = Σ W̃_g / Σ W_g,  z_g = (W̃_g − W_g β)/Σ W_g,  var = G/(G − 1) Σ z_g²,  df = (Σ W_g)²/Σ W_g² − 1
 *
 * with W_g = Σ w and W̃_g = Σ w·value in cluster g. Source: Horvitz–Thompson ratio estimator with linearised clustered
 * variance, Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling; the degrees of freedom are Kish's effective number of
 * clusters less 1.
 *
 * @param counts rows of each cluster (for `n` only); @param weights W_g; @param weightedSums W̃_g.
 */
export function clusteredWeightedMean(
  counts: ArrayLike<number>,
  weights: ArrayLike<number>,
  weightedSums: ArrayLike<number>,
  level = 0.95,
): Estimate {
  const n = sum(counts)
  const total = sum(weights)
  let clusters = 0
  for (let g = 0; g < weights.length; g++) if (weights[g]! > 0) clusters++
  if (!(total > 0)) return notEstimable(n, 0, 'no rows')
  const estimate = sum(weightedSums) / total
  if (clusters < 2) return pointOnly(estimate, n, clusters, 'needs at least 2 prompts')

  const squares: number[] = []
  let weightSquares = 0
  let size = 0
  for (let g = 0; g < weights.length; g++) {
    if (weights[g] === 0) continue
    squares.push(((weightedSums[g]! - weights[g]! * estimate) / total) ** 2)
    weightSquares += weights[g]! ** 2
    size += weightedSums[g]! ** 2 / weights[g]!
  }
  const se = Math.sqrt((clusters / (clusters - 1)) * sum(squares))
  const df = (total * total) / weightSquares - 1
  if (se <= 1e-13 * Math.sqrt(size / total)) {
    return estimateWithT(estimate, 0, df, n, clusters, level, ['weighted', 'degenerate'])
  }
  return estimateWithT(estimate, se, df, n, clusters, level, ['weighted'])
}
