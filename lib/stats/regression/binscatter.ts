import { normalQuantile } from '../distributions/normal'
import type { Interval } from '../estimate'
import { binOf } from '../quantile-bins'
import type { ClusterRows } from './cluster'
import { clusteredRegression } from './clustered-regression'

export interface BinscatterDot {
  lo: number
  hi: number
  n: number
  xMean: number | null
  /** Height of the dot: the bin's coefficient at the covariates' means. */
  estimate: number | null
  se: number | null
  ci: Interval | null
  reason?: string
}

export interface BinscatterInput {
  x: ArrayLike<number>
  y: ArrayLike<number>
  /** Columns to hold fixed, each as long as x. */
  covariates?: readonly ArrayLike<number>[]
  /** Clusters of the rows; without them each row is its own and the error is HC1. */
  clusters?: ArrayLike<number | string>
}

/**
 * Covariate-adjusted binned scatter: y on bin dummies and covariates **jointly**, dots at the covariates' means. (To
 * residualise y and x first is inconsistent.) Errors HC1, or CR1S by cluster, with normal limits; they describe the dots
 * and are no band for the curve.
 *
 * Source: Cattaneo, Crump, Farrell & Feng (2024), On Binscatter, AER 114, 1488–1514; as binsreg with dots=c(0,0),
 * ci=c(0,0), at="mean".
 *
 * @param knots ascending, from `quantileKnots`; rows outside them are left out.
 */
export function binscatter(input: BinscatterInput, knots: readonly number[], level = 0.95): BinscatterDot[] {
  const { x, y, covariates = [], clusters } = input
  const bins = knots.length - 1
  if (bins < 1) return []
  const width = bins + covariates.length
  const rows = new Map<string | number, { x: number[]; y: number[] }>()
  const counts = new Array<number>(bins).fill(0)
  const xSums = new Array<number>(bins).fill(0)
  const means = covariates.map(() => 0)
  let n = 0
  for (let i = 0; i < x.length; i++) {
    const bin = binOf(knots, x[i]!)
    if (bin === null) continue
    const key = clusters ? clusters[i]! : i
    let cluster = rows.get(key)
    if (!cluster) {
      cluster = { x: [], y: [] }
      rows.set(key, cluster)
    }
    const start = cluster.x.length
    for (let j = 0; j < bins; j++) cluster.x[start + j] = j === bin ? 1 : 0
    covariates.forEach((column, j) => {
      cluster.x[start + bins + j] = column[i]!
      means[j]! += column[i]!
    })
    cluster.y.push(y[i]!)
    counts[bin]!++
    xSums[bin]! += x[i]!
    n++
  }
  for (let j = 0; j < means.length; j++) means[j]! /= n
  centre([...rows.values()], width, bins, means)
  const terms = Array.from({ length: width }, (_, j) =>
    j < bins ? `bin ${j + 1}` : `covariate ${j - bins + 1}`,
  )
  const data: ClusterRows[] = [...rows.values()].map((cluster) => ({ x: cluster.x, y: [cluster.y] }))
  const contrasts = counts.map((_, bin) => ({
    name: terms[bin]!,
    weights: Float64Array.from({ length: width }, (_, j) => (j === bin ? 1 : 0)),
  }))
  const fit = clusteredRegression(data, terms, { contrasts, type: 'CR1S' })
  const z = normalQuantile(0.5 + level / 2)
  return fit.outcomes[0]!.terms.map((term, bin) => ({
    lo: knots[bin]!,
    hi: knots[bin + 1]!,
    n: counts[bin]!,
    xMean: counts[bin]! > 0 ? xSums[bin]! / counts[bin]! : null,
    estimate: term.estimate,
    se: term.se,
    ci:
      term.estimate === null || term.se === null
        ? null
        : [term.estimate - z * term.se, term.estimate + z * term.se],
    ...(term.reason ? { reason: term.reason } : {}),
  }))
}

/** Covariates about their means: a bin's coefficient is then its height at the means, and products keep their digits. */
function centre(clusters: { x: number[] }[], width: number, bins: number, means: number[]): void {
  for (const { x } of clusters) {
    for (let at = 0; at < x.length; at += width) {
      means.forEach((mean, j) => {
        x[at + bins + j]! -= mean
      })
    }
  }
}
