import type { PatternStatistic } from './pattern-bootstrap'
import type { RatingPatterns } from './rating-patterns'

/** A statistic of sums over units, so that units can be added and taken off one by one. */
export interface SummedStatistic {
  /** How many sums there are. */
  width: number
  /** Adds to the sums what so many units with a pattern add; a negative number takes them off. */
  add(sums: Float64Array, pattern: number, units: number): void
  /** Null where it is undefined. */
  value(sums: Float64Array): number | null
}

/** The sums over all units. @param frequencies units with each pattern. */
export function sumsOf(statistic: SummedStatistic, frequencies: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(statistic.width)
  for (let p = 0; p < frequencies.length; p++)
    if (frequencies[p] !== 0) statistic.add(sums, p, frequencies[p]!)
  return sums
}

/** The statistic of all units. */
export function wholeValueOf(statistic: SummedStatistic, { frequencies }: RatingPatterns): number | null {
  return statistic.value(sumsOf(statistic, frequencies))
}

/** The same as a function of the patterns' frequencies. */
export function ofFrequencies(statistic: SummedStatistic): PatternStatistic {
  return (frequencies) => statistic.value(sumsOf(statistic, frequencies))
}

/** What rounding leaves of a sum whose units are all taken off, as a share of it. */
const NOISE = 1e-12

/**
 * The statistic without each group of units in turn. @param start the units of group g have the patterns
 * pattern[start[g]] … pattern[start[g + 1] − 1].
 */
export function withoutEachGroup(
  statistic: SummedStatistic,
  frequencies: ArrayLike<number>,
  { start, pattern }: { start: Int32Array; pattern: Int32Array },
): (number | null)[] {
  const whole = sumsOf(statistic, frequencies)
  const rest = new Float64Array(whole.length)
  return Array.from({ length: start.length - 1 }, (_, group) => {
    rest.set(whole)
    for (let k = start[group]!; k < start[group + 1]!; k++) statistic.add(rest, pattern[k]!, -1)
    for (let j = 0; j < rest.length; j++) if (Math.abs(rest[j]!) <= NOISE * Math.abs(whole[j]!)) rest[j] = 0
    return statistic.value(rest)
  })
}
