import { addOuter, type OuterSum, settle, startOuterSum } from '../linear-algebra/outer-sum'
import type { ClusterModes } from './cluster-modes'
import { leverageFactor } from './sandwich'

/** Running sums from which the degrees of freedom of one contrast's CR2 variance follow. */
export interface DegreesOfFreedom {
  /** The contrast in whitened coordinates, w = R⁻¹ c. */
  w: Float64Array
  /** Σ (d_g − h_g): the expected variance under the working model; c M c where no cluster is decided alone. */
  expected: number
  squares: number
  /** Σ v_g v_gᵀ. */
  outer: OuterSum
}

/** Starts the sums of a contrast. */
export function startDf(w: Float64Array): DegreesOfFreedom {
  return { w, expected: 0, squares: 0, outer: startOuterSum(w.length, true) }
}

/**
 * Adds a cluster. With y_k = m_kᵀ w: d_g = Σ f² y_k², v_g = Σ f y_k m_k, h_g = |v_g|², and d_g − h_g = Σ f²(1 − λ_k) y_k²,
 * which is computed as such, without the difference.
 */
export function addToDf(state: DegreesOfFreedom, modes: ClusterModes): void {
  const { w, outer } = state
  const { leverages, directions } = modes
  const p = w.length
  const v = new Float64Array(p)
  let own = 0
  for (let k = 0; k < leverages.length; k++) {
    const lambda = leverages[k]!
    const f = leverageFactor('CR2', lambda)
    let y = 0
    for (let j = 0; j < p; j++) y += directions[k * p + j]! * w[j]!
    own += f * f * (1 - lambda) * y * y
    const fy = f * y
    for (let j = 0; j < p; j++) v[j]! += fy * directions[k * p + j]!
  }
  let h = 0
  for (let j = 0; j < p; j++) h += v[j]! * v[j]!
  addOuter(outer, v, v)
  state.expected += own
  state.squares += own * own - h * h
}

/**
 * ν = (Σ(d_g − h_g))² / (‖Σ v_g v_gᵀ‖² + Σ[(d_g − h_g)² − h_g²]), in O(clusters).
 *
 * Source: Bell & McCaffrey (2002), Survey Methodology 28, 169–181; Pustejovsky & Tipton (2018), JBES 36, 672–683,
 * under the identity working model; the double sum over clusters is a Frobenius norm.
 */
export function degreesOfFreedom(state: DegreesOfFreedom): number | null {
  const p = state.w.length
  const outer = settle(state.outer)
  let norm = 0
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) norm += (i === j ? 1 : 2) * outer[i * p + j]! ** 2
  }
  const bottom = norm + state.squares
  return bottom > 0 && state.expected > 0 ? (state.expected * state.expected) / bottom : null
}
