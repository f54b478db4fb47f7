/**
 * Ratings of units (outputs) gathered into patterns: how many of a unit's ratings fall on each value, and how many units
 * share that pattern. A thousand units on a five-point scale have some tens of patterns.
 */
export interface RatingPatterns {
  /** The values of the scale, ascending. */
  values: readonly number[]
  /** counts[p][v]: ratings of value v in pattern p. */
  counts: readonly ArrayLike<number>[]
  /** Units with pattern p. */
  frequencies: ArrayLike<number>
}

/** Patterns by the values that occur in each: pattern p has count[k] ratings of value value[k], k = start[p] … start[p + 1] − 1. */
export interface SparsePatterns {
  start: Int32Array
  value: Int32Array
  count: Float64Array
  /** Ratings of each pattern. */
  size: Float64Array
}

export function sparsePatterns({ counts }: RatingPatterns): SparsePatterns {
  const start = new Int32Array(counts.length + 1)
  const [value, count]: [number[], number[]] = [[], []]
  counts.forEach((own, p) => {
    for (let v = 0; v < own.length; v++) {
      if (own[v] === 0) continue
      value.push(v)
      count.push(own[v]!)
    }
    start[p + 1] = value.length
  })
  return {
    start,
    value: Int32Array.from(value),
    count: Float64Array.from(count),
    size: Float64Array.from(counts, ratingsIn),
  }
}

/** Patterns of units given by their ratings; null is a missing rating, and so is a value off the scale. */
export function patternsOf(
  units: readonly (readonly (number | null)[])[],
  values: readonly number[] = distinctValues(units),
): RatingPatterns {
  const position = new Map(values.map((value, v) => [value, v]))
  const found = new Map<string, { counts: number[]; frequency: number }>()
  for (const unit of units) {
    const counts = values.map(() => 0)
    for (const rating of unit) {
      const at = rating === null ? undefined : position.get(rating)
      if (at !== undefined) counts[at]!++
    }
    const key = counts.join(' ')
    const known = found.get(key)
    if (known) known.frequency++
    else found.set(key, { counts, frequency: 1 })
  }
  const patterns = [...found.values()]
  return { values, counts: patterns.map((p) => p.counts), frequencies: patterns.map((p) => p.frequency) }
}

/**
 * Patterns of units whose ratings stand together, as positions of their values.
 *
 * @param start the ratings of unit i are level[start[i]] … level[start[i + 1] − 1].
 * @returns the patterns, and for each unit its own.
 */
export function patternsOfLevels(
  start: Int32Array,
  level: ArrayLike<number>,
  values: readonly number[],
): { patterns: RatingPatterns; pattern: Int32Array } {
  const units = start.length - 1
  const pattern = new Int32Array(units)
  const known = new Map<number, number>()
  const nodes = new Map<number, number>()
  const counts: Uint16Array[] = []
  const frequencies: number[] = []
  let own = new Int32Array(8)
  for (let unit = 0; unit < units; unit++) {
    const size = start[unit + 1]! - start[unit]!
    if (size > own.length) own = new Int32Array(2 * size)
    for (let k = 0; k < size; k++) insertSorted(own, k, level[start[unit]! + k]!)
    // A walk through a tree with a branch for each level: the node that it ends at is the pattern.
    let node = 0
    for (let k = 0; k < size; k++) {
      const branch = node * values.length + own[k]!
      const next = nodes.get(branch) ?? nodes.size + 1
      nodes.set(branch, next)
      node = next
    }
    const at = known.get(node) ?? counts.length
    if (at === counts.length) {
      known.set(node, at)
      const found = new Uint16Array(values.length)
      for (let k = 0; k < size; k++) found[own[k]!]! += 1
      counts.push(found)
      frequencies.push(0)
    }
    frequencies[at]! += 1
    pattern[unit] = at
  }
  return { patterns: { values, counts, frequencies }, pattern }
}

/** Puts a value among `size` ascending ones. */
function insertSorted(sorted: Int32Array, size: number, value: number): void {
  let at = size
  while (at > 0 && sorted[at - 1]! > value) {
    sorted[at] = sorted[at - 1]!
    at--
  }
  sorted[at] = value
}

function distinctValues(units: readonly (readonly (number | null)[])[]): number[] {
  const values = new Set<number>()
  for (const unit of units) for (const rating of unit) if (rating !== null) values.add(rating)
  return [...values].sort((a, b) => a - b)
}

/** Ratings of a unit with this pattern. */
export function ratingsIn(counts: ArrayLike<number>): number {
  let total = 0
  for (let v = 0; v < counts.length; v++) total += counts[v]!
  return total
}
