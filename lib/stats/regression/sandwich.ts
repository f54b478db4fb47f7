import type { ClusterModes } from './cluster-modes'

/** Corrections for a cluster's leverage that a sandwich can carry. */
export const CORRECTIONS = ['CR0', 'CR2', 'CR3'] as const
export type Correction = (typeof CORRECTIONS)[number]

const WHOLE = 1 - 1e-9

/** f(λ): 1 | (1 − λ)^−½ | (1 − λ)^−1, and 0 for a mode that the cluster determines alone (Moore–Penrose). */
export function leverageFactor(correction: Correction, lambda: number): number {
  if (correction === 'CR0') return 1
  if (lambda > WHOLE) return 0
  return correction === 'CR2' ? 1 / Math.sqrt(1 - lambda) : 1 / (1 - lambda)
}

/**
 * A cluster's corrected score in whitened coordinates, b̃_g = Σ_k f(λ_k) e_k m_k. With CR3 it is, up to its sign, by how
 * much the coefficients change when the cluster is left out.
 */
export function clusterScore(
  modes: ClusterModes,
  outcome: number,
  correction: Correction,
  p: number,
): Float64Array {
  const score = new Float64Array(p)
  for (let k = 0; k < modes.leverages.length; k++) {
    const weight = leverageFactor(correction, modes.leverages[k]!) * modes.residuals[outcome]![k]!
    for (let j = 0; j < p; j++) score[j]! += weight * modes.directions[k * p + j]!
  }
  return score
}

/** aᵀ meat b with a meat of which the lower triangle is filled. */
export function quadratic(meat: Float64Array, a: ArrayLike<number>, b: ArrayLike<number>): number {
  const p = a.length
  let total = 0
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      const value = meat[i * p + j]!
      total += i === j ? value * a[i]! * b[i]! : value * (a[i]! * b[j]! + a[j]! * b[i]!)
    }
  }
  return total
}
