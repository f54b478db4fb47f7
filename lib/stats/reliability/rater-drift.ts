import { denseIndex } from '../dense-index'
import { tTwoSidedP } from '../distributions/student-t'
import { doubles } from '../doubles'
import { holm } from '../regression/p-adjust'
import type { RaterDesign } from './rater-design'

export interface RaterDrift {
  rater: number | string
  /** Change of severity a week (positive: becomes more lenient), in the unit of the ratings. */
  slope: number | null
  se: number | null
  df: number | null
  p: number | null
  /** Holm over the raters. */
  pAdjusted: number | null
  n: number
  weeks: number
  reason?: string
}

/**
 * Each rating about what others gave the same output: y − s_r − mean over the others of (y − s). NaN where nobody else
 * rated the output. To compare with the mean of all would hide a part of the rater's own change: half of it with 2 raters.
 *
 * @param design ratings that stand together by output; the answer is in their order.
 * @param severity s by rater, from `raterSeverity`.
 */
export function residualsAgainstOthers(
  { start, rater, value }: Pick<RaterDesign, 'start' | 'rater' | 'value'>,
  severity: ArrayLike<number>,
): Float64Array {
  const lean = value.map((y, k) => y - severity[rater[k]!]!)
  const residuals = new Float64Array(value.length)
  for (let i = 0; i + 1 < start.length; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      let sum = 0
      let others = 0
      for (let j = start[i]!; j < start[i + 1]!; j++) {
        if (rater[j] === rater[k]) continue
        sum += lean[j]!
        others++
      }
      residuals[k] = others > 0 ? lean[k]! - sum / others : Number.NaN
    }
  }
  return residuals
}

/**
 * Does a rater become more lenient or more severe over time? Least squares of the severity residual
 * (`residualsAgainstOthers`) on weeks, rater by rater; t with n − 2 degrees of freedom, Holm over raters.
 */
export function raterDrift(
  raters: ArrayLike<number | string>,
  weeks: ArrayLike<number>,
  residuals: ArrayLike<number>,
): RaterDrift[] {
  const { index, size } = denseIndex(raters)
  const [x, y] = [doubles(weeks), doubles(residuals)]
  const tallies = Array.from({ length: size }, emptyTally)
  const names = new Array<number | string>(size)
  for (let i = 0; i < index.length; i++) {
    const own = tallies[index[i]!]!
    if (own.n === 0) names[index[i]!] = raters[i]!
    own.n += 1
    own.x += x[i]!
    own.y += y[i]!
    const week = Math.floor(x[i]!)
    // A rater's ratings of one week mostly follow each other.
    if (week !== own.week) own.weeks.add(week)
    own.week = week
  }
  for (const own of tallies) {
    own.x /= own.n
    own.y /= own.n
  }
  for (let i = 0; i < index.length; i++) {
    const own = tallies[index[i]!]!
    const dx = x[i]! - own.x
    const dy = y[i]! - own.y
    own.xx += dx * dx
    own.xy += dx * dy
    own.yy += dy * dy
  }
  const answers = tallies.map((own, k) => ({ rater: names[k]!, ...slopeOf(own) }))
  const adjusted = holm(answers.map(({ p }) => p))
  return answers.map((answer, k) => ({ ...answer, pAdjusted: adjusted[k]! }))
}

/** Of one rater: means of x and y, and sums of squares and products about them. */
interface Tally {
  n: number
  x: number
  y: number
  xx: number
  xy: number
  yy: number
  /** The last rating's, and all. */
  week: number
  weeks: Set<number>
}

function emptyTally(): Tally {
  return { n: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0, week: Number.NaN, weeks: new Set() }
}

function slopeOf({ n, x, xx, xy, yy, weeks: seen }: Tally) {
  const weeks = seen.size
  const none = { slope: null, se: null, df: null, p: null, n, weeks }
  if (!(xx > 1e-12 * Math.max(1, x * x))) return { ...none, reason: 'all ratings are of one time' }
  const slope = xy / xx
  if (n < 3) return { ...none, slope, reason: 'needs at least 3 ratings' }
  const rss = yy - slope * xy
  const df = n - 2
  const se = rss > 1e-14 * yy ? Math.sqrt(rss / df / xx) : 0
  return { slope, se, df, p: se > 0 ? tTwoSidedP(slope / se, df) : null, n, weeks }
}
