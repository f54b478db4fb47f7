/**
 * One cluster (prompt) of a regression, by its rows. `x` is row-major, rows × terms; `y` holds a column for each
 * outcome, all regressed on the same design.
 */
export interface ClusterRows {
  label?: string | number
  x: ArrayLike<number>
  y: readonly ArrayLike<number>[]
}

/** The same cluster by sums: XᵀX (row-major, terms × terms), Xᵀy and yᵀy of each outcome. */
export interface ClusterSums {
  label?: string | number
  n: number
  cross: ArrayLike<number>
  right: readonly ArrayLike<number>[]
  yy: ArrayLike<number>
}

export type Cluster = ClusterRows | ClusterSums

/** Sums over all clusters: what the first pass over the data gives. */
export interface Totals {
  n: number
  cross: Float64Array
  right: Float64Array[]
  yy: Float64Array
}

/** Sums of one cluster, from its rows where these are given. Standardise features before: products lose digits. */
export function sumsOf(cluster: Cluster, terms: number): ClusterSums {
  if ('cross' in cluster) return cluster
  const n = cluster.x.length / terms
  const cross = new Float64Array(terms * terms)
  const right = cluster.y.map(() => new Float64Array(terms))
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < terms; j++) {
      const value = cluster.x[i * terms + j]!
      if (value === 0) continue
      for (let k = 0; k < terms; k++) cross[j * terms + k]! += value * cluster.x[i * terms + k]!
      right.forEach((column, outcome) => {
        column[j]! += value * cluster.y[outcome]![i]!
      })
    }
  }
  const yy = cluster.y.map((column) => {
    let total = 0
    for (let i = 0; i < n; i++) total += column[i]! * column[i]!
    return total
  })
  return { ...(cluster.label === undefined ? {} : { label: cluster.label }), n, cross, right, yy }
}

/** Adds up clusters in their order. */
export function totalsOf(clusters: Iterable<Cluster>, terms: number, outcomes = 1): Totals {
  const totals: Totals = {
    n: 0,
    cross: new Float64Array(terms * terms),
    right: Array.from({ length: outcomes }, () => new Float64Array(terms)),
    yy: new Float64Array(outcomes),
  }
  for (const cluster of clusters) {
    const sums = sumsOf(cluster, terms)
    totals.n += sums.n
    for (let i = 0; i < totals.cross.length; i++) totals.cross[i]! += sums.cross[i]!
    totals.right.forEach((column, outcome) => {
      for (let j = 0; j < terms; j++) column[j]! += sums.right[outcome]![j]!
      totals.yy[outcome]! += sums.yy[outcome]!
    })
  }
  return totals
}
