import { orderStatistics } from './order-statistics'

/**
 * Knots of `bins` quantile bins: the least value, the type-2 quantiles at k/bins, the greatest value; equal knots
 * collapsed, so that heavy ties give fewer bins. Empty for no value; one knot for constant values.
 *
 * Source: Hyndman & Fan (1996), The American Statistician 50, 361–365, definition 2 (average where n·k/bins is whole),
 * as in Cattaneo, Crump, Farrell & Feng's binsreg.
 *
 * @param values in any order, finite.
 */
export function quantileKnots(values: ArrayLike<number>, bins: number): number[] {
  const ranks = knotRanks(values.length, bins)
  const found = orderStatistics(values, ranks)
  return knotsOf((i) => found[ranks.indexOf(i)]!, values.length, bins)
}

/** The same from distinct values in ascending order and how often each occurs. */
export function quantileKnotsFromCounts(
  levels: ArrayLike<number>,
  counts: ArrayLike<number>,
  bins: number,
): number[] {
  const ends: number[] = []
  let n = 0
  for (let i = 0; i < counts.length; i++) {
    n += counts[i]!
    ends.push(n)
  }
  return knotsOf((position) => levels[firstAbove(ends, position)]!, n, bins)
}

/**
 * The bin (0…knots.length − 2) that holds x. Bins are left-open, (k_j, k_(j+1)], and the first also holds the least
 * value. Null outside the knots, or with fewer than 2 knots.
 */
export function binOf(knots: readonly number[], x: number): number | null {
  if (knots.length < 2 || !(x >= knots[0]!) || x > knots[knots.length - 1]!) return null
  let low = 1
  let high = knots.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (x <= knots[middle]!) high = middle
    else low = middle + 1
  }
  return low - 1
}

function knotsOf(at: (rank: number) => number, n: number, bins: number): number[] {
  if (n === 0) return []
  const knots = [at(0)]
  for (let k = 1; k <= bins; k++) {
    const [below, above] = ranksOfKnot(k, n, bins)
    const knot = below === above ? at(below) : (at(below) + at(above)) / 2
    if (knot > knots[knots.length - 1]!) knots.push(knot)
  }
  return knots
}

/** The ranks (from 0) whose mean is the k-th knot: two where n·k/bins is whole. */
function ranksOfKnot(k: number, n: number, bins: number): [number, number] {
  if (k === bins) return [n - 1, n - 1]
  // n·k is whole, so that the test for a tie of two neighbours is exact.
  const position = (n * k) / bins
  if ((n * k) % bins === 0) return [position - 1, position]
  return [Math.ceil(position) - 1, Math.ceil(position) - 1]
}

/** All ranks that the knots are made of, ascending. */
function knotRanks(n: number, bins: number): number[] {
  if (n === 0) return []
  const ranks = [0]
  for (let k = 1; k <= bins; k++)
    for (const rank of ranksOfKnot(k, n, bins)) if (rank > ranks[ranks.length - 1]!) ranks.push(rank)
  return ranks
}

function firstAbove(ends: readonly number[], position: number): number {
  let low = 0
  let high = ends.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle]! > position) high = middle
    else low = middle + 1
  }
  return low
}
