import { solveCholesky, solveLower } from '../linear-algebra/cholesky'
import type { ClusterSums } from './cluster'
import { clusterModes } from './cluster-modes'
import { INVERSE_ROOT_SERIES } from './inverse-root'
import type { LeastSquares } from './least-squares'
import { leverageFactor } from './sandwich'

/** What the clusters came to for one coefficient. */
export interface CoefficientSpread {
  /** The expected CR2 variance over σ² under the working model, over the modes that no cluster decides alone. */
  expected: number
  /** Satterthwaite's ν. */
  df: number | null
  variance: number
}

/** Clusters of more leverage than this together are taken apart by their modes instead. */
const LIGHT = 0.05

/** What is left of the series of a cluster, as a share of the whole. */
const NEGLIGIBLE = 1e-14

/**
 * Running CR2 sums of a few coefficients over many clusters, each by its sums. With S the cluster's XᵀX, r its Xᵀe and
 * M = (XᵀX)⁻¹ of all rows, coefficient j has
 *
 *     u_0 = M_j,  u_k = M S u_(k−1),  a = Σ_k (2k)!/(4^k k!²) u_k,  score aᵀr,  q = S a
 *     ν = (Σ own)² / (‖R⁻¹ Σ q qᵀ R⁻ᵀ‖² + Σ(own² − (qᵀM q)²)),  own = u_0ᵀ S u_0,  R Rᵀ = XᵀX
 *
 * which is the series of (I − H)^−½ and needs no decomposition where a cluster's leverages are small. Only the terms that a
 * cluster has are gone through. Sources as in `clusteredRegression`, which answers the same.
 */
export class SeriesSandwich {
  readonly #fit: LeastSquares
  readonly #wanted: readonly number[]
  readonly #p: number
  /** M, row-major. */
  readonly #inverse: Float64Array
  /** Σ q qᵀ of each coefficient, lower triangle. */
  readonly #outer: Float64Array[]
  readonly #expected: Float64Array
  readonly #squares: Float64Array
  readonly #variances: Float64Array
  // Scratch space: of the cluster's own terms the places, S, M and r.
  readonly #used: Int32Array
  readonly #s: Float64Array
  readonly #m: Float64Array
  readonly #r: Float64Array
  // And of one coefficient.
  readonly #u: Float64Array
  readonly #su: Float64Array
  readonly #q: Float64Array

  /** @param wanted positions of coefficients among the kept terms. */
  constructor(fit: LeastSquares, wanted: readonly number[]) {
    const p = fit.kept.length
    this.#fit = fit
    this.#wanted = wanted
    this.#p = p
    this.#inverse = new Float64Array(p * p)
    for (let j = 0; j < p; j++) {
      const unit = new Float64Array(p)
      unit[j] = 1
      this.#inverse.set(solveCholesky(fit.factor, unit), j * p)
    }
    this.#outer = wanted.map(() => new Float64Array(p * p))
    this.#expected = new Float64Array(wanted.length)
    this.#squares = new Float64Array(wanted.length)
    this.#variances = new Float64Array(wanted.length)
    this.#used = new Int32Array(p)
    this.#s = new Float64Array(p * p)
    this.#m = new Float64Array(p * p)
    this.#r = new Float64Array(p)
    this.#u = new Float64Array(p)
    this.#su = new Float64Array(p)
    this.#q = new Float64Array(p)
  }

  add(cluster: ClusterSums): void {
    const t = this.#gather(cluster)
    let leverage = 0
    for (let at = 0; at < t * t; at++) leverage += this.#s[at]! * this.#m[at]!
    if (leverage >= LIGHT) this.#addModes(cluster)
    else this.#addSeries(t, leverage)
  }

  /** The variance of a kept coefficient over σ² with independent rows. */
  varianceOf(j: number): number {
    return this.#inverse[j * this.#p + j]!
  }

  finish(): CoefficientSpread[] {
    return this.#wanted.map((_, c) => {
      const expected = this.#expected[c]!
      const bottom = whitenedNorm(this.#outer[c]!, this.#fit.factor, this.#p) + this.#squares[c]!
      const df = bottom > 0 && expected > 0 ? (expected * expected) / bottom : null
      return { expected, df, variance: this.#variances[c]! }
    })
  }

  /** Takes the cluster's own terms, and answers how many there are. */
  #gather({ cross, right }: ClusterSums): number {
    const { kept, terms, coefficients } = this.#fit
    const [p, width] = [this.#p, terms.length]
    const [used, s, m, r] = [this.#used, this.#s, this.#m, this.#r]
    const b = coefficients[0]!
    let t = 0
    for (let j = 0; j < p; j++) if (cross[kept[j]! * width + kept[j]!] !== 0) used[t++] = j
    for (let i = 0; i < t; i++) {
      const row = kept[used[i]!]!
      r[i] = right[0]![row]!
      for (let k = 0; k < t; k++) {
        const value = cross[row * width + kept[used[k]!]!]!
        s[i * t + k] = value
        m[i * t + k] = this.#inverse[used[i]! * p + used[k]!]!
        r[i]! -= value * b[used[k]!]!
      }
    }
    return t
  }

  #addSeries(t: number, leverage: number): void {
    const [used, s, m, r] = [this.#used, this.#s, this.#m, this.#r]
    const [u, su, q] = [this.#u, this.#su, this.#q]
    for (let c = 0; c < this.#wanted.length; c++) {
      const row = this.#wanted[c]! * this.#p
      for (let i = 0; i < t; i++) u[i] = this.#inverse[row + used[i]!]!
      multiply(s, u, t, su)
      const own = product(u, su, t)
      let score = product(u, r, t)
      q.set(su)
      let left = leverage
      for (let k = 1; k < INVERSE_ROOT_SERIES.length && left > NEGLIGIBLE; k++, left *= leverage) {
        const weight = INVERSE_ROOT_SERIES[k]!
        multiply(m, su, t, u)
        multiply(s, u, t, su)
        score += weight * product(u, r, t)
        for (let i = 0; i < t; i++) q[i]! += weight * su[i]!
      }
      multiply(m, q, t, u)
      this.#count(c, own, product(q, u, t), score)
      const outer = this.#outer[c]!
      for (let i = 0; i < t; i++)
        for (let k = 0; k <= i; k++) outer[used[i]! * this.#p + used[k]!]! += q[i]! * q[k]!
    }
  }

  #addModes(cluster: ClusterSums): void {
    const p = this.#p
    const { factor } = this.#fit
    const { leverages, directions, residuals } = clusterModes(cluster, this.#fit)
    for (let c = 0; c < this.#wanted.length; c++) {
      const unit = new Float64Array(p)
      unit[this.#wanted[c]!] = 1
      const w = solveLower(factor, unit)
      const v = new Float64Array(p)
      let [own, score] = [0, 0]
      for (let k = 0; k < leverages.length; k++) {
        const f = leverageFactor('CR2', leverages[k]!)
        const direction = directions.subarray(k * p, (k + 1) * p)
        const y = product(direction, w, p)
        own += f * f * (1 - leverages[k]!) * y * y
        score += f * y * residuals[0]![k]!
        for (let j = 0; j < p; j++) v[j]! += f * y * direction[j]!
      }
      this.#count(c, own, product(v, v, p), score)
      const q = new Float64Array(p)
      multiply(factor, v, p, q)
      const outer = this.#outer[c]!
      for (let i = 0; i < p; i++) for (let k = 0; k <= i; k++) outer[i * p + k]! += q[i]! * q[k]!
    }
  }

  #count(c: number, own: number, size: number, score: number): void {
    this.#expected[c]! += own
    this.#squares[c]! += own * own - size * size
    this.#variances[c]! += score * score
  }
}

/** ‖R⁻¹ Q R⁻ᵀ‖² of a symmetric Q of which the lower triangle is filled. */
function whitenedNorm(lower: Float64Array, factor: Float64Array, p: number): number {
  const half = new Float64Array(p * p)
  for (let j = 0; j < p; j++) {
    const column = Float64Array.from({ length: p }, (_, i) => lower[Math.max(i, j) * p + Math.min(i, j)]!)
    half.set(solveLower(factor, column), j * p)
  }
  let norm = 0
  for (let j = 0; j < p; j++) {
    const row = Float64Array.from({ length: p }, (_, i) => half[i * p + j]!)
    const whole = solveLower(factor, row)
    norm += product(whole, whole, p)
  }
  return norm
}

/** answer = matrix · vector. */
function multiply(matrix: Float64Array, vector: Float64Array, size: number, answer: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let value = 0
    for (let k = 0; k < size; k++) value += matrix[i * size + k]! * vector[k]!
    answer[i] = value
  }
}

function product(a: Float64Array, b: Float64Array, size: number): number {
  let total = 0
  for (let i = 0; i < size; i++) total += a[i]! * b[i]!
  return total
}
