import { type ClusteredCorrelation, clampCorrelation, correlationFromJackknife } from './correlation-estimate'
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
  const filled = indicesWith(sums.counts, 1)
  const counts = filled.map((g) => sums.counts[g]!)
  const total: PairSums = {
    n: sum(counts),
    sumX: sum(sums.sumX),
    sumY: sum(sums.sumY),
    sumXX: sum(sums.sumXX),
    sumYY: sum(sums.sumYY),
    sumXY: sum(sums.sumXY),
  }
  const r = correlationOf(total.n > 0 ? centredProducts(total) : null)
  if (r === null) return undefinedCorrelation(total.n, filled.length)
  const rest = { ...total }
  const leftOut = filled.map((g) => {
    rest.n = total.n - sums.counts[g]!
    rest.sumX = total.sumX - sums.sumX[g]!
    rest.sumY = total.sumY - sums.sumY[g]!
    rest.sumXX = total.sumXX - sums.sumXX[g]!
    rest.sumYY = total.sumYY - sums.sumYY[g]!
    rest.sumXY = total.sumXY - sums.sumXY[g]!
    return rest.n > 1 ? correlationOf(centredProducts(rest)) : null
  })
  return correlationFromJackknife(r, leftOut, counts, level)
}

/**
 * Pearson's r of deviations from the prompt's own means: what is left once a prompt's difficulty is taken out. Clusters
 * of one row say nothing and do not count in `n` or `clusters`. Interval as in `clusteredPearson`.
 */
export function withinClusterPearson(sums: ClusterPairSums, level = 0.95): ClusteredCorrelation {
  const filled = indicesWith(sums.counts, 2)
  const [counts, xx, yy, xy, sizeX, sizeY] = Array.from(
    { length: 6 },
    () => new Float64Array(filled.length),
  ) as Columns
  for (let i = 0; i < filled.length; i++) {
    const g = filled[i]!
    const [n, x, y] = [sums.counts[g]!, sums.sumX[g]!, sums.sumY[g]!]
    counts[i] = n
    sizeX[i] = sums.sumXX[g]!
    sizeY[i] = sums.sumYY[g]!
    xx[i] = Math.max(0, sizeX[i]! - (x * x) / n)
    yy[i] = Math.max(0, sizeY[i]! - (y * y) / n)
    xy[i] = sums.sumXY[g]! - (x * y) / n
  }
  const total = { xx: sum(xx), yy: sum(yy), xy: sum(xy) }
  const noiseX = 1e-13 * sum(sizeX)
  const noiseY = 1e-13 * sum(sizeY)
  const r = total.xx > noiseX && total.yy > noiseY ? correlationOf(total) : null
  if (r === null) return undefinedCorrelation(sum(counts), filled.length)
  const rest = { ...total }
  const leftOut = filled.map((_, i) => {
    rest.xx = total.xx - xx[i]!
    rest.yy = total.yy - yy[i]!
    rest.xy = total.xy - xy[i]!
    return rest.xx > noiseX && rest.yy > noiseY ? correlationOf(rest) : null
  })
  return correlationFromJackknife(r, leftOut, counts, level)
}

function correlationOf(products: { xx: number; yy: number; xy: number } | null): number | null {
  return products === null ? null : clampCorrelation(products.xy / Math.sqrt(products.xx * products.yy))
}

type Column = Float64Array
type Columns = [Column, Column, Column, Column, Column, Column]

function indicesWith(counts: ArrayLike<number>, atLeast: number): number[] {
  const indices: number[] = []
  for (let g = 0; g < counts.length; g++) if (counts[g]! >= atLeast) indices.push(g)
  return indices
}

function undefinedCorrelation(n: number, clusters: number): ClusteredCorrelation {
  const reason = n < 2 ? 'needs at least 2 rows' : 'one side is constant'
  return { estimate: null, ci: null, se: null, df: null, p: null, n, clusters, reason }
}
