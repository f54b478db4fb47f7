/** Sums over the rows of each cluster: the arrays have one entry a cluster, in the order of the clusters. */
export type ClusterSums = {
  /** How many rows the sums are of. */
  rows: number
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
  const order = groups === 1 ? null : orderByGroup(group, groups)
  const { starts, ends } = runsOf(clusters, group, groups, order)
  const runs = starts.length - 1
  const counts = new Float64Array(runs)
  for (let run = 0; run < runs; run++) counts[run] = starts[run + 1]! - starts[run]!
  const weightSums = weights ? sumRuns(new Float64Array(weights), starts, order) : counts
  const sums = columns.map((column) =>
    sumRuns(weights ? column.map((value, i) => value * weights[i]!) : column, starts, order),
  )
  return Array.from(ends, (end, at) => {
    const begin = at === 0 ? 0 : ends[at - 1]!
    const own = (all: Float64Array) => all.subarray(begin, end)
    const rows = starts[end]! - starts[begin]!
    return { rows, counts: own(counts), weights: own(weightSums), sums: sums.map(own) }
  })
}

/** The rows by group, each group's in their own order. */
function orderByGroup(group: Int32Array, groups: number): Int32Array {
  const next = new Int32Array(groups + 1)
  for (let i = 0; i < group.length; i++) next[group[i]! + 1]! += 1
  for (let at = 0; at < groups; at++) next[at + 1]! += next[at]!
  const order = new Int32Array(group.length)
  for (let i = 0; i < group.length; i++) order[next[group[i]!]!++] = i
  return order
}

/**
 * The runs of rows of one group and cluster: where each starts (and the last ends) in the order, and for each group the
 * number of runs up to its end.
 */
function runsOf(clusters: Float64Array, group: Int32Array, groups: number, order: Int32Array | null) {
  const starts = new Int32Array(clusters.length + 1)
  const ends = new Int32Array(groups)
  let runs = 0
  let lastCluster = Number.NaN
  let lastGroup = -1
  for (let i = 0; i < clusters.length; i++) {
    const row = order ? order[i]! : i
    if (clusters[row] !== lastCluster || group[row] !== lastGroup) {
      starts[runs++] = i
      lastCluster = clusters[row]!
      lastGroup = group[row]!
      ends[lastGroup] = runs
    }
  }
  starts[runs] = clusters.length
  for (let at = 1; at < groups; at++) ends[at] = Math.max(ends[at]!, ends[at - 1]!)
  return { starts: starts.subarray(0, runs + 1), ends }
}

function sumRuns(column: Float64Array, starts: Int32Array, order: Int32Array | null): Float64Array {
  const sums = new Float64Array(starts.length - 1)
  for (let run = 0; run < sums.length; run++) {
    const end = starts[run + 1]!
    let total = 0
    if (order) for (let i = starts[run]!; i < end; i++) total += column[order[i]!]!
    else for (let i = starts[run]!; i < end; i++) total += column[i]!
    sums[run] = total
  }
  return sums
}
