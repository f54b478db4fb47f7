import { doubles } from './doubles'

/** Values replaced by the rank of their distinct level. */
export interface Levels {
  /** Distinct values, ascending. */
  levels: Float64Array
  /** For each value, its position in `levels`. */
  index: Int32Array
  /** For each level, how often it occurs (the sum of the counts, where given). */
  counts: Float64Array
}

/** Up to so many levels a search for each value is faster than sorting them all. */
const FEW = 256

/** Distinct levels of finite values, in O(n log n). @param weights how often each value occurs, 1 by default. */
export function levelsOf(values: ArrayLike<number>, weights?: ArrayLike<number>): Levels {
  const all = doubles(values)
  const { levels, index } = fewLevels(all) ?? sortedLevels(all)
  const counts = new Float64Array(levels.length)
  for (let i = 0; i < index.length; i++) counts[index[i]!]! += weights ? weights[i]! : 1
  return { levels, index, counts }
}

/** Slots for the levels found last, so that most values need no search. */
const SLOTS = 1024

/** Null where there are more than a few. */
function fewLevels(values: Float64Array): Omit<Levels, 'counts'> | null {
  const index = new Int32Array(values.length)
  // Levels in the order in which they turned up, and the numbers that `index` holds for them; and the same ascending.
  const found = new Float64Array(FEW)
  const levels = new Float64Array(FEW)
  const numbers = new Int32Array(FEW)
  const slots = new Int32Array(SLOTS)
  let size = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const slot = (value * (SLOTS - 1)) & (SLOTS - 1)
    const last = slots[slot]!
    if (last < size && found[last] === value) {
      index[i] = last
      continue
    }
    const at = firstAtLeast(levels, size, value)
    if (at === size || levels[at] !== value) {
      if (size === FEW) return null
      levels.copyWithin(at + 1, at, size)
      numbers.copyWithin(at + 1, at, size)
      levels[at] = value
      found[size] = value
      numbers[at] = size++
    }
    index[i] = numbers[at]!
    slots[slot] = numbers[at]!
  }
  const place = new Int32Array(size)
  for (let rank = 0; rank < size; rank++) place[numbers[rank]!] = rank
  for (let i = 0; i < index.length; i++) index[i] = place[index[i]!]!
  return { levels: levels.slice(0, size), index }
}

function sortedLevels(values: Float64Array): Omit<Levels, 'counts'> {
  const sorted = values.slice().sort()
  let distinct = 0
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[distinct++] = sorted[i]!
  }
  const levels = sorted.slice(0, distinct)
  const index = new Int32Array(values.length)
  for (let i = 0; i < values.length; i++) index[i] = firstAtLeast(levels, distinct, values[i]!)
  return { levels, index }
}

/** Mid-ranks 1…n: tied values share the mean of the ranks they span. */
export function midRanks(values: ArrayLike<number>): Float64Array {
  const { index, counts } = levelsOf(values)
  const ranks = midDistribution(counts)
  return Float64Array.from(index, (level) => ranks[level]! * values.length + 0.5)
}

/** For each level, the share of values below it plus half the share at it: the mid-distribution function. */
export function midDistribution(counts: ArrayLike<number>): Float64Array {
  let n = 0
  for (let i = 0; i < counts.length; i++) n += counts[i]!
  const mid = new Float64Array(counts.length)
  let below = 0
  for (let i = 0; i < counts.length; i++) {
    mid[i] = (below + counts[i]! / 2) / n
    below += counts[i]!
  }
  return mid
}

/** A contingency table as pairs with counts: x is the row, y the column, and empty cells are left out. */
export function pairsOfTable(table: ArrayLike<ArrayLike<number>>): {
  x: number[]
  y: number[]
  counts: number[]
} {
  const pairs = { x: [] as number[], y: [] as number[], counts: [] as number[] }
  for (let row = 0; row < table.length; row++) {
    const cells = table[row]!
    for (let column = 0; column < cells.length; column++) {
      if (cells[column] === 0) continue
      pairs.x.push(row)
      pairs.y.push(column)
      pairs.counts.push(cells[column]!)
    }
  }
  return pairs
}

/** The first of `size` ascending levels that is at least `value`, or `size`. */
function firstAtLeast(levels: Float64Array, size: number, value: number): number {
  let low = 0
  let high = size
  while (low < high) {
    const middle = (low + high) >> 1
    if (levels[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
