import { normalQuantile } from '../distributions/normal'
import type { Interval } from '../estimate'

/** Outputs that humans accept and reject at each level of the signal, levels ascending. */
export interface ClassCounts {
  accepted: ArrayLike<number>
  rejected: ArrayLike<number>
}

/** The chance that the signal ranks a random accepted output above a random rejected one; ties count half. */
export interface Auc {
  estimate: number | null
  se: number | null
  df: number | null
  ci: Interval | null
  accepted: number
  rejected: number
  clusters: number | null
  reason?: string
}

/** A point of the ROC curve: passing signals ≥ threshold. */
export interface RocPoint {
  threshold: number
  truePositiveRate: number
  falsePositiveRate: number
}

/** The ROC curve at each level; null where one class is missing. */
export function rocCurve(levels: readonly number[], counts: ClassCounts): RocPoint[] | null {
  const [accepted, rejected] = [total(counts.accepted), total(counts.rejected)]
  if (accepted === 0 || rejected === 0) return null
  let [goodBelow, badBelow] = [0, 0]
  return levels.map((threshold, l) => {
    const point = {
      threshold,
      truePositiveRate: 1 - goodBelow / accepted,
      falsePositiveRate: 1 - badBelow / rejected,
    }
    goodBelow += counts.accepted[l]!
    badBelow += counts.rejected[l]!
    return point
  })
}

/**
 * AUC with DeLong's error for independent outputs, from counts by level:
 *
 *     v_i = (rejects below + ½ at the level)/n for accepts, (accepts above + ½)/m for rejects
 *     var = S²(v of accepts)/m + S²(v of rejects)/n,  normal limits clipped to 0…1
 *
 * Source: DeLong, DeLong & Clarke-Pearson (1988), Biometrics 44, 837–845.
 */
export function delongAuc(counts: ClassCounts, level = 0.95): Auc {
  const parts = placements(counts)
  const { accepted, rejected } = parts
  if (parts.auc === null) return undefinedAuc(accepted, rejected, null)
  const spread = (values: Float64Array, column: ArrayLike<number>, n: number) =>
    values.reduce((sum, value, l) => sum + column[l]! * (value - parts.auc!) ** 2, 0) / (n - 1)
  if (accepted < 2 || rejected < 2) {
    const none = { estimate: parts.auc, se: null, df: null, ci: null, accepted, rejected, clusters: null }
    return { ...none, reason: 'needs 2 of each class for an error' }
  }
  const variance =
    spread(parts.ofAccepts, counts.accepted, accepted) / accepted +
    spread(parts.ofRejects, counts.rejected, rejected) / rejected
  const se = Math.sqrt(variance)
  const ci = clipped(parts.auc, normalQuantile(0.5 + level / 2) * se)
  return { estimate: parts.auc, se, df: null, ci, accepted, rejected, clusters: null }
}

/** AUC, and for each level what an accept and a reject there count. */
export function placements(counts: ClassCounts) {
  const [accepted, rejected] = [total(counts.accepted), total(counts.rejected)]
  const levels = counts.accepted.length
  const ofAccepts = new Float64Array(levels)
  const ofRejects = new Float64Array(levels)
  let [goodBelow, badBelow, auc] = [0, 0, 0]
  for (let l = 0; l < levels; l++) {
    const [good, bad] = [counts.accepted[l]!, counts.rejected[l]!]
    ofAccepts[l] = (badBelow + bad / 2) / rejected
    ofRejects[l] = (accepted - goodBelow - good / 2) / accepted
    auc += (good / accepted) * ofAccepts[l]!
    goodBelow += good
    badBelow += bad
  }
  return { auc: accepted > 0 && rejected > 0 ? auc : null, ofAccepts, ofRejects, accepted, rejected }
}

/** No AUC, and why. */
export function undefinedAuc(accepted: number, rejected: number, clusters: number | null): Auc {
  const reason = accepted + rejected === 0 ? 'no labelled outputs' : 'humans accept all or none'
  return { estimate: null, se: null, df: null, ci: null, accepted, rejected, clusters, reason }
}

function clipped(estimate: number, half: number): Interval {
  return [Math.max(0, estimate - half), Math.min(1, estimate + half)]
}

function total(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum
}
