import { type ClusteredCorrelation, clampCorrelation, correlationFromJackknife } from './correlation-estimate'
import { doubles } from './doubles'
import { centredProducts, type PairSums } from './pearson'
import { sum } from './sum'

/** Sums over the rows of each cluster. Take them of centred values where the mean is large beside the spread. */
export interface ClusterPairSums {
  counts: ArrayLike<number>
  sumX: ArrayLike<number>
  sumY: ArrayLike<number>
  sumXX: ArrayLike<number>
  sumYY: ArrayLike<number>
  sumXY: ArrayLike<number>
}

/**
 * Pearson's r over all rows, with the interval of the delete-one-prompt jackknife on Fisher's scale
 * (`correlationFromJackknife`), all from one row of sums a cluster.
 */
export function clusteredPearson(sums: ClusterPairSums, level = 0.95): ClusteredCorrelation {
  const filled = filledClusters(sums, 1)
  const { counts, sumX, sumY, sumXX, sumYY, sumXY } = filled
  const total: PairSums = {
    n: sum(counts),
    sumX: sum(sumX),
    sumY: sum(sumY),
    sumXX: sum(sumXX),
    sumYY: sum(sumYY),
    sumXY: sum(sumXY),
  }
  const r = correlationOf(total.n > 0 ? centredProducts(total) : null)
  if (r === null) return undefinedCorrelation(total.n, counts.length)
  const rest = { ...total }
  const leftOut = new Float64Array(counts.length)
  for (let g = 0; g < counts.length; g++) {
    rest.n = total.n - counts[g]!
    rest.sumX = total.sumX - sumX[g]!
    rest.sumY = total.sumY - sumY[g]!
    rest.sumXX = total.sumXX - sumXX[g]!
    rest.sumYY = total.sumYY - sumYY[g]!
    rest.sumXY = total.sumXY - sumXY[g]!
    leftOut[g] = (rest.n > 1 ? correlationOf(centredProducts(rest)) : null) ?? Number.NaN
  }
  return correlationFromJackknife(r, leftOut, counts, level)
}

/**
 * Pearson's r of deviations from the prompt's own means: what is left once a prompt's difficulty is taken out. Clusters
 * of one row say nothing and do not count in `n` or `clusters`. Interval as in `clusteredPearson`.
 */
export function withinClusterPearson(sums: ClusterPairSums, level = 0.95): ClusteredCorrelation {
  const { counts, sumX, sumY, sumXX, sumYY, sumXY } = filledClusters(sums, 2)
  const xx = new Float64Array(counts.length)
  const yy = new Float64Array(counts.length)
  const xy = new Float64Array(counts.length)
  for (let g = 0; g < counts.length; g++) {
    xx[g] = Math.max(0, sumXX[g]! - (sumX[g]! * sumX[g]!) / counts[g]!)
    yy[g] = Math.max(0, sumYY[g]! - (sumY[g]! * sumY[g]!) / counts[g]!)
    xy[g] = sumXY[g]! - (sumX[g]! * sumY[g]!) / counts[g]!
  }
  const total = { xx: sum(xx), yy: sum(yy), xy: sum(xy) }
  const noiseX = 1e-13 * sum(sumXX)
  const noiseY = 1e-13 * sum(sumYY)
  const r = total.xx > noiseX && total.yy > noiseY ? correlationOf(total) : null
  if (r === null) return undefinedCorrelation(sum(counts), counts.length)
  const rest = { ...total }
  const leftOut = new Float64Array(counts.length)
  for (let g = 0; g < counts.length; g++) {
    rest.xx = total.xx - xx[g]!
    rest.yy = total.yy - yy[g]!
    rest.xy = total.xy - xy[g]!
    leftOut[g] = rest.xx > noiseX && rest.yy > noiseY ? correlationOf(rest)! : Number.NaN
  }
  return correlationFromJackknife(r, leftOut, counts, level)
}

function correlationOf(products: { xx: number; yy: number; xy: number } | null): number | null {
  return products === null ? null : clampCorrelation(products.xy / Math.sqrt(products.xx * products.yy))
}

/** The sums of the clusters that have at least so many rows. */
function filledClusters(sums: ClusterPairSums, atLeast: number): Record<keyof ClusterPairSums, Float64Array> {
  const counts = doubles(sums.counts)
  let clusters = 0
  for (let g = 0; g < counts.length; g++) if (counts[g]! >= atLeast) clusters++
  const keep = (all: ArrayLike<number>) => {
    const column = doubles(all)
    if (clusters === counts.length) return column
    const kept = new Float64Array(clusters)
    for (let g = 0, at = 0; at < clusters; g++) if (counts[g]! >= atLeast) kept[at++] = column[g]!
    return kept
  }
  return {
    counts: keep(counts),
    sumX: keep(sums.sumX),
    sumY: keep(sums.sumY),
    sumXX: keep(sums.sumXX),
    sumYY: keep(sums.sumYY),
    sumXY: keep(sums.sumXY),
  }
}

function undefinedCorrelation(n: number, clusters: number): ClusteredCorrelation {
  const reason = n < 2 ? 'needs at least 2 rows' : 'one side is constant'
  return { estimate: null, ci: null, se: null, df: null, p: null, n, clusters, reason }
}
