import { normalQuantile } from '../distributions/normal'
import { tQuantile } from '../distributions/student-t'
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

/** Accepted and rejected outputs by (prompt, level). */
export interface ClassCells extends ClassCounts {
  prompts: ArrayLike<number | string>
  /** Position of the level, 0 the lowest. */
  level: ArrayLike<number>
}

/**
 * AUC with an error clustered by prompt:
 *
 *     ψ_i = (v_i − AUC)/m for accepts, /n for rejects;  V = G/(G − 1) Σ_g (Σ_(i in g) ψ_i)²;  t with G − 1
 *
 * Source: Obuchowski (1997), Biometrics 53, 567–578, in the form of DeLong's placements as influence function.
 */
export function clusteredAuc(cells: ClassCells, levels: number, level = 0.95): Auc {
  const accepted = new Float64Array(levels)
  const rejected = new Float64Array(levels)
  for (let k = 0; k < cells.level.length; k++) {
    accepted[cells.level[k]!]! += cells.accepted[k]!
    rejected[cells.level[k]!]! += cells.rejected[k]!
  }
  const parts = placements({ accepted, rejected })
  const scores = new Map<number | string, number>()
  for (let k = 0; k < cells.level.length; ) {
    // The map is asked once for the cells of a prompt that stand together.
    const prompt = cells.prompts[k]!
    let own: number | null = null
    for (; k < cells.level.length && cells.prompts[k] === prompt; k++) {
      if (cells.accepted[k]! + cells.rejected[k]! === 0) continue
      own = (own ?? 0) + (parts.auc === null ? 0 : influence(cells, k, parts, parts.auc))
    }
    if (own !== null) scores.set(prompt, (scores.get(prompt) ?? 0) + own)
  }
  const clusters = scores.size
  if (parts.auc === null) return undefinedAuc(parts.accepted, parts.rejected, clusters)
  const answer = { estimate: parts.auc, accepted: parts.accepted, rejected: parts.rejected, clusters }
  if (clusters < 2) return { ...answer, se: null, df: null, ci: null, reason: 'needs at least 2 prompts' }
  let squares = 0
  for (const score of scores.values()) squares += score * score
  const se = Math.sqrt((clusters / (clusters - 1)) * squares)
  const df = clusters - 1
  return { ...answer, se, df, ci: clipped(parts.auc, tQuantile(0.5 + level / 2, df) * se) }
}

type Placements = ReturnType<typeof placements>

function influence(cells: ClassCells, k: number, parts: Placements, auc: number): number {
  const l = cells.level[k]!
  const good = (cells.accepted[k]! * (parts.ofAccepts[l]! - auc)) / parts.accepted
  return good + (cells.rejected[k]! * (parts.ofRejects[l]! - auc)) / parts.rejected
}

function placements(counts: ClassCounts) {
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

function undefinedAuc(accepted: number, rejected: number, clusters: number | null): Auc {
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
