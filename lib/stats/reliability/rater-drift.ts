import { tTwoSidedP } from '../distributions/student-t'
import { holm } from '../regression/p-adjust'
import { sum } from '../sum'

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
 * Does a rater become more lenient or more severe over time? Least squares of the severity residual (y − what the output
 * got from all, see `raterSeverity`) on weeks, rater by rater; t with n − 2 degrees of freedom, Holm over raters.
 */
export function raterDrift(
  raters: ArrayLike<number | string>,
  weeks: ArrayLike<number>,
  residuals: ArrayLike<number>,
): RaterDrift[] {
  const rows = new Map<number | string, number[]>()
  for (let i = 0; i < residuals.length; i++) {
    const own = rows.get(raters[i]!)
    if (own) own.push(i)
    else rows.set(raters[i]!, [i])
  }
  const answers = [...rows].map(([rater, own]) => ({
    rater,
    ...slopeOf(
      own.map((i) => weeks[i]!),
      own.map((i) => residuals[i]!),
    ),
  }))
  const adjusted = holm(answers.map(({ p }) => p))
  return answers.map((answer, k) => ({ ...answer, pAdjusted: adjusted[k]! }))
}

function slopeOf(x: number[], y: number[]) {
  const n = x.length
  const weeks = new Set(x.map(Math.floor)).size
  const none = { slope: null, se: null, df: null, p: null, n, weeks }
  const [meanX, meanY] = [sum(x) / n, sum(y) / n]
  const xx = sum(x.map((value) => (value - meanX) ** 2))
  if (!(xx > 1e-12 * Math.max(1, meanX * meanX))) return { ...none, reason: 'all ratings are of one time' }
  const slope = sum(x.map((value, i) => (value - meanX) * (y[i]! - meanY))) / xx
  if (n < 3) return { ...none, slope, reason: 'needs at least 3 ratings' }
  const rss = sum(x.map((value, i) => (y[i]! - meanY - slope * (value - meanX)) ** 2))
  const df = n - 2
  const se = Math.sqrt(rss / df / xx)
  return { slope, se, df, p: se > 0 ? tTwoSidedP(slope / se, df) : null, n, weeks }
}
