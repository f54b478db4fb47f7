import { tQuantile, tTwoSidedP } from './distributions/student-t'

/** Lower and upper limit, in the unit of the estimate. */
export type Interval = [lo: number, hi: number]

/**
 * What every estimator answers. A part that is not defined is null, and `reason` says why in words that can be shown.
 * `se`, `ci` are in the unit of `estimate`; `p` is two-sided against 0.
 */
export interface Estimate {
  estimate: number | null
  se: number | null
  df: number | null
  ci: Interval | null
  p: number | null
  /** Rows (outputs, or ratings where the function says so). */
  n: number
  /** Clusters (prompts) that hold at least one row. */
  clusters: number
  /** Warnings that belong beside the number: `degenerate`, `two_way_not_psd`, `weighted`… */
  flags: string[]
  reason?: string
}

/** An estimate of which nothing can be said. */
export function notEstimable(n: number, clusters: number, reason: string): Estimate {
  return { estimate: null, se: null, df: null, ci: null, p: null, n, clusters, flags: [], reason }
}

/** A point without an interval, and why it has none. */
export function pointOnly(estimate: number, n: number, clusters: number, reason: string): Estimate {
  return { ...notEstimable(n, clusters, reason), estimate }
}

/** estimate ± t(df) · se, and the two-sided p against 0 (null where the standard error is 0). */
export function estimateWithT(
  estimate: number,
  se: number,
  df: number,
  n: number,
  clusters: number,
  level = 0.95,
  flags: string[] = [],
): Estimate {
  const half = se === 0 ? 0 : tQuantile(0.5 + level / 2, df) * se
  const p = se > 0 ? tTwoSidedP(estimate / se, df) : null
  return { estimate, se, df, ci: [estimate - half, estimate + half], p, n, clusters, flags }
}
