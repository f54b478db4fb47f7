import type { Interval } from '../estimate'

/** Reliability of the mean of k ratings, from that of one: k ρ/(1 + (k − 1)ρ). Spearman (1910), Brown (1910). */
export function spearmanBrown(icc: number, k: number): number | null {
  const bottom = 1 + (k - 1) * icc
  return bottom > 0 ? (k * icc) / bottom : null
}

/** Raters per output so that their mean reaches the reliability `target`: ⌈t(1 − ρ)/(ρ(1 − t))⌉. Null where ρ ≤ 0. */
export function ratersNeeded(icc: number, target: number): number | null {
  if (!(icc > 0) || !(target > 0 && target < 1)) return null
  if (icc >= 1) return 1
  // 1e-9 keeps a whole number whole.
  return Math.max(1, Math.ceil((target * (1 - icc)) / (icc * (1 - target)) - 1e-9))
}

export interface Disattenuated {
  estimate: number | null
  ci: Interval | null
  /** `over_one`: the reliabilities are too low for the correlation; the value is shown as it is. */
  flags: string[]
  reason?: string
}

/**
 * Correlation of what two fallible measures measure: r/√(rel_x rel_y), limits likewise. The reliabilities are taken as
 * known, so that the interval is too narrow. Null where a reliability is not positive.
 *
 * Source: Spearman (1904), Am. J. Psychol. 15, 72–101.
 */
export function disattenuate(
  r: number,
  relX: number,
  relY: number,
  ci: Interval | null = null,
): Disattenuated {
  if (!(relX > 0 && relY > 0))
    return { estimate: null, ci: null, flags: [], reason: 'a reliability is not positive' }
  const scale = Math.sqrt(relX * relY)
  const estimate = r / scale
  const flags = Math.abs(estimate) > 1 ? ['over_one'] : []
  return { estimate, ci: ci && [ci[0] / scale, ci[1] / scale], flags }
}
