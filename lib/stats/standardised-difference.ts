/** Sums over a group's rows. */
export interface GroupSums {
  n: number
  sum: number
  sumOfSquares: number
}

/**
 * How far two groups (rated and unrated outputs) differ in a feature, in units of their spread:
 * (mean1 − mean2)/√((var1 + var2)/2). Above 0.1 in size is worth a look. Null without 2 rows each or without spread.
 *
 * Source: Austin (2009), Statistics in Medicine 28, 3083–3107.
 */
export function standardisedDifference(one: GroupSums, two: GroupSums): number | null {
  if (one.n < 2 || two.n < 2) return null
  const variance = ({ n, sum, sumOfSquares }: GroupSums) =>
    Math.max(0, sumOfSquares - (sum * sum) / n) / (n - 1)
  const pooled = (variance(one) + variance(two)) / 2
  const size = one.sumOfSquares / one.n + two.sumOfSquares / two.n
  if (!(pooled > 1e-13 * size)) return null
  return (one.sum / one.n - two.sum / two.n) / Math.sqrt(pooled)
}
