import type { Levels } from './levels'

type Concordance = { concordant: Float64Array; discordant: Float64Array }

/**
 * For each pair i, how many other pairs are concordant with it (both larger or both smaller) and how many discordant,
 * in O(n log n): one sweep over x in each direction with a Fenwick tree over y. Pairs that tie on either side are neither.
 *
 * @param counts how often each pair occurs, 1 by default; the answers count occurrences too.
 */
export function concordance(x: Levels, y: Levels, counts?: ArrayLike<number>): Concordance {
  const n = x.index.length
  // Fewer cells than pairs: the same counts from the table of both, several times as fast.
  if (x.levels.length * y.levels.length <= n) return concordanceByTable(x, y, counts)
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

function concordanceByTable(x: Levels, y: Levels, counts?: ArrayLike<number>): Concordance {
  const width = y.levels.length + 1
  const size = (x.levels.length + 1) * width
  // before[r, c]: pairs with x below level r and y below level c.
  const before = new Float64Array(size)
  for (let i = 0; i < x.index.length; i++)
    before[(x.index[i]! + 1) * width + y.index[i]! + 1]! += counts ? counts[i]! : 1
  for (let row = 1; row <= x.levels.length; row++)
    for (let column = 1, sum = 0; column < width; column++) {
      sum += before[row * width + column]!
      before[row * width + column] = before[(row - 1) * width + column]! + sum
    }
  const last = x.levels.length * width
  const all = before[size - 1]!
  const concordant = new Float64Array(x.index.length)
  const discordant = new Float64Array(x.index.length)
  for (let i = 0; i < x.index.length; i++) {
    const column = y.index[i]!
    const below = x.index[i]! * width
    const upTo = below + width
    concordant[i] =
      before[below + column]! +
      all -
      before[last + column + 1]! -
      before[upTo + width - 1]! +
      before[upTo + column + 1]!
    discordant[i] =
      before[below + width - 1]! -
      before[below + column + 1]! +
      before[last + column]! -
      before[upTo + column]!
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
