/** Sums over the rows of each cluster: the arrays have one entry a cluster, in the order of the clusters. */
export type ClusterSums = {
  counts: Float64Array
  /** Sums of the rows' weights. */
  weights: Float64Array
  /** For each column, the sums of its values times the rows' weights. */
  sums: Float64Array[]
}

type Options = { weights?: ArrayLike<number>; group?: Int32Array; groups?: number }

/**
 * Sums columns over the clusters of each group, in the order of the rows.
 *
 * @param clusters sorted: the rows of a cluster stand together.
 * @param options.weights 1 by default.
 * @param options.group the group of row i, 0…groups − 1; by default all rows are one group.
 */
export function clusterSums(
  clusters: Float64Array,
  columns: readonly Float64Array[],
  { weights, group = new Int32Array(clusters.length), groups = 1 }: Options = {},
): ClusterSums[] {
  const { entry, entries } = placesOf(clusters, group, groups)
  const answer = Array.from(entries, (length) => ({
    counts: new Float64Array(length),
    weights: new Float64Array(length),
    sums: columns.map(() => new Float64Array(length)),
  }))
  for (let i = 0; i < clusters.length; i++) {
    const own = answer[group[i]!]!
    own.counts[entry[i]!]! += 1
    own.weights[entry[i]!]! += weights ? weights[i]! : 1
  }
  // Column by column: a loop over one pair of arrays is several times faster than one over all of them.
  columns.forEach((column, k) => {
    const targets = answer.map(({ sums }) => sums[k]!)
    for (let i = 0; i < clusters.length; i++)
      targets[group[i]!]![entry[i]!]! += weights ? weights[i]! * column[i]! : column[i]!
  })
  return answer
}

/** For each row the place of its cluster within its group, and for each group the number of clusters. */
function placesOf(clusters: Float64Array, group: Int32Array, groups: number) {
  const entry = new Int32Array(clusters.length)
  const entries = new Int32Array(groups)
  const current = new Float64Array(groups).fill(Number.NaN)
  for (let i = 0; i < clusters.length; i++) {
    const at = group[i]!
    if (current[at] !== clusters[i]) {
      current[at] = clusters[i]!
      entries[at]! += 1
    }
    entry[i] = entries[at]! - 1
  }
  return { entry, entries }
}

/** How many rows the sums are of. */
export function rowsOf({ counts }: ClusterSums): number {
  return counts.reduce((total, count) => total + count, 0)
}
