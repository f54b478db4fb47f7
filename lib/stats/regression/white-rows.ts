import { solveLower } from '../linear-algebra/cholesky'
import { type ColumnDesign, widthOf } from './column-design'
import type { LeastSquares } from './least-squares'

/** Rows of a column design in whitened coordinates, z = R⁻¹x, with their residuals, read into space of its own. */
export class WhiteRows {
  /** Rows × kept terms. */
  readonly z: Float64Array
  /** Rows × outcomes. */
  readonly e: Float64Array
  readonly #design: ColumnDesign
  readonly #p: number
  /** R⁻¹ by columns: row r of kept term j is at j × p + r. */
  readonly #inverse: Float64Array
  /** The kept position of each term, −1 where it was dropped. */
  readonly #place: Int32Array
  readonly #coefficients: readonly Float64Array[]

  constructor(design: ColumnDesign, fit: LeastSquares) {
    const p = fit.kept.length
    this.#design = design
    this.#p = p
    this.#coefficients = fit.coefficients
    this.#place = Int32Array.from({ length: widthOf(design) }, (_, j) => fit.kept.indexOf(j))
    this.#inverse = new Float64Array(p * p)
    for (let j = 0; j < p; j++) {
      const unit = Float64Array.from({ length: p }, (_, i) => (i === j ? 1 : 0))
      this.#inverse.set(solveLower(fit.factor, unit), j * p)
    }
    this.z = new Float64Array(p * p)
    this.e = new Float64Array(p * design.outcomes.length)
  }

  /** Reads a row of the design into row `i` of `z` and `e`. */
  read(row: number, i: number): void {
    const { group, groups, columns, outcomes } = this.#design
    const p = this.#p
    const z = this.z
    const inverse = this.#inverse
    const place = this.#place
    const at = i * p
    const first = group ? place[group[row]!]! : -1
    if (first < 0) for (let r = 0; r < p; r++) z[at + r] = 0
    else for (let r = 0; r < p; r++) z[at + r] = inverse[first * p + r]!
    for (let k = 0; k < columns.length; k++) {
      const j = place[groups + k]!
      if (j < 0) continue
      const x = columns[k]![row]!
      for (let r = j; r < p; r++) z[at + r]! += inverse[j * p + r]! * x
    }
    for (let o = 0; o < outcomes.length; o++) {
      const b = this.#coefficients[o]!
      let value = outcomes[o]![row]! - (first < 0 ? 0 : b[first]!)
      for (let k = 0; k < columns.length; k++) {
        const j = place[groups + k]!
        if (j >= 0) value -= b[j]! * columns[k]![row]!
      }
      this.e[i * outcomes.length + o] = value
    }
  }
}
