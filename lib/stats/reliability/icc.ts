import { fQuantile } from '../distributions/f'
import type { Interval } from '../estimate'
import { spearmanBrown } from './spearman-brown'

/** Mean squares of n targets × k raters: targets, raters, residual, and within targets. */
export interface MeanSquares {
  targets: number
  raters: number
  residual: number
  within: number
}

export interface Icc {
  estimate: number | null
  ci: Interval | null
  f?: number
  df1?: number
  df2?: number
  reason?: string
}

/** The six forms of Shrout & Fleiss: one rating, or the mean of k. */
export interface IccForms {
  meanSquares: MeanSquares | null
  /** Each target has raters of its own. */
  icc1: Icc
  icc1k: Icc
  /** The same raters rate all targets and stand for others (agreement). */
  icc2: Icc
  icc2k: Icc
  /** The same raters are all there are (consistency). */
  icc3: Icc
  icc3k: Icc
}

/**
 * Intraclass correlations of a full table, a row a target. Choose by the design: forms 2 and 3 only where columns are
 * the same people. Negative estimates are shown as they are; null where the denominator is not positive.
 *
 * Source: Shrout & Fleiss (1979), Psychological Bulletin 86, 420–428. Intervals: F limits for forms 1 and 3,
 * Satterthwaite for ICC(2,1), and Spearman–Brown of its limits for ICC(2,k). All take targets as independent: with prompts
 * of 4 outputs that share half of their variance, a nominal 95 % of ICC(2,1) covered .92; for one-way forms by prompt see
 * `oneWayIcc`.
 */
export function iccForms(ratings: readonly ArrayLike<number>[], level = 0.95): IccForms {
  const n = ratings.length
  const k = ratings[0]?.length ?? 0
  if (n < 2 || k < 2) {
    const none: Icc = { estimate: null, ci: null, reason: 'needs at least 2 outputs with 2 ratings' }
    return { meanSquares: null, icc1: none, icc1k: none, icc2: none, icc2k: none, icc3: none, icc3k: none }
  }
  const ms = meanSquaresOf(ratings, n, k)
  const oneWay = form(ms.targets, ms.within, n - 1, n * (k - 1), k, level)
  const consistency = form(ms.targets, ms.residual, n - 1, (n - 1) * (k - 1), k, level)
  const icc2 = agreement(ms, n, k, level)
  const bottom = ms.targets + (ms.raters - ms.residual) / n
  return {
    meanSquares: ms,
    icc1: oneWay.single,
    icc1k: oneWay.average,
    icc2,
    icc2k: {
      ...quotient(ms.targets - ms.residual, bottom),
      ci: icc2.ci && averageOf(icc2.ci, k),
    },
    icc3: consistency.single,
    icc3k: consistency.average,
  }
}

/** ICC of one and of the mean of k ratings with F limits; `k` may be a mean number of ratings. */
export function form(msTargets: number, msError: number, df1: number, df2: number, k: number, level: number) {
  const single = quotient(msTargets - msError, msTargets + (k - 1) * msError)
  const average = quotient(msTargets - msError, msTargets)
  if (!(msError > 0) || !(msTargets > 0)) return { single, average }
  const f = msTargets / msError
  const p = 0.5 + level / 2
  const low = f / fQuantile(p, df1, df2)
  const high = f * fQuantile(p, df2, df1)
  return {
    single: {
      ...single,
      ci: [(low - 1) / (low + k - 1), (high - 1) / (high + k - 1)] as Interval,
      f,
      df1,
      df2,
    },
    average: { ...average, ci: [1 - 1 / low, 1 - 1 / high] as Interval, f, df1, df2 },
  }
}

function agreement(ms: MeanSquares, n: number, k: number, level: number): Icc {
  const rest = (k * (ms.raters - ms.residual)) / n
  const icc = quotient(ms.targets - ms.residual, ms.targets + (k - 1) * ms.residual + rest)
  const rho = icc.estimate
  if (rho === null || !(ms.residual > 0)) return icc
  const ratio = ms.raters / ms.residual
  const own = n * (1 + (k - 1) * rho) - k * rho
  const df =
    ((k - 1) * (n - 1) * (k * rho * ratio + own) ** 2) / ((n - 1) * (k * rho * ratio) ** 2 + own ** 2)
  if (!(df > 0)) return icc
  const p = 0.5 + level / 2
  const f1 = fQuantile(p, n - 1, df)
  const f2 = fQuantile(p, df, n - 1)
  const spread = k * ms.raters + (k * n - k - n) * ms.residual
  const lo = (n * (ms.targets - f1 * ms.residual)) / (f1 * spread + n * ms.targets)
  const hi = (n * (f2 * ms.targets - ms.residual)) / (spread + n * f2 * ms.targets)
  const defined = Number.isFinite(lo) && Number.isFinite(hi)
  return { ...icc, ci: defined ? [lo, hi] : null, df1: n - 1, df2: df }
}

function meanSquaresOf(ratings: readonly ArrayLike<number>[], n: number, k: number): MeanSquares {
  let grand = 0
  for (const row of ratings) for (let j = 0; j < k; j++) grand += row[j]! / (n * k)
  const columns = new Float64Array(k)
  let targets = 0
  let within = 0
  for (const row of ratings) {
    let mean = 0
    for (let j = 0; j < k; j++) mean += (row[j]! - grand) / k
    targets += k * mean * mean
    for (let j = 0; j < k; j++) {
      within += (row[j]! - grand - mean) ** 2
      columns[j]! += (row[j]! - grand) / n
    }
  }
  const raters = columns.reduce((total, mean) => total + n * mean * mean, 0)
  // Rounding is no variance.
  const clean = (squares: number) => (squares > 1e-14 * (targets + within) ? squares : 0)
  return {
    targets: clean(targets) / (n - 1),
    raters: clean(raters) / (k - 1),
    residual: clean(within - raters) / ((n - 1) * (k - 1)),
    within: clean(within) / (n * (k - 1)),
  }
}

function averageOf([lo, hi]: Interval, k: number): Interval | null {
  const limits = [spearmanBrown(lo, k), spearmanBrown(hi, k)] as const
  return limits[0] === null || limits[1] === null ? null : [limits[0], limits[1]]
}

function quotient(top: number, bottom: number): Icc {
  // What rounding leaves of 0 is no denominator.
  if (!(bottom > 1e-13 * Math.abs(top)))
    return { estimate: null, ci: null, reason: 'the ratings do not vary' }
  return { estimate: top / bottom, ci: null }
}
