import { solveLower } from '../linear-algebra/cholesky'
import { type ColumnDesign, widthOf } from './column-design'
import { inverseRoot } from './inverse-root'
import type { LeastSquares } from './least-squares'

/** Sums over clusters, one entry a contrast (variances: outcome × contrasts). See `ClusterSandwich`. */
export interface SpreadSums {
  expected: Float64Array
  trace: Float64Array
  squares: Float64Array
  variances: Float64Array
}

/** So many rows are worked on together: the innermost loops are long, and what they write stays in the nearest cache. */
const BLOCK = 256

/**
 * The part of `ClusterSandwich` that thousands of small clusters go through, where degrees of freedom are only bounded.
 * Groups come first in a design and no row is in two, so that in whitened coordinates z = R⁻¹x a row has one number for its
 * group, the same for all rows of it, and one for each column.
 */
export class BoundedRows {
  readonly #design: ColumnDesign
  readonly #contrasts: readonly Float64Array[]
  readonly #sums: SpreadSums
  readonly #coefficients: readonly Float64Array[]
  /** The kept columns, and for each term the place of its own among the kept ones, −1 where it was dropped. */
  readonly #columns: readonly Float64Array[]
  readonly #place: Int32Array
  readonly #keptGroups: number
  /** R⁻¹ of the kept terms, row-major. */
  readonly #inverse: Float64Array
  // The rows that wait: where they begin, where the clusters among them end, and how many these are.
  #first = 0
  readonly #ends: Int32Array
  #clusters = 0
  // Of the waiting rows, each number's side by side: z of the columns, residuals, and Z w of each contrast.
  readonly #room: number
  readonly #z: Float64Array
  readonly #e: Float64Array
  readonly #y: Float64Array
  // Of one cluster: H, (I − H)^−½, what it raises, and (I − H)^−½ e by outcome.
  readonly #h: Float64Array
  readonly #root: Float64Array
  readonly #raised: Float64Array
  readonly #se: Float64Array

  constructor(design: ColumnDesign, fit: LeastSquares, contrasts: readonly Float64Array[], sums: SpreadSums) {
    const p = fit.kept.length
    this.#design = design
    this.#contrasts = contrasts
    this.#sums = sums
    this.#coefficients = fit.coefficients
    this.#place = Int32Array.from({ length: widthOf(design) }, (_, j) => fit.kept.indexOf(j))
    this.#columns = fit.kept.flatMap((j) => (j < design.groups ? [] : design.columns[j - design.groups]!))
    this.#keptGroups = p - this.#columns.length
    this.#inverse = new Float64Array(p * p)
    for (let j = 0; j < p; j++) {
      const unit = Float64Array.from({ length: p }, (_, i) => (i === j ? 1 : 0))
      solveLower(fit.factor, unit).forEach((value, r) => {
        this.#inverse[r * p + j] = value
      })
    }
    this.#room = BLOCK + p
    this.#ends = new Int32Array(this.#room)
    this.#z = new Float64Array(this.#columns.length * this.#room)
    this.#e = new Float64Array(design.outcomes.length * this.#room)
    this.#y = new Float64Array(contrasts.length * this.#room)
    this.#h = new Float64Array(p * p)
    this.#root = new Float64Array(p * p)
    this.#raised = new Float64Array(p * p)
    this.#se = new Float64Array(design.outcomes.length * p)
  }

  /** Adds the cluster of the rows from…to − 1, fewer than there are terms; it waits until there are more. */
  add(from: number, to: number): void {
    const last = this.#clusters === 0 ? -1 : this.#first + this.#ends[this.#clusters - 1]!
    if (from !== last || from - this.#first >= BLOCK) {
      this.settle()
      this.#first = from
    }
    this.#ends[this.#clusters++] = to - this.#first
  }

  /** Adds what waits. */
  settle(): void {
    if (this.#clusters === 0) return
    const rows = this.#ends[this.#clusters - 1]!
    this.#whiten(rows)
    this.#residuals(rows)
    this.#project(rows)
    for (let at = 0, from = 0; at < this.#clusters; at++) {
      this.#addCluster(from, this.#ends[at]! - from)
      from = this.#ends[at]!
    }
    this.#clusters = 0
  }

  #whiten(rows: number): void {
    const [inverse, place, columns] = [this.#inverse, this.#place, this.#columns]
    const [groups, first] = [this.#keptGroups, this.#first]
    const p = groups + columns.length
    const { group } = this.#design
    for (let j = 0; j < columns.length; j++) {
      const z = this.#z.subarray(j * this.#room, j * this.#room + rows)
      const row = (groups + j) * p
      if (group) for (let i = 0; i < rows; i++) z[i] = inverse[row + place[group[first + i]!]!]!
      else z.fill(0)
      for (let m = 0; m <= j; m++) addTimes(z, inverse[row + groups + m]!, columns[m]!, first)
    }
  }

  #residuals(rows: number): void {
    const { group, outcomes } = this.#design
    for (let o = 0; o < outcomes.length; o++) {
      const e = this.#e.subarray(o * this.#room, o * this.#room + rows)
      const b = this.#coefficients[o]!
      for (let i = 0; i < rows; i++) e[i] = outcomes[o]![this.#first + i]!
      if (group) for (let i = 0; i < rows; i++) e[i]! -= b[this.#place[group[this.#first + i]!]!]!
      for (let j = 0; j < this.#columns.length; j++)
        addTimes(e, -b[this.#keptGroups + j]!, this.#columns[j]!, this.#first)
    }
  }

  /** Z w of each contrast. */
  #project(rows: number): void {
    const { group } = this.#design
    const p = this.#keptGroups + this.#columns.length
    for (let c = 0; c < this.#contrasts.length; c++) {
      const w = this.#contrasts[c]!
      const y = this.#y.subarray(c * this.#room, c * this.#room + rows)
      y.fill(0)
      if (group)
        for (let i = 0; i < rows; i++) {
          const g = this.#place[group[this.#first + i]!]!
          y[i] = this.#inverse[g * p + g]! * w[g]!
        }
      for (let j = 0; j < this.#columns.length; j++)
        addTimes(y, w[this.#keptGroups + j]!, this.#z, j * this.#room)
    }
  }

  /** @param from where the cluster's rows stand among those that wait. */
  #addCluster(from: number, n: number): void {
    const { expected, trace, squares, variances } = this.#sums
    const [room, count, outcomes] = [this.#room, this.#contrasts.length, this.#design.outcomes.length]
    const [e, root, raised, se, y] = [this.#e, this.#root, this.#raised, this.#se, this.#y]
    this.#leverage(from, n)
    const rest = inverseRoot(this.#h, n, root)
    raise(root, rest, n, raised)
    for (let o = 0; o < outcomes; o++)
      for (let i = 0; i < n; i++) {
        let value = 0
        for (let m = 0; m < n; m++) value += root[i * n + m]! * e[o * room + from + m]!
        se[o * n + i] = value
      }
    for (let c = 0; c < count; c++) {
      const at = c * room + from
      let own = 0
      if (rest) own = quadraticForm(rest, y, at, n)
      else for (let i = 0; i < n; i++) own += y[at + i]! * y[at + i]!
      const size = quadraticForm(raised, y, at, n)
      expected[c]! += own
      trace[c]! += size
      squares[c]! += own * own - size * size
      for (let o = 0; o < outcomes; o++) {
        let score = 0
        for (let i = 0; i < n; i++) score += se[o * n + i]! * y[at + i]!
        variances[o * count + c]! += score * score
      }
    }
  }

  /** H = Z Zᵀ. */
  #leverage(from: number, n: number): void {
    const { group } = this.#design
    const [h, z, place] = [this.#h, this.#z, this.#place]
    const p = this.#keptGroups + this.#columns.length
    const end = this.#columns.length * this.#room
    for (let i = 0; i < n; i++)
      for (let k = 0; k <= i; k++) {
        let value = 0
        for (let at = from; at < end; at += this.#room) value += z[at + i]! * z[at + k]!
        if (group && group[this.#first + from + i] === group[this.#first + from + k]) {
          const g = place[group[this.#first + from + i]!]!
          value += this.#inverse[g * p + g]! ** 2
        }
        h[i * n + k] = value
        h[k * n + i] = value
      }
  }
}

/** target += times · source from `at` on. */
function addTimes(target: Float64Array, times: number, source: Float64Array, at: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += times * source[at + i]!
}

/** S² less the projection (the identity where there is none): |S Z w|² − |Z w|² is its quadratic form. */
function raise(root: Float64Array, rest: Float64Array | null, n: number, answer: Float64Array): void {
  for (let i = 0; i < n; i++)
    for (let m = 0; m <= i; m++) {
      let value = rest ? -rest[i * n + m]! : i === m ? -1 : 0
      for (let k = 0; k < n; k++) value += root[i * n + k]! * root[k * n + m]!
      answer[i * n + m] = value
    }
}

/** vᵀ M v of the n numbers from `at` on; of M the lower triangle is read. */
function quadraticForm(matrix: Float64Array, v: Float64Array, at: number, n: number): number {
  let total = 0
  for (let i = 0; i < n; i++) {
    let value = 0
    for (let m = 0; m < i; m++) value += matrix[i * n + m]! * v[at + m]!
    total += v[at + i]! * (2 * value + matrix[i * n + i]! * v[at + i]!)
  }
  return total
}
