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
