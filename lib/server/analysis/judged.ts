import type { CriterionMeta } from '@/lib/server/snapshot/meta'
import type { HigherIs } from '@/lib/stats/gate/gate-table'
import { unequalWeights } from './mean'
import type { Rows } from './rows'
import { type SignalCells, signalCells } from './signal-cells'
import type { Unjudged } from './unjudged'

/** Means of ratings that come to the acceptance point but for their last digits accept. */
export const TOLERANCE = 1e-9

/** All outputs with a signal: first those that people have judged, as in `rows`, then the rest. */
export type Judged = {
  rows: Rows
  unjudged: Unjudged
  higherIs: HigherIs
  /** The goal at which people accept, as a unit score. */
  acceptAt: number
  cells: SignalCells
  /** 1 where people reject the output of that row. */
  rejected: Uint8Array
  /** Where outputs were sampled for judgement with unequal probabilities. */
  weights: Float64Array | undefined
}

/** The goal at which people accept, as a unit score. */
export function acceptAtOf({ accept_at: at, min, max }: CriterionMeta): number {
  return (at - min) / (max - min)
}

/** What the sections on the gate are made of. */
export function judgedOf(rows: Rows, unjudged: Unjudged, criterion: CriterionMeta): Judged {
  const { higher_is: higherIs } = criterion
  const acceptAt = acceptAtOf(criterion)
  const signal = new Float64Array(rows.length + unjudged.length)
  signal.set(rows.proxy)
  signal.set(unjudged.proxy, rows.length)
  const rejected = new Uint8Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const below = rows.goal[i]! < acceptAt - TOLERANCE
    rejected[i] = Number(below === (higherIs === 'better'))
  }
  const cells = signalCells(signal, higherIs)
  return { rows, unjudged, higherIs, acceptAt, cells, rejected, weights: unequalWeights(rows.weight) }
}
