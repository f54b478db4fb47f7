/**
 * Shares `total` out over strata in proportion to `weights`, at least 1 and at most the whole stratum each; what a full
 * stratum cannot take goes to the others. The shares sum to `total`, or to all where there is less. Null where `total` is
 * less than the number of strata.
 *
 * Source: Cochran (1977), Sampling Techniques, 5.5–5.8; rounded by largest remainder.
 *
 * @param sizes how many each stratum holds, at least 1.
 * @param weights by default the sizes: the same probability everywhere. Ones give each stratum the same share.
 */
export function allocate(
  sizes: readonly number[],
  total: number,
  weights: readonly number[] = sizes,
): number[] | null {
  const all = sizes.reduce((sum, size) => sum + size, 0)
  if (total >= all) return [...sizes]
  if (total < sizes.length) return null
  const at = (scale: number) => sizes.map((size, i) => Math.min(size, Math.max(1, scale * weights[i]!)))
  const ideal = at(scaleFor(total, at))
  const shares = ideal.map((share) => Math.floor(share + 1e-9))
  const byRemainder = [...ideal.keys()]
    .filter((i) => shares[i]! < sizes[i]!)
    .sort((a, b) => ideal[b]! - shares[b]! - (ideal[a]! - shares[a]!) || a - b)
  let missing = total - shares.reduce((sum, share) => sum + share, 0)
  for (const i of byRemainder) if (missing-- > 0) shares[i]! += 1
  return shares
}

/** The scale at which the bounded shares sum to `total`, by halving. */
function scaleFor(total: number, at: (scale: number) => number[]): number {
  const sumAt = (scale: number) => at(scale).reduce((sum, share) => sum + share, 0)
  let [low, high] = [0, 1]
  while (sumAt(high) < total) high *= 2
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2
    if (sumAt(middle) < total) low = middle
    else high = middle
  }
  return high
}
