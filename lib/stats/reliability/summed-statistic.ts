import type { PatternStatistic } from './pattern-bootstrap'
import type { RatingPatterns } from './rating-patterns'

/** A statistic of sums over units, so that units can be added and taken off one by one. */
export interface SummedStatistic {
  /** How many sums there are. */
  width: number
  adds: UnitAdds
  /** Null where it is undefined. */
  value(sums: Float64Array): number | null
}

/** One unit with pattern p adds amount[k] to the sum place[k], k = start[p] … start[p + 1] − 1. */
export interface UnitAdds {
  start: Int32Array
  place: Int32Array
  amount: Float64Array
}

/** @param of says with `add` what a unit with the pattern adds. */
export function unitAdds(
  patterns: number,
  of: (pattern: number, add: (place: number, amount: number) => void) => void,
): UnitAdds {
  const start = new Int32Array(patterns + 1)
  const [place, amount]: [number[], number[]] = [[], []]
  for (let p = 0; p < patterns; p++) {
    of(p, (at, own) => {
      place.push(at)
      amount.push(own)
    })
    start[p + 1] = place.length
  }
  return { start, place: Int32Array.from(place), amount: Float64Array.from(amount) }
}

/** The sums over all units. @param frequencies units with each pattern. */
export function sumsOf({ width, adds }: SummedStatistic, frequencies: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(width)
  const { start, place, amount } = adds
  for (let p = 0; p < frequencies.length; p++)
    for (let k = start[p]!; k < start[p + 1]!; k++) sums[place[k]!]! += frequencies[p]! * amount[k]!
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
 * The statistic without each group of units in turn, NaN where it is undefined. @param start the units of group g have the
 * patterns pattern[start[g]] … pattern[start[g + 1] − 1].
 */
export function withoutEachGroup(
  statistic: SummedStatistic,
  frequencies: ArrayLike<number>,
  { start, pattern }: { start: Int32Array; pattern: Int32Array },
): Float64Array {
  const { width, adds } = statistic
  const whole = sumsOf(statistic, frequencies)
  const rest = new Float64Array(width)
  const values = new Float64Array(start.length - 1)
  for (let group = 0; group < values.length; group++) {
    for (let j = 0; j < width; j++) rest[j] = whole[j]!
    for (let k = start[group]!; k < start[group + 1]!; k++) takeOff(rest, adds, pattern[k]!)
    for (let j = 0; j < width; j++) if (Math.abs(rest[j]!) <= NOISE * Math.abs(whole[j]!)) rest[j] = 0
    values[group] = statistic.value(rest) ?? Number.NaN
  }
  return values
}

function takeOff(sums: Float64Array, { start, place, amount }: UnitAdds, pattern: number): void {
  for (let k = start[pattern]!; k < start[pattern + 1]!; k++) sums[place[k]!]! -= amount[k]!
}
