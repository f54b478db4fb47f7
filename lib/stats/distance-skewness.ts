/**
 * Distance skewness of values about a centre: 0 where they lie symmetrically, towards 1 where all lie on one side.
 *
 *     1 − Σ_ij |x_i − x_j| / Σ_ij |x_i + x_j − 2θ|
 *
 * Null where all values lie at the centre. Source: Xu et al. (2024), Pride and Prejudice, arXiv 2402.11436.
 *
 * @param levels distinct values, with how often each occurs.
 */
export function distanceSkewness(
  levels: ArrayLike<number>,
  counts: ArrayLike<number>,
  centre = 0,
): number | null {
  let apart = 0
  let mirrored = 0
  for (let i = 0; i < levels.length; i++) {
    for (let j = 0; j < levels.length; j++) {
      const weight = counts[i]! * counts[j]!
      apart += weight * Math.abs(levels[i]! - levels[j]!)
      mirrored += weight * Math.abs(levels[i]! + levels[j]! - 2 * centre)
    }
  }
  return mirrored > 0 ? 1 - apart / mirrored : null
}
