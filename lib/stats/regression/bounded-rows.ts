import { solveLowerTransposed } from '../linear-algebra/cholesky'
import { type ColumnDesign, widthOf } from './column-design'
import type { LeastSquares } from './least-squares'

/** Sums over clusters, one entry a contrast (variances: outcome × contrasts). See `ClusterSandwich`. */
export interface SpreadSums {
  expected: Float64Array
  trace: Float64Array
  squares: Float64Array
  variances: Float64Array
}

/**
 * The part of `ClusterSandwich` that thousands of small clusters go through, where degrees of freedom are only bounded.
 * With B = R⁻ᵀ w of each contrast, Z w = X B comes from the columns as they are; each contrast's numbers of one cluster
 * lie side by side, so that they are summed without being written down.
 */
export class BoundedRows {
  readonly #design: ColumnDesign
  readonly #contrasts: number
  readonly #width: number
  /** Contrast × terms: what each term counts in it. */
  readonly #weights: Float64Array
  readonly #sums: SpreadSums
  /** Scratch: the cluster's columns (rows × columns), Z w of one contrast, S e (outcomes × rows), `raise`. */
  readonly #x: Float64Array
  readonly #y: Float64Array
  readonly #se: Float64Array
  readonly #raised: Float64Array

  constructor(design: ColumnDesign, fit: LeastSquares, contrasts: readonly Float64Array[], sums: SpreadSums) {
    const p = fit.kept.length
    this.#design = design
    this.#contrasts = contrasts.length
    this.#width = widthOf(design)
    this.#weights = new Float64Array(contrasts.length * this.#width)
    contrasts.forEach((w, c) => {
      const own = solveLowerTransposed(fit.factor, w)
      fit.kept.forEach((term, j) => {
        this.#weights[c * this.#width + term] = own[j]!
      })
    })
    this.#sums = sums
    this.#x = new Float64Array(p * design.columns.length)
    this.#y = new Float64Array(p)
    this.#se = new Float64Array(p * design.outcomes.length)
    this.#raised = new Float64Array(p * p)
  }

  /**
   * Adds the cluster of `n` rows from `from` on, fewer than there are terms.
   *
   * @param e residuals, rows × outcomes. @param root (I − H)^−½, and @param rest as `inverseRoot` gives them.
   */
  add(from: number, n: number, e: Float64Array, root: Float64Array, rest: Float64Array | null): void {
    const { group, groups, columns, outcomes } = this.#design
    const { expected, trace, squares, variances } = this.#sums
    const [count, width, k, q] = [this.#contrasts, this.#width, columns.length, outcomes.length]
    const [weights, x, y, se, raised] = [this.#weights, this.#x, this.#y, this.#se, this.#raised]
    for (let j = 0; j < k; j++) {
      const column = columns[j]!
      for (let i = 0; i < n; i++) x[i * k + j] = column[from + i]!
    }
    for (let o = 0; o < q; o++)
      for (let i = 0; i < n; i++) {
        let value = 0
        for (let m = 0; m < n; m++) value += root[i * n + m]! * e[m * q + o]!
        se[o * n + i] = value
      }
    raise(root, rest, n, raised)
    for (let c = 0; c < count; c++) {
      const at = c * width
      let own = 0
      for (let i = 0; i < n; i++) {
        let value = group ? weights[at + group[from + i]!]! : 0
        for (let j = 0; j < k; j++) value += x[i * k + j]! * weights[at + groups + j]!
        y[i] = value
        own += value * value
      }
      if (rest) own = quadraticForm(rest, y, n)
      const size = quadraticForm(raised, y, n)
      expected[c]! += own
      trace[c]! += size
      squares[c]! += own * own - size * size
      for (let o = 0; o < q; o++) {
        let score = 0
        for (let i = 0; i < n; i++) score += se[o * n + i]! * y[i]!
        variances[o * count + c]! += score * score
      }
    }
  }
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

/** yᵀ M y, of which the lower triangle is read. */
function quadraticForm(matrix: Float64Array, y: Float64Array, n: number): number {
  let total = 0
  for (let i = 0; i < n; i++) {
    let value = 0
    for (let m = 0; m < i; m++) value += matrix[i * n + m]! * y[m]!
    total += y[i]! * (2 * value + matrix[i * n + i]! * y[i]!)
  }
  return total
}
