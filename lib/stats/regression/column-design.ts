import type { Totals } from './cluster'

/**
 * A regression's rows as columns: a 0/1 term for each group, without an intercept, and then the columns. Rows of a
 * cluster stand together.
 */
export interface ColumnDesign {
  /** Where each cluster starts among the rows, and at last the number of rows. */
  starts: Int32Array
  /** The group of each row, 0…groups − 1; null for a design without groups. */
  group: Int32Array | null
  groups: number
  /** Standardised, so that no digits are lost. */
  columns: readonly Float64Array[]
  outcomes: readonly Float64Array[]
}

/** How many terms the design has. */
export function widthOf({ groups, columns }: Pick<ColumnDesign, 'groups' | 'columns'>): number {
  return groups + columns.length
}

/** Where each cluster starts in a sorted column of clusters, and at last its length. */
export function startsOf(clusters: ArrayLike<number>): Int32Array {
  const starts = new Int32Array(clusters.length + 1)
  let count = 0
  for (let i = 0; i < clusters.length; i++)
    if (i === 0 || clusters[i] !== clusters[i - 1]) starts[count++] = i
  starts[count] = clusters.length
  return starts.slice(0, count + 1)
}

/** The cross-products of a design with itself and with its outcomes. */
export function columnTotals(design: ColumnDesign): Totals {
  const { group, groups, columns, outcomes } = design
  const width = widthOf(design)
  const n = columns[0]?.length ?? outcomes[0]?.length ?? 0
  const cross = new Float64Array(width * width)
  const right = outcomes.map(() => new Float64Array(width))
  const yy = new Float64Array(outcomes.length)
  const set = (row: number, column: number, value: number) => {
    cross[row * width + column] = value
    cross[column * width + row] = value
  }
  if (group) {
    const counts = sumsByGroup(null, group, groups)
    counts.forEach((count, g) => {
      set(g, g, count)
    })
    columns.forEach((column, j) => {
      sumsByGroup(column, group, groups).forEach((sum, g) => {
        set(groups + j, g, sum)
      })
    })
  }
  columns.forEach((column, j) => {
    for (let k = 0; k <= j; k++) set(groups + j, groups + k, product(column, columns[k]!))
  })
  outcomes.forEach((y, o) => {
    if (group) right[o]!.set(sumsByGroup(y, group, groups))
    columns.forEach((column, j) => {
      right[o]![groups + j] = product(column, y)
    })
    yy[o] = product(y, y)
  })
  return { n, cross, right, yy }
}

function sumsByGroup(column: Float64Array | null, group: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups)
  for (let i = 0; i < group.length; i++) sums[group[i]!]! += column ? column[i]! : 1
  return sums
}

function product(a: Float64Array, b: Float64Array): number {
  let total = 0
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!
  return total
}
