import type { Interval } from '../estimate'
import {
  clopperPearsonInterval,
  clopperPearsonUpper,
  clusteredProportion,
  wilsonInterval,
} from '../proportion'
import { type GateCells, type GateTable, type HigherIs, passingAt, strictToLoose } from './gate-table'

export interface GatePoint {
  threshold: number
  /** All outputs that pass, and their share. */
  outputs: number
  passShare: number | null
  /** Labelled outputs that pass, and those the human rejects. */
  n: number
  rejected: number
  /** Of what the gate passes, the share that humans would reject. */
  falseAcceptRate: number | null
  /** For display: Wilson, at the effective n where prompts are given. */
  ci: Interval | null
  /** For guarantees: Clopper–Pearson, two-sided and one-sided, same n. */
  exact: Interval | null
  upper: number | null
  /** Of the good outputs, the share that passes; and how many do not. */
  recallOfGood: number | null
  missedGood: number
  falseRejectRate: number | null
  /** Of the bad outputs, the share that passes. */
  falsePositiveRate: number | null
}

export interface GateCurveOptions {
  higherIs?: HigherIs
  /** Labelled outputs by prompt; with them the intervals allow for clusters. */
  cells?: GateCells
  level?: number
}

/**
 * What a gate at each level of the signal would let through, thresholds ascending. The labelled outputs are taken as a
 * random sample of all (else `stratifiedFalseAcceptRate`).
 *
 * With `cells` the intervals are those of `clusteredProportion`: n / max(1, design effect), approximate.
 */
export function gateCurve(table: GateTable, options: GateCurveOptions = {}): GatePoint[] {
  const { higherIs = 'better', cells, level = 0.95 } = options
  const passing = passingAt(table, higherIs)
  const all = passing[passing.length - 1]
  if (!all) return []
  const good = all.labelled - all.rejected
  const byPrompt = cells ? promptCounts(cells, table, higherIs) : null
  const points = passing.map((at, step) => {
    const { labelled: n, rejected } = at
    const clustered = byPrompt?.(step) ?? null
    const hits = clustered ? (clustered.nEffective * rejected) / Math.max(1, n) : rejected
    const size = clustered ? clustered.nEffective : n
    const passedGood = n - rejected
    return {
      threshold: at.threshold,
      outputs: at.outputs,
      passShare: all.outputs > 0 ? at.outputs / all.outputs : null,
      n,
      rejected,
      falseAcceptRate: n > 0 ? rejected / n : null,
      ci: wilsonInterval(hits, size, level),
      exact: clopperPearsonInterval(hits, size, level),
      upper: clopperPearsonUpper(hits, size, level),
      recallOfGood: good > 0 ? passedGood / good : null,
      missedGood: good - passedGood,
      falseRejectRate: good > 0 ? (good - passedGood) / good : null,
      falsePositiveRate: all.rejected > 0 ? rejected / all.rejected : null,
    }
  })
  return points.sort((a, b) => a.threshold - b.threshold)
}

/** For each step from strict to loose, the share rejected among what passes, with its design effect by prompt. */
function promptCounts(cells: GateCells, table: GateTable, higherIs: HigherIs) {
  const positions = new Map<number | string, number>()
  const entries: number[][] = table.levels.map(() => [])
  for (let k = 0; k < cells.labelled.length; k++) {
    if (!positions.has(cells.prompts[k]!)) positions.set(cells.prompts[k]!, positions.size)
    entries[cells.level[k]!]!.push(k)
  }
  const counts = new Float64Array(positions.size)
  const rejected = new Float64Array(positions.size)
  const steps = strictToLoose(table.levels, higherIs)
  return (step: number) => {
    for (const k of entries[steps[step]!]!) {
      const prompt = positions.get(cells.prompts[k]!)!
      counts[prompt]! += cells.labelled[k]!
      rejected[prompt]! += cells.rejected[k]!
    }
    return clusteredProportion(counts, rejected)
  }
}
