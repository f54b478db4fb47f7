import { BoundedRows } from './bounded-rows'
import type { ColumnDesign } from './column-design'
import { inverseRoot } from './inverse-root'
import type { LeastSquares } from './least-squares'
import { WhiteRows } from './white-rows'

/** What the clusters came to for one contrast. */
export interface Spread {
  /** The expected variance over σ² under the working model, over the modes that no cluster decides alone. */
  expected: number
  /** Satterthwaite's ν; with `bounded` a lower limit of it. */
  df: number | null
  /** CR2 variance for each outcome. */
  variances: Float64Array
}

/**
 * Running CR2 sums of a column design, cluster by cluster. In whitened coordinates z = R⁻¹x, with Z the cluster's rows,
 * e their residuals and S = (I − ZZᵀ)^−½, contrast w has
 *
 *     a = S Z w,  score aᵀe,  v = Zᵀa;  ν = (Σ own)² / (‖Σ v vᵀ‖² + Σ(own² − |v|⁴)),  own = |a|² − |v|² = |Z w|²
 *
 * A cluster with more rows than terms is taken by its p × p matrix T = ZᵀZ instead: a = (I − T)^−½ w, score aᵀZᵀe,
 * v = T a, own = wᵀT w. Both are the same.
 *
 * `bounded` takes ‖Σ v vᵀ‖ ≤ Σ |v|² instead of the norm, with |v|² = |a|² − own, for half the work: with thousands of
 * clusters that is a small part of ν, which comes out a little too low.
 *
 * All matrices over contrasts hold a term's contrasts side by side, so that the innermost loops are long, and terms that
 * are 0 in a whole cluster (other groups) are passed over.
 */
export class ClusterSandwich {
  readonly #p: number
  readonly #contrasts: number
  readonly #outcomes: number
  readonly #bounded: boolean
  readonly #rows: WhiteRows
  /** p × contrasts, as are v and what follows. */
  readonly #w: Float64Array
  readonly #v: Float64Array
  /** Σ |v|². */
  readonly #trace: Float64Array
  /** Σ v vᵀ: entry (j, k ≤ j) of contrast c is at (j × p + k) × contrasts + c. */
  readonly #outer: Float64Array
  readonly #expected: Float64Array
  readonly #squares: Float64Array
  readonly #variances: Float64Array
  // Scratch space, kept between clusters.
  readonly #h: Float64Array
  readonly #root: Float64Array
  readonly #y: Float64Array
  readonly #a: Float64Array
  readonly #own: Float64Array
  readonly #size: Float64Array
  readonly #used: Int32Array
  /** Takes the small clusters where `bounded`. */
  readonly #boundedRows: BoundedRows | null

  constructor(design: ColumnDesign, fit: LeastSquares, contrasts: readonly Float64Array[], bounded = false) {
    const p = fit.kept.length
    const count = contrasts.length
    this.#p = p
    this.#contrasts = count
    this.#outcomes = design.outcomes.length
    this.#bounded = bounded
    this.#rows = new WhiteRows(design, fit)
    this.#w = new Float64Array(p * count)
    for (let c = 0; c < count; c++) for (let j = 0; j < p; j++) this.#w[j * count + c] = contrasts[c]![j]!
    this.#v = new Float64Array(p * count)
    this.#trace = new Float64Array(count)
    this.#outer = new Float64Array(bounded ? 0 : p * p * count)
    this.#expected = new Float64Array(count)
    this.#squares = new Float64Array(count)
    this.#variances = new Float64Array(this.#outcomes * count)
    this.#h = new Float64Array(p * p)
    this.#root = new Float64Array(p * p)
    this.#y = new Float64Array(p * count)
    this.#a = new Float64Array(p * count)
    this.#own = new Float64Array(count)
    this.#size = new Float64Array(count)
    this.#used = new Int32Array(p)
    const sums = {
      ...{ expected: this.#expected, trace: this.#trace },
      ...{ squares: this.#squares, variances: this.#variances },
    }
    this.#boundedRows = bounded ? new BoundedRows(design, fit, contrasts, sums) : null
  }

  /** Adds the cluster of the rows from…to − 1. */
  add(from: number, to: number): void {
    if (to - from >= this.#p) this.#addBySums(from, to)
    else if (this.#boundedRows) this.#boundedRows.add(from, to)
    else this.#addByRows(from, to - from)
  }

  /** One answer for each contrast. */
  finish(): Spread[] {
    const count = this.#contrasts
    this.#boundedRows?.settle()
    return Array.from({ length: count }, (_, c) => {
      const norm = this.#bounded ? this.#trace[c]! ** 2 : this.#squaredNorm(c)
      const bottom = norm + this.#squares[c]!
      const expected = this.#expected[c]!
      const df = bottom > 0 && expected > 0 ? (expected * expected) / bottom : null
      const variances = Float64Array.from(
        { length: this.#outcomes },
        (_, o) => this.#variances[o * count + c]!,
      )
      return { expected, df, variances }
    })
  }

  #squaredNorm(c: number): number {
    const p = this.#p
    let norm = 0
    for (let j = 0; j < p; j++)
      for (let k = 0; k <= j; k++)
        norm += (j === k ? 1 : 2) * this.#outer[(j * p + k) * this.#contrasts + c]! ** 2
    return norm
  }

  #addByRows(from: number, n: number): void {
    const p = this.#p
    const count = this.#contrasts
    const h = this.#h
    const z = this.#rows.z
    const used = this.#used
    for (let i = 0; i < n; i++) this.#rows.read(from + i, i)
    const terms = usedTerms(z, n, p, used)
    for (let i = 0; i < n; i++)
      for (let k = 0; k <= i; k++) {
        let value = 0
        for (let t = 0; t < terms; t++) value += z[i * p + used[t]!]! * z[k * p + used[t]!]!
        h[i * n + k] = value
        h[k * n + i] = value
      }
    const rest = inverseRoot(h, n, this.#root)
    const y = this.#y.fill(0, 0, n * count)
    for (let i = 0; i < n; i++)
      for (let t = 0; t < terms; t++)
        addTimes(y, i * count, z[i * p + used[t]!]!, this.#w, used[t]! * count, count)
    const a = this.#a
    multiply(this.#root, n, y, count, a)
    // own = |P Z w|²; P leaves out the modes that the cluster decides alone, and is I where there is none.
    sumOfProducts(y, rest ? multiply(rest, n, y, count) : y, n, count, this.#own)
    const v = this.#v
    for (let t = 0; t < terms; t++) {
      const j = used[t]!
      v.fill(0, j * count, (j + 1) * count)
      for (let i = 0; i < n; i++) addTimes(v, j * count, z[i * p + j]!, a, i * count, count)
    }
    this.#addOuter(terms)
    this.#count()
    this.#score(a, this.#rows.e, n)
  }

  #addBySums(from: number, to: number): void {
    const p = this.#p
    const count = this.#contrasts
    const outcomes = this.#outcomes
    const h = this.#h.fill(0)
    const { z, e } = this.#rows
    const scores = new Float64Array(p * outcomes)
    for (let row = from; row < to; row++) {
      this.#rows.read(row, 0)
      for (let j = 0; j < p; j++) {
        const value = z[j]!
        if (value === 0) continue
        for (let k = 0; k <= j; k++) h[j * p + k]! += value * z[k]!
        for (let o = 0; o < outcomes; o++) scores[j * outcomes + o]! += value * e[o]!
      }
    }
    for (let j = 0; j < p; j++) for (let k = 0; k < j; k++) h[k * p + j] = h[j * p + k]!
    const rest = inverseRoot(h, p, this.#root)
    const a = multiply(this.#root, p, this.#w, count, this.#a)
    multiply(h, p, a, count, this.#v)
    const w = rest ? multiply(rest, p, this.#w, count) : this.#w
    sumOfProducts(w, multiply(h, p, w, count, this.#y), p, count, this.#own)
    for (let j = 0; j < p; j++) this.#used[j] = j
    this.#addOuter(p)
    this.#count()
    this.#score(a, scores, p)
  }

  /** Adds v vᵀ, where only the first `terms` used rows of v are not 0, and sets `size` to |v|². */
  #addOuter(terms: number): void {
    const p = this.#p
    const count = this.#contrasts
    const v = this.#v
    const used = this.#used
    const outer = this.#outer
    const size = this.#size.fill(0)
    for (let t = 0; t < terms; t++) {
      const left = used[t]! * count
      for (let c = 0; c < count; c++) size[c]! += v[left + c]! * v[left + c]!
      if (this.#bounded) continue
      for (let s = 0; s <= t; s++) {
        const right = used[s]! * count
        const at = (used[t]! * p + used[s]!) * count
        for (let c = 0; c < count; c++) outer[at + c]! += v[left + c]! * v[right + c]!
      }
    }
  }

  #count(): void {
    for (let c = 0; c < this.#contrasts; c++) {
      const own = this.#own[c]!
      const size = this.#size[c]!
      this.#expected[c]! += own
      this.#trace[c]! += size
      this.#squares[c]! += own * own - size * size
    }
  }

  /** Adds the squares of aᵀe, with e rows × outcomes. */
  #score(a: Float64Array, e: Float64Array, rows: number): void {
    const count = this.#contrasts
    const outcomes = this.#outcomes
    const variances = this.#variances
    for (let o = 0; o < outcomes; o++)
      for (let c = 0; c < count; c++) {
        let score = 0
        for (let i = 0; i < rows; i++) score += a[i * count + c]! * e[i * outcomes + o]!
        variances[o * count + c]! += score * score
      }
  }
}

/** Writes the terms that some row of a cluster has, ascending, and answers how many. */
function usedTerms(z: Float64Array, n: number, p: number, used: Int32Array): number {
  let terms = 0
  for (let j = 0; j < p; j++) {
    for (let i = 0; i < n; i++)
      if (z[i * p + j] !== 0) {
        used[terms++] = j
        break
      }
  }
  return terms
}

/** target[at…] += times · source[from…]. */
function addTimes(
  target: Float64Array,
  at: number,
  times: number,
  source: Float64Array,
  from: number,
  length: number,
): void {
  if (times === 0) return
  for (let c = 0; c < length; c++) target[at + c]! += times * source[from + c]!
}

/** A square matrix times a matrix of so many columns. */
function multiply(
  matrix: Float64Array,
  size: number,
  columns: Float64Array,
  count: number,
  answer: Float64Array = new Float64Array(size * count),
): Float64Array {
  answer.fill(0, 0, size * count)
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++)
      addTimes(answer, i * count, matrix[i * size + k]!, columns, k * count, count)
  return answer
}

/** Σ_i a_ic b_ic for each column c. */
function sumOfProducts(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  count: number,
  answer: Float64Array,
): void {
  answer.fill(0)
  for (let i = 0; i < rows; i++)
    for (let c = 0; c < count; c++) answer[c]! += a[i * count + c]! * b[i * count + c]!
}
