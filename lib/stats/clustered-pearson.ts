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
  const leftOut = filled.map((g) => {
    const rest: PairSums = {
      n: total.n - sums.counts[g]!,
      sumX: total.sumX - sums.sumX[g]!,
      sumY: total.sumY - sums.sumY[g]!,
      sumXX: total.sumXX - sums.sumXX[g]!,
      sumYY: total.sumYY - sums.sumYY[g]!,
      sumXY: total.sumXY - sums.sumXY[g]!,
    }
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
  const counts = filled.map((g) => sums.counts[g]!)
  const products = filled.map((g) => {
    const count = sums.counts[g]!
    return {
      xx: Math.max(0, sums.sumXX[g]! - sums.sumX[g]! ** 2 / count),
      yy: Math.max(0, sums.sumYY[g]! - sums.sumY[g]! ** 2 / count),
      xy: sums.sumXY[g]! - (sums.sumX[g]! * sums.sumY[g]!) / count,
    }
  })
  const total = {
    xx: sum(products.map((product) => product.xx)),
    yy: sum(products.map((product) => product.yy)),
    xy: sum(products.map((product) => product.xy)),
  }
  const noiseX = 1e-13 * sum(filled.map((g) => sums.sumXX[g]!))
  const noiseY = 1e-13 * sum(filled.map((g) => sums.sumYY[g]!))
  const r = total.xx > noiseX && total.yy > noiseY ? correlationOf(total) : null
  if (r === null) return undefinedCorrelation(sum(counts), filled.length)
  const leftOut = products.map((own) => {
    const rest = { xx: total.xx - own.xx, yy: total.yy - own.yy, xy: total.xy - own.xy }
    return rest.xx > noiseX && rest.yy > noiseY ? correlationOf(rest) : null
  })
  return correlationFromJackknife(r, leftOut, counts, level)
}

function correlationOf(products: { xx: number; yy: number; xy: number } | null): number | null {
  return products === null ? null : clampCorrelation(products.xy / Math.sqrt(products.xx * products.yy))
}

function indicesWith(counts: ArrayLike<number>, atLeast: number): number[] {
  return Array.from(counts, (count, g) => (count >= atLeast ? g : -1)).filter((g) => g >= 0)
}

function undefinedCorrelation(n: number, clusters: number): ClusteredCorrelation {
  const reason = n < 2 ? 'needs at least 2 rows' : 'one side is constant'
  return { estimate: null, ci: null, se: null, df: null, p: null, n, clusters, reason }
}
