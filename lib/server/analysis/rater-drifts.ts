import { raterDrift, residualsAgainstOthers } from '@/lib/stats/reliability/rater-drift'
import type { SeverityModel } from '@/lib/stats/reliability/rater-severity'
import type { AgreementRatings } from './agreement-ratings'

/** Hours without a rating that end a session: as long as a lease. */
const PAUSE = 0.5
const HOURS_A_WEEK = 168

/** Severity residuals against hours within a session, and against weeks. */
export function driftsOf(ratings: AgreementRatings, model: SeverityModel) {
  const { rater, unit, start, hours, raters } = ratings
  const severity = new Float64Array(raters.length)
  for (const own of model.raters) severity[Number(own.rater)] = own.severity ?? 0
  // NaN where one person rated an output: that says nothing of their severity.
  const residuals = residualsAgainstOthers({ rater, start, value: unit }, severity)
  const driftsOver = (x: Float64Array) =>
    new Map(raterDrift(rater, x, residuals).map((drift) => [Number(drift.rater), drift]))
  return { inSession: driftsOver(hoursInSession(ratings)), perWeek: driftsOver(weeksSinceFirst(hours)) }
}

function weeksSinceFirst(hours: Float64Array): Float64Array {
  let first = Number.POSITIVE_INFINITY
  for (let k = 0; k < hours.length; k++) if (hours[k]! < first) first = hours[k]!
  const weeks = new Float64Array(hours.length)
  for (let k = 0; k < hours.length; k++) weeks[k] = (hours[k]! - first) / HOURS_A_WEEK
  return weeks
}

/** For each rating the hours since the first of its session; a pause of half an hour ends one. */
function hoursInSession({ rater, hours, raters }: AgreementRatings): Float64Array {
  const starts = byRater({ rater, raters }, hours).map((own) => sessionStarts(own.sort()))
  const since = new Float64Array(hours.length)
  for (let k = 0; k < hours.length; k++) since[k] = hours[k]! - lastUpTo(starts[rater[k]!]!, hours[k]!)
  return since
}

/** The values of each rater's ratings, in their order. */
export function byRater(
  { rater, raters }: Pick<AgreementRatings, 'rater' | 'raters'>,
  column: Float64Array,
): Float64Array[] {
  const start = new Int32Array(raters.length + 1)
  for (let k = 0; k < rater.length; k++) start[rater[k]! + 1]! += 1
  for (let r = 0; r < raters.length; r++) start[r + 1]! += start[r]!
  const next = start.slice()
  const sorted = new Float64Array(column.length)
  for (let k = 0; k < rater.length; k++) sorted[next[rater[k]!]!++] = column[k]!
  return raters.map((_, r) => sorted.subarray(start[r]!, start[r + 1]!))
}

function sessionStarts(sorted: Float64Array): Float64Array {
  const starts = new Float64Array(sorted.length)
  let size = 0
  for (let i = 0; i < sorted.length; i++)
    if (i === 0 || sorted[i]! - sorted[i - 1]! > PAUSE) starts[size++] = sorted[i]!
  return starts.subarray(0, size)
}

/** The last of ascending values, of which the first is not greater than `value`, that is not either. */
function lastUpTo(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= value) low = middle
    else high = middle
  }
  return sorted[low]!
}
