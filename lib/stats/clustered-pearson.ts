import { type ClusteredCorrelation, clampCorrelation, correlationFromInfluence } from './correlation-estimate'
import { centredProducts } from './pearson'
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
 * Pearson's r over all rows, with a cluster-robust interval on Fisher's scale (`correlationFromInfluence`).
 * Influence of a row with standardised values a, b: ab − r(a² + b²)/2 (Devlin, Gnanadesikan & Kettenring 1975,
 * Biometrika 62, 531–545), summed from the sums of its cluster.
 */
export function clusteredPearson(sums: ClusterPairSums, level = 0.95): ClusteredCorrelation {
  const n = sum(sums.counts)
  const totals = {
    n,
    sumX: sum(sums.sumX),
    sumY: sum(sums.sumY),
    sumXX: sum(sums.sumXX),
    sumYY: sum(sums.sumYY),
    sumXY: sum(sums.sumXY),
  }
  const filled = indicesWith(sums.counts, 1)
  const centred = n > 0 ? centredProducts(totals) : null
  if (centred === null) return undefinedCorrelation(n, filled.length)
  const meanX = totals.sumX / n
  const meanY = totals.sumY / n
  return fromProducts(
    centred,
    filled.map((g) => {
      const count = sums.counts[g]!
      return {
        xx: sums.sumXX[g]! - 2 * meanX * sums.sumX[g]! + count * meanX * meanX,
        yy: sums.sumYY[g]! - 2 * meanY * sums.sumY[g]! + count * meanY * meanY,
        xy: sums.sumXY[g]! - meanX * sums.sumY[g]! - meanY * sums.sumX[g]! + count * meanX * meanY,
      }
    }),
    filled.map((g) => sums.counts[g]!),
    level,
  )
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
  const sizeX = sum(filled.map((g) => sums.sumXX[g]!))
  const sizeY = sum(filled.map((g) => sums.sumYY[g]!))
  if (!(total.xx > 1e-13 * sizeX && total.yy > 1e-13 * sizeY)) {
    return undefinedCorrelation(sum(counts), filled.length)
  }
  return fromProducts(total, products, counts, level)
}

interface Products {
  xx: number
  yy: number
  xy: number
}

function fromProducts(
  total: Products,
  parts: Products[],
  counts: number[],
  level: number,
): ClusteredCorrelation {
  const scale = Math.sqrt(total.xx * total.yy)
  const r = clampCorrelation(total.xy / scale)
  const influence = parts.map((part) => part.xy / scale - (r / 2) * (part.xx / total.xx + part.yy / total.yy))
  return correlationFromInfluence(r, influence, counts, level)
}

function indicesWith(counts: ArrayLike<number>, atLeast: number): number[] {
  return Array.from(counts, (count, g) => (count >= atLeast ? g : -1)).filter((g) => g >= 0)
}

function undefinedCorrelation(n: number, clusters: number): ClusteredCorrelation {
  const reason = n < 2 ? 'needs at least 2 rows' : 'one side is constant'
  return { estimate: null, ci: null, se: null, df: null, p: null, n, clusters, reason }
}
