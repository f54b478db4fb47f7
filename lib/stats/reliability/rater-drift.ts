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
  const own = doubles(severity)
  const lean = new Float64Array(value.length)
  for (let k = 0; k < lean.length; k++) lean[k] = value[k]! - own[rater[k]!]!
  const residuals = new Float64Array(value.length)
  for (let i = 0; i + 1 < start.length; i++) {
    const end = start[i + 1]!
    for (let k = start[i]!; k < end; k++) {
      let sum = 0
      let others = 0
      for (let j = start[i]!; j < end; j++) {
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
 *
 * @param residuals NaN for a rating that does not count.
 */
export function raterDrift(
  raters: ArrayLike<number | string>,
  weeks: ArrayLike<number>,
  residuals: ArrayLike<number>,
): RaterDrift[] {
  const { index, size } = denseIndex(raters)
  const [x, y] = [doubles(weeks), doubles(residuals)]
  const each = () => new Float64Array(size)
  const [n, meanX, meanY, xx, xy, yy] = [each(), each(), each(), each(), each(), each()]
  const lastWeek = each().fill(Number.NaN)
  const seen = Array.from({ length: size }, () => new Set<number>())
  for (let i = 0; i < index.length; i++) {
    if (Number.isNaN(y[i]!)) continue
    const r = index[i]!
    n[r]! += 1
    meanX[r]! += x[i]!
    meanY[r]! += y[i]!
    const week = Math.floor(x[i]!)
    // A rater's ratings of one week mostly follow each other.
    if (week !== lastWeek[r]) seen[r]!.add(week)
    lastWeek[r] = week
  }
  for (let r = 0; r < size; r++) {
    meanX[r]! /= n[r]!
    meanY[r]! /= n[r]!
  }
  for (let i = 0; i < index.length; i++) {
    if (Number.isNaN(y[i]!)) continue
    const r = index[i]!
    const dx = x[i]! - meanX[r]!
    const dy = y[i]! - meanY[r]!
    xx[r]! += dx * dx
    xy[r]! += dx * dy
    yy[r]! += dy * dy
  }
  const names = namesOf(raters, index, size)
  const answers = names.flatMap((rater, r) => {
    if (n[r] === 0) return []
    const sums = { n: n[r]!, x: meanX[r]!, xx: xx[r]!, xy: xy[r]!, yy: yy[r]!, weeks: seen[r]!.size }
    return { rater, ...slopeOf(sums) }
  })
  const adjusted = holm(answers.map(({ p }) => p))
  return answers.map((answer, k) => ({ ...answer, pAdjusted: adjusted[k]! }))
}

function namesOf(raters: ArrayLike<number | string>, index: Int32Array, size: number): (number | string)[] {
  const names = new Array<number | string>(size)
  let found = 0
  for (let i = 0; found < size; i++) if (index[i] === found) names[found++] = raters[i]!
  return names
}

/** Of one rater: the mean of x, and sums of squares and products about the means. */
type Sums = { n: number; x: number; xx: number; xy: number; yy: number; weeks: number }

function slopeOf({ n, x, xx, xy, yy, weeks }: Sums) {
  const none = { slope: null, se: null, df: null, p: null, n, weeks }
  if (!(xx > 1e-12 * Math.max(1, x * x))) return { ...none, reason: 'all ratings are of one time' }
  const slope = xy / xx
  if (n < 3) return { ...none, slope, reason: 'needs at least 3 ratings' }
  const rss = yy - slope * xy
  const df = n - 2
  const se = rss > 1e-14 * yy ? Math.sqrt(rss / df / xx) : 0
  return { slope, se, df, p: se > 0 ? tTwoSidedP(slope / se, df) : null, n, weeks }
}
