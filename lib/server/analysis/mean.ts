import type { Interval } from '@/lib/domain/interval'
import { clusteredMean } from '@/lib/stats/clustered-mean'
import { clusteredWeightedMean } from '@/lib/stats/clustered-weighted-mean'
import type { ClusterSums } from './cluster-sums'
import { MINIMA, NO_COMMON_SCALE, type Notes, tooFew } from './notes'

export type Mean = { estimate: number | null; se: number | null; df: number | null; ci: Interval }

export const NO_MEAN: Mean = { estimate: null, se: null, df: null, ci: null }

/** Weights by the inverse probability of being sampled, or undefined where all outputs were as likely. */
export function unequalWeights(weights: Float64Array): Float64Array | undefined {
  for (let i = 1; i < weights.length; i++) if (weights[i] !== weights[0]) return weights
  return undefined
}

/**
 * The mean of a column of `sums` with its interval: CR2 clustered by prompt, or weighted where outputs were sampled
 * with unequal probabilities. Below the minima nothing is estimated.
 */
export function meanOf(sums: ClusterSums, column: number, weighted: boolean): Mean & { why?: string } {
  const why = tooFew(sums.rows, sums.counts.length, MINIMA.mean)
  if (why) return { ...NO_MEAN, why }
  const { estimate, se, df, ci } = weighted
    ? clusteredWeightedMean(sums.counts, sums.weights, sums.sums[column]!)
    : clusteredMean(sums.counts, sums.sums[column]!)
  return { estimate, se, df, ci }
}

/** Means of proxy, goal and inflation. */
export type Means = { proxy: Mean; goal: Mean; inflation: Mean }

/** Where unit scores end, and where their differences do. */
export const UNIT = [0, 1] as const
export const DIFFERENCE = [-1, 1] as const

/**
 * An interval without what no value can be: cut at the ends of its range. It covers the truth as often, since that lies
 * within.
 */
export function within(ci: Interval, [lowest, highest]: readonly [number, number]): Interval {
  return ci && [Math.max(lowest, ci[0]), Math.min(highest, ci[1])]
}

/** The three means of sums over the columns proxy, goal, inflation; what is null is noted under `field`. */
export function meansOf(sums: ClusterSums, { weighted, commonScale, notes, field }: MeansOptions): Means {
  const [proxy, goal, inflation] = [0, 1, 2].map((column) => meanOf(sums, column, weighted))
  if (proxy!.why) notes.add(field, proxy!.why)
  else if (!commonScale) notes.add(`${field}.inflation`, NO_COMMON_SCALE)
  const cut = (mean: Mean, range: readonly [number, number]) => ({ ...mean, ci: within(mean.ci, range) })
  return {
    // A metric keeps to no range that is known.
    proxy: commonScale ? cut(proxy!, UNIT) : proxy!,
    goal: cut(goal!, UNIT),
    inflation: commonScale ? cut(inflation!, DIFFERENCE) : NO_MEAN,
  }
}

export type MeansOptions = { weighted: boolean; commonScale: boolean; notes: Notes; field: string }
