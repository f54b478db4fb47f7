import { denseIndex } from '../dense-index'
import { doubles } from '../doubles'
import type { Interval } from '../estimate'
import { type ClusteredProportion, clopperPearsonUpper, noProportion, proportionAt } from '../proportion'
import { type GateCells, type GateTable, type HigherIs, passingAt, strictToLoose } from './gate-table'
import { RunningProportion, type RunningShare, RunningWeightedProportion } from './running-proportion'

export interface GatePoint {
  threshold: number
  /** All outputs that pass, and their share. */
  outputs: number
  passShare: number | null
  passShareCi: Interval | null
  /** Labelled outputs that pass, those the human rejects, and their prompts (0 where none are given). */
  n: number
  rejected: number
  clusters: number
  /** Of what the gate passes, the share that humans would reject. */
  falseAcceptRate: number | null
  /** For display: Wilson, at the effective n where prompts are given. */
  ci: Interval | null
  /** For guarantees: Clopper–Pearson, two-sided and one-sided, same n. */
  exact: Interval | null
  upper: number | null
  /** Of the good outputs, the share that passes; and how many do not. */
  recallOfGood: number | null
  recallOfGoodCi: Interval | null
  missedGood: number
  falseRejectRate: number | null
  falseRejectRateCi: Interval | null
  /** Of the bad outputs, the share that passes. */
  falsePositiveRate: number | null
  falsePositiveRateCi: Interval | null
}

export interface GateCurveOptions {
  higherIs?: HigherIs
  /** Outputs by prompt; with them the intervals allow for clusters. */
  cells?: GateCells
  /** `labelled` and `rejected` of the cells, one output each, are weights: 1/(probability of being sampled). */
  weighted?: boolean
  level?: number
}

/**
 * What a gate at each level of the signal would let through, thresholds ascending. The labelled outputs are taken as a
 * random sample of all (else `stratifiedFalseAcceptRate`, or weights).
 *
 * With `cells` the intervals are those of `clusteredProportion`: n / max(1, design effect), approximate.
 */
export function gateCurve(table: GateTable, options: GateCurveOptions = {}): GatePoint[] {
  const { higherIs = 'better', cells, level = 0.95 } = options
  const passing = passingAt(table, higherIs)
  const all = passing[passing.length - 1]
  if (!all) return []
  const good = all.labelled - all.rejected
  const clustered = cells ? clusteredShares(cells, table, options) : null
  const plain = (held: number, n: number) => (n > 0 ? proportionAt(held, n, 0, null, level) : noProportion)
  const points = passing.map((at, step): GatePoint => {
    const { labelled: n, rejected } = at
    const shares = clustered?.(step) ?? {
      pass: plain(at.outputs, all.outputs),
      falseAccept: plain(rejected, n),
      recall: plain(n - rejected, good),
      falsePositive: plain(rejected, all.rejected),
    }
    const { pass, falseAccept, recall, falsePositive } = shares
    const hits = (falseAccept.estimate ?? 0) * falseAccept.nEffective
    return {
      threshold: at.threshold,
      outputs: at.outputs,
      passShare: pass.estimate,
      passShareCi: pass.ci,
      n,
      rejected,
      clusters: falseAccept.clusters,
      falseAcceptRate: falseAccept.estimate,
      ci: falseAccept.ci,
      exact: falseAccept.exact,
      upper: clopperPearsonUpper(hits, falseAccept.nEffective, level),
      recallOfGood: recall.estimate,
      recallOfGoodCi: recall.ci,
      missedGood: good - (n - rejected),
      falseRejectRate: recall.estimate === null ? null : 1 - recall.estimate,
      falseRejectRateCi: recall.ci && [1 - recall.ci[1], 1 - recall.ci[0]],
      falsePositiveRate: falsePositive.estimate,
      falsePositiveRateCi: falsePositive.ci,
    }
  })
  return points.sort((a, b) => a.threshold - b.threshold)
}

type Shares = Record<'pass' | 'falseAccept' | 'recall' | 'falsePositive', ClusteredProportion>

/** For each step from strict to loose the shares with their design effects by prompt; steps are asked for in order. */
function clusteredShares(cells: GateCells, table: GateTable, options: GateCurveOptions) {
  const { higherIs = 'better', weighted, level } = options
  const { prompts, level: levelOf } = cells
  const [labelled, rejected] = [doubles(cells.labelled), doubles(cells.rejected)]
  const outputs = cells.outputs ? doubles(cells.outputs) : labelled
  const { index: cluster, size: clusters } = denseIndex(prompts)
  const { ends, order } = startsByLevel(levelOf, table.levels.length)
  const good = new Float64Array(labelled.length)
  for (let k = 0; k < good.length; k++) good[k] = labelled[k]! - rejected[k]!
  const of = (rows: Float64Array) => startingWith(cluster, clusters, rows, weighted)
  const pass = startingWith(cluster, clusters, outputs, false)
  const falseAccept = weighted ? new RunningWeightedProportion(clusters) : new RunningProportion(clusters)
  const [recall, falsePositive] = [of(good), of(rejected)]
  const steps = strictToLoose(table.levels, higherIs)
  return (step: number): Shares => {
    const l = steps[step]!
    for (let i = ends[l]!; i < ends[l + 1]!; i++) {
      const k = order[i]!
      const g = cluster[k]!
      pass.add(g, 0, outputs[k]!)
      if (labelled[k] === 0) continue
      falseAccept.add(g, labelled[k]!, rejected[k]!)
      recall.add(g, 0, good[k]!)
      falsePositive.add(g, 0, rejected[k]!)
    }
    return {
      pass: pass.result(level),
      falseAccept: falseAccept.result(level),
      recall: recall.result(level),
      falsePositive: falsePositive.result(level),
    }
  }
}

/** A share of all rows of a kind, none of which hold yet. */
function startingWith(
  cluster: Int32Array,
  clusters: number,
  rows: Float64Array,
  weighted: boolean | undefined,
): RunningShare {
  if (weighted) {
    const share = new RunningWeightedProportion(clusters)
    for (let k = 0; k < cluster.length; k++) share.add(cluster[k]!, rows[k]!, 0)
    return share
  }
  const counts = new Int32Array(clusters)
  for (let k = 0; k < cluster.length; k++) counts[cluster[k]!]! += rows[k]!
  return new RunningProportion(counts)
}

/** The cells in order of their level: those of level l stand at ends[l]…ends[l + 1] − 1. */
function startsByLevel(levelOf: ArrayLike<number>, levels: number) {
  const ends = new Int32Array(levels + 2)
  for (let k = 0; k < levelOf.length; k++) ends[levelOf[k]! + 2]! += 1
  for (let l = 2; l < ends.length; l++) ends[l]! += ends[l - 1]!
  const order = new Int32Array(levelOf.length)
  for (let k = 0; k < levelOf.length; k++) order[ends[levelOf[k]! + 1]!++] = k
  return { ends, order }
}
