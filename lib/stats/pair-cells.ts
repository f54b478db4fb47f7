import { denseIndex } from './dense-index'
import { type Levels, levelsOf } from './levels'

/** Rows (x, y) of a cluster, one a row or one a distinct (cluster, x, y) with its count. */
export interface ClusteredPairs {
  /** Values, or their levels where these are known already. */
  x: ArrayLike<number> | Levels
  y: ArrayLike<number> | Levels
  clusters: ArrayLike<number | string>
  /** How often each row occurs, 1 by default. */
  counts?: ArrayLike<number>
}

/**
 * Rows that are the same on both sides as one cell, where there are fewer pairs of levels than rows; else each row is a
 * cell. Both coefficients can be made of the same cells.
 */
export interface PairCells {
  /** The levels of each side, with the level of each cell. */
  x: Levels
  y: Levels
  /** Of each cell: how often it occurs, and as a share of all. */
  weight: Float64Array
  share: Float64Array
  n: number
  /** Of each row. */
  cellOf: Int32Array
  cluster: Int32Array
  counts: ArrayLike<number> | undefined
  /** Of each cluster. */
  sizes: Float64Array
  /** Why there is no correlation. */
  reason?: string
}

export function pairCells(pairs: ClusteredPairs): PairCells {
  const { counts } = pairs
  const { index: cluster, size } = denseIndex(pairs.clusters)
  const sizes = new Float64Array(size)
  let n = 0
  for (let i = 0; i < cluster.length; i++) {
    const own = counts ? counts[i]! : 1
    sizes[cluster[i]!]! += own
    n += own
  }
  const x = 'levels' in pairs.x ? pairs.x : levelsOf(pairs.x, counts)
  const y = 'levels' in pairs.y ? pairs.y : levelsOf(pairs.y, counts)
  const { cellOf, xOf, yOf } = numberedCells(x, y)
  const weight = new Float64Array(xOf.length)
  for (let i = 0; i < cellOf.length; i++) weight[cellOf[i]!]! += counts ? counts[i]! : 1
  const share = new Float64Array(weight.length)
  for (let c = 0; c < share.length; c++) share[c] = weight[c]! / n
  const cells = {
    ...{ x: { ...x, index: xOf }, y: { ...y, index: yOf }, weight, share },
    ...{ n, cellOf, cluster, counts, sizes },
  }
  if (n < 2) return { ...cells, reason: 'needs at least 2 rows' }
  if (x.levels.length < 2 || y.levels.length < 2) return { ...cells, reason: 'one side is constant' }
  return cells
}

/** The cell of each row, and the levels of each cell. */
function numberedCells(x: Levels, y: Levels) {
  const rows = x.index.length
  const width = y.levels.length
  if (x.levels.length * width > rows) {
    const own = new Int32Array(rows)
    for (let i = 0; i < rows; i++) own[i] = i
    return { cellOf: own, xOf: x.index, yOf: y.index }
  }
  const cellOf = new Int32Array(rows)
  const number = new Int32Array(x.levels.length * width)
  for (let i = 0; i < rows; i++) number[x.index[i]! * width + y.index[i]!] = 1
  const [xOf, yOf]: [number[], number[]] = [[], []]
  for (let at = 0; at < number.length; at++) {
    if (number[at] === 0) continue
    number[at] = xOf.length
    xOf.push(Math.floor(at / width))
    yOf.push(at % width)
  }
  for (let i = 0; i < rows; i++) cellOf[i] = number[x.index[i]! * width + y.index[i]!]!
  return { cellOf, xOf: Int32Array.from(xOf), yOf: Int32Array.from(yOf) }
}
