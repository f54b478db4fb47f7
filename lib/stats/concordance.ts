import type { Levels } from './levels'

/**
 * For each pair i, how many other pairs are concordant with it (both larger or both smaller) and how many discordant,
 * in O(n log n): one sweep over x in each direction with a Fenwick tree over y. Pairs that tie on either side are neither.
 *
 * @param counts how often each pair occurs, 1 by default; the answers count occurrences too.
 */
export function concordance(
  x: Levels,
  y: Levels,
  counts?: ArrayLike<number>,
): { concordant: Float64Array; discordant: Float64Array } {
  const n = x.index.length
  const concordant = new Float64Array(n)
  const discordant = new Float64Array(n)
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((i, j) => x.index[i]! - x.index[j]!)
  for (const direction of ['ascending', 'descending'] as const) {
    if (direction === 'descending') order.reverse()
    const tree = new Float64Array(y.levels.length + 1)
    let seen = 0
    for (let start = 0; start < n; ) {
      let end = start
      while (end < n && x.index[order[end]!] === x.index[order[start]!]) end++
      for (let k = start; k < end; k++) {
        const i = order[k]!
        const below = prefix(tree, y.index[i]!)
        const above = seen - prefix(tree, y.index[i]! + 1)
        concordant[i]! += direction === 'ascending' ? below : above
        discordant[i]! += direction === 'ascending' ? above : below
      }
      for (let k = start; k < end; k++) {
        const weight = counts ? counts[order[k]!]! : 1
        seen += weight
        addAt(tree, y.index[order[k]!]!, weight)
      }
      start = end
    }
  }
  return { concordant, discordant }
}

/** Sum of the first `length` entries. */
function prefix(tree: Float64Array, length: number): number {
  let total = 0
  for (let i = length; i > 0; i -= i & -i) total += tree[i]!
  return total
}

function addAt(tree: Float64Array, position: number, weight: number): void {
  for (let i = position + 1; i < tree.length; i += i & -i) tree[i]! += weight
}
