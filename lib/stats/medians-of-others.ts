/**
 * For each value the median of all the others, in the given order; null where there are no others. The middle two are
 * averaged where their number is even.
 *
 * @param values finite, in any unit, which the medians have too.
 */
export function mediansOfOthers(values: readonly number[]): (number | null)[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)
  const others = values.length - 1
  const medians: (number | null)[] = values.map(() => null)
  if (others < 1) return medians
  // What stands at a place once the value at `left` is taken out of the sorted ones.
  const without = (left: number, place: number) => values[order[place < left ? place : place + 1]!]!
  for (const [left, i] of order.entries())
    medians[i] = (without(left, (others - 1) >> 1) + without(left, others >> 1)) / 2
  return medians
}
