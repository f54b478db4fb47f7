import { tQuantile } from '../distributions/student-t'
import type { Interval } from '../estimate'

/** What is said and what is found, row by row; the rows of a cluster stand together. */
export interface SaidAndFound {
  clusters: ArrayLike<number>
  said: ArrayLike<number>
  found: ArrayLike<number>
  /** The rows' level, 0…groups − 1. */
  group: ArrayLike<number>
  groups: number
  /** 1 by default. */
  weights?: ArrayLike<number>
}

/** All in the unit of the scores, squares in its square. */
export interface CalibrationError {
  n: number
  clusters: number
  /** Mean absolute gap Σ w|c − o| and the greatest; upward biased where groups are small. */
  ece: number | null
  mce: number | null
  /** Σ w(c − o): positive where what is said is too high. */
  signed: number | null
  /** Mean squared gap without its upward bias; can be negative. Over the groups that have two clusters. */
  squareDebiased: number | null
  /** Root of it, 0 where it is negative, with an approximate interval. */
  error: number | null
  errorCi: Interval | null
  reason?: string
}

/**
 * Calibration error of rows in clusters. With d_l the mean of said − found in group l, W_l its share,
 *
 *     square = Σ W_l (d_l² − V_l),  V_l = Σ_g (Σ_(i in g) w_i (δ_i − d_l))²/(1 − λ_g)   (CR2 of the mean d_l)
 *
 * which for independent 0/1 outcomes is the debiasing by o(1 − o)/(n_l − 1). The interval is that of the influence of
 * each cluster on Σ W_l d_l², t with G − 1; it is rough where the gap is about 0.
 *
 * Sources: Bröcker (2012), Climate Dynamics 39, 655–667; Kumar, Liang & Ma (2019), NeurIPS; the variance as `clusteredMean`.
 */
export function calibrationError(rows: SaidAndFound, level = 0.95): CalibrationError {
  const { clusters, groups } = rows
  const n = clusters.length
  const { mean, weight, total } = gapsOf(rows)
  if (n === 0) return { ...nothing(0, 0), reason: 'no labelled outputs' }
  const { variance, holders, runs } = variancesOf(rows, mean, weight)
  let [ece, mce, signed, square, usable] = [0, 0, 0, 0, 0]
  for (let l = 0; l < groups; l++) {
    if (!(weight[l]! > 0)) continue
    const share = weight[l]! / total
    ece += share * Math.abs(mean[l]!)
    mce = Math.max(mce, Math.abs(mean[l]!))
    signed += share * mean[l]!
    if (holders[l]! < 2) continue
    usable += weight[l]!
    square += weight[l]! * (mean[l]! ** 2 - variance[l]!)
  }
  const found = { n, clusters: runs, ece, mce, signed }
  if (usable === 0)
    return { ...nothing(n, runs), ...found, reason: 'no level has outputs of at least 2 prompts' }
  const squareDebiased = square / usable
  const se = errorOfSquare(rows, mean, weight, total)
  const half = tQuantile(0.5 + level / 2, runs - 1) * se
  const root = (value: number) => Math.sqrt(Math.max(0, value))
  return {
    ...found,
    squareDebiased,
    error: root(squareDebiased),
    errorCi: [root(squareDebiased - half), root(squareDebiased + half)],
  }
}

const weightOf = ({ weights }: SaidAndFound, i: number) => (weights ? weights[i]! : 1)

function gapsOf(rows: SaidAndFound) {
  const mean = new Float64Array(rows.groups)
  const weight = new Float64Array(rows.groups)
  let total = 0
  for (let i = 0; i < rows.clusters.length; i++) {
    const w = weightOf(rows, i)
    mean[rows.group[i]!]! += w * (rows.said[i]! - rows.found[i]!)
    weight[rows.group[i]!]! += w
    total += w
  }
  for (let l = 0; l < rows.groups; l++) if (weight[l]! > 0) mean[l]! /= weight[l]!
  return { mean, weight, total }
}

/** Calls `each` for every run of a cluster's rows. */
function forRuns(clusters: ArrayLike<number>, each: (from: number, to: number) => void): void {
  for (let from = 0, to = 0; from < clusters.length; from = to) {
    while (to < clusters.length && clusters[to] === clusters[from]) to++
    each(from, to)
  }
}

function variancesOf(rows: SaidAndFound, mean: Float64Array, weight: Float64Array) {
  const variance = new Float64Array(rows.groups)
  const holders = new Int32Array(rows.groups)
  const deviation = new Float64Array(rows.groups)
  const own = new Float64Array(rows.groups)
  let runs = 0
  forRuns(rows.clusters, (from, to) => {
    runs += 1
    for (let i = from; i < to; i++) {
      const l = rows.group[i]!
      const w = weightOf(rows, i)
      deviation[l]! += w * (rows.said[i]! - rows.found[i]! - mean[l]!)
      own[l]! += w
    }
    for (let i = from; i < to; i++) {
      const l = rows.group[i]!
      if (own[l] === 0) continue
      const share = own[l]! / weight[l]!
      if (share < 1 - 1e-9) variance[l]! += (deviation[l]! / weight[l]!) ** 2 / (1 - share)
      holders[l]! += 1
      deviation[l] = 0
      own[l] = 0
    }
  })
  return { variance, holders, runs }
}

function errorOfSquare(rows: SaidAndFound, mean: Float64Array, weight: Float64Array, total: number): number {
  let square = 0
  for (let l = 0; l < rows.groups; l++) square += (weight[l]! / total) * mean[l]! ** 2
  let squares = 0
  let runs = 0
  forRuns(rows.clusters, (from, to) => {
    let influence = 0
    for (let i = from; i < to; i++) {
      const d = mean[rows.group[i]!]!
      const gap = rows.said[i]! - rows.found[i]!
      influence += (weightOf(rows, i) / total) * (2 * d * (gap - d) + d * d - square)
    }
    squares += influence * influence
    runs += 1
  })
  return Math.sqrt((runs / (runs - 1)) * squares)
}

function nothing(n: number, clusters: number): CalibrationError {
  return {
    n,
    clusters,
    ece: null,
    mce: null,
    signed: null,
    squareDebiased: null,
    error: null,
    errorCi: null,
  }
}
