import { solveLower } from '../linear-algebra/cholesky'
import { dot } from '../linear-algebra/dot'
import { symmetricEigen } from '../linear-algebra/jacobi'
import { type Cluster, type ClusterRows, sumsOf } from './cluster'
import type { LeastSquares } from './least-squares'

/**
 * A cluster's part of the hat matrix, taken apart. With X̃ = X R⁻ᵀ (so that X̃ᵀX̃ of all rows is the identity) and the
 * cluster's own hat matrix X̃_g X̃_gᵀ = Σ λ_k u_k u_kᵀ, mode k is
 *
 *     λ_k, its leverage 0…1;  m_k = X̃_gᵀ u_k, its direction;  e_k = u_kᵀ(y_g − X_g b), its residual.
 *
 * Every sandwich follows: (I − H_g)^(−½) only rescales mode k by (1 − λ_k)^(−½), so that a cluster's score is
 * Σ f(λ_k) e_k m_k. Modes with λ = 0 carry nothing and are left out.
 */
export interface ClusterModes {
  leverages: Float64Array
  /** Row k is m_k: modes × kept terms. */
  directions: Float64Array
  /** residuals[outcome][k] = e_k. */
  residuals: Float64Array[]
}

const NEGLIGIBLE = 1e-14

/** Takes a cluster apart: in rows × rows where it has fewer rows than terms, else in terms × terms. Both are the same. */
export function clusterModes(cluster: Cluster, fit: LeastSquares): ClusterModes {
  if (!('cross' in cluster) && cluster.x.length / fit.terms.length < fit.kept.length) {
    return modesOfRows(cluster, fit)
  }
  return modesOfSums(cluster, fit)
}

function modesOfRows(cluster: ClusterRows, fit: LeastSquares): ClusterModes {
  const p = fit.kept.length
  const width = fit.terms.length
  const n = cluster.x.length / width
  const white = new Float64Array(n * p)
  const residuals = cluster.y.map(() => new Float64Array(n))
  for (let i = 0; i < n; i++) {
    const row = fit.kept.map((j) => cluster.x[i * width + j]!)
    white.set(solveLower(fit.factor, row), i * p)
    residuals.forEach((column, outcome) => {
      let value = cluster.y[outcome]![i]!
      for (let j = 0; j < p; j++) value -= row[j]! * fit.coefficients[outcome]![j]!
      column[i] = value
    })
  }
  const hat = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      let value = 0
      for (let j = 0; j < p; j++) value += white[i * p + j]! * white[k * p + j]!
      hat[i * n + k] = value
      hat[k * n + i] = value
    }
  }
  const { values, vectors } = symmetricEigen(hat, n)
  return collect(values, (mode) => {
    const u = vectors.subarray(mode * n, mode * n + n)
    const direction = new Float64Array(p)
    for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) direction[j]! += u[i]! * white[i * p + j]!
    return { direction, residual: residuals.map((column) => dot(u, column)) }
  })
}

function modesOfSums(cluster: Cluster, fit: LeastSquares): ClusterModes {
  const p = fit.kept.length
  const width = fit.terms.length
  const sums = sumsOf(cluster, width)
  // T = R⁻¹ S R⁻ᵀ: solve on the rows, then on the rows of the transpose.
  const half = new Float64Array(p * p)
  fit.kept.forEach((j, row) => {
    const own = fit.kept.map((k) => sums.cross[j * width + k]!)
    half.set(solveLower(fit.factor, own), row * p)
  })
  const hat = new Float64Array(p * p)
  for (let column = 0; column < p; column++) {
    const own = Float64Array.from({ length: p }, (_, row) => half[row * p + column]!)
    hat.set(solveLower(fit.factor, own), column * p)
  }
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < i; k++) {
      const value = (hat[i * p + k]! + hat[k * p + i]!) / 2
      hat[i * p + k] = value
      hat[k * p + i] = value
    }
  }
  const scores = fit.coefficients.map((b, outcome) => {
    const score = fit.kept.map((j) => {
      let value = sums.right[outcome]![j]!
      fit.kept.forEach((k, position) => {
        value -= sums.cross[j * width + k]! * b[position]!
      })
      return value
    })
    return solveLower(fit.factor, score)
  })
  const { values, vectors } = symmetricEigen(hat, p)
  return collect(values, (mode) => {
    const root = Math.sqrt(values[mode]!)
    const v = vectors.subarray(mode * p, mode * p + p)
    return {
      direction: v.map((value) => value * root),
      residual: scores.map((score) => dot(v, score) / root),
    }
  })
}

function collect(
  values: Float64Array,
  modeOf: (mode: number) => { direction: Float64Array; residual: number[] },
): ClusterModes {
  const used = Array.from(values, (value, mode) => (value > NEGLIGIBLE ? mode : -1)).filter(
    (mode) => mode >= 0,
  )
  const modes = used.map(modeOf)
  const p = modes[0]?.direction.length ?? 0
  const directions = new Float64Array(used.length * p)
  modes.forEach((mode, k) => {
    directions.set(mode.direction, k * p)
  })
  const outcomes = modes[0]?.residual.length ?? 0
  return {
    leverages: Float64Array.from(used, (mode) => Math.min(1, values[mode]!)),
    directions,
    residuals: Array.from({ length: outcomes }, (_, o) =>
      Float64Array.from(modes, (mode) => mode.residual[o]!),
    ),
  }
}
