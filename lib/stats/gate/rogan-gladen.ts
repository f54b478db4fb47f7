import { normalQuantile } from '../distributions/normal'
import type { Interval } from '../estimate'

/** A judge's pass rate on new outputs, and its specificity and sensitivity on calibration labels. */
export interface JudgeRates {
  /** Share that the judge passes among n outputs. */
  passRate: number
  n: number
  /** Specificity on m0 outputs that humans reject; sensitivity on m1 that they accept. */
  specificity: number
  m0: number
  sensitivity: number
  m1: number
}

export interface CorrectedRate {
  estimate: number | null
  ci: Interval | null
  reason?: string
}

/**
 * The share that humans would accept, from a fallible judge, where calibration labels may come from another mix of
 * outputs (unlike PPI, which needs the same):
 *
 *     θ = (p + q0 − 1)/(q0 + q1 − 1), clipped to 0…1
 *
 * Interval with pseudo-counts: p̃ = (np + z²/2)/(n + z²), q̃ = (mq + 1)/(m + 2), θ̃ from these,
 * d = 2z²(−(1 − θ̃) q̃0(1 − q̃0)/m̃0 + θ̃ q̃1(1 − q̃1)/m̃1), θ̃ + d ∓ z se, clipped.
 * Sources: Rogan & Gladen (1978), Am. J. Epidemiol. 107, 71–76; Lee et al. (2025), arXiv 2511.21140, and their code.
 */
export function roganGladen(rates: JudgeRates, level = 0.95): CorrectedRate {
  const { passRate: p, n, specificity: q0, m0, sensitivity: q1, m1 } = rates
  if (!(n > 0 && m0 > 0 && m1 > 0))
    return { estimate: null, ci: null, reason: 'needs outputs and labels of both kinds' }
  if (!(q0 + q1 > 1)) return { estimate: null, ci: null, reason: 'the judge is no better than chance' }
  const z = normalQuantile(0.5 + level / 2)
  const zz = z * z
  const pAdjusted = (n * p + zz / 2) / (n + zz)
  const s0 = (m0 * q0 + 1) / (m0 + 2)
  const s1 = (m1 * q1 + 1) / (m1 + 2)
  const theta = clip((pAdjusted + s0 - 1) / (s0 + s1 - 1))
  const v0 = (s0 * (1 - s0)) / (m0 + 2)
  const v1 = (s1 * (1 - s1)) / (m1 + 2)
  const shift = 2 * zz * (-(1 - theta) * v0 + theta * v1)
  const variance = (pAdjusted * (1 - pAdjusted)) / (n + zz) + (1 - theta) ** 2 * v0 + theta ** 2 * v1
  const half = (z * Math.sqrt(variance)) / (s0 + s1 - 1)
  return {
    estimate: clip((p + q0 - 1) / (q0 + q1 - 1)),
    ci: [clip(theta + shift - half), clip(theta + shift + half)],
  }
}

function clip(value: number): number {
  return Math.max(0, Math.min(1, value))
}
