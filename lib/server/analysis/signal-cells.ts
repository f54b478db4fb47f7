import type { HigherIs } from '@/lib/stats/gate/gate-table'
import { levelsOf } from '@/lib/stats/levels'
import { quantileKnotsFromCounts } from '@/lib/stats/quantile-bins'
import { onGrid } from './levels'

const MOST_LEVELS = 50
const QUANTILES = 100

/**
 * The thresholds at which a signal can be cut, ascending, and each output's place among them: with higher is better the
 * last threshold that it reaches, else the first that it does not exceed.
 */
export type SignalCells = { thresholds: number[]; cell: Int32Array }

/** Cells of a signal: its levels where there are at most 50, else its 101 quantiles. */
export function signalCells(signal: Float64Array, higherIs: HigherIs): SignalCells {
  const { levels, counts, index } = levelsOf(onGrid(signal))
  if (levels.length <= MOST_LEVELS) return { thresholds: [...levels], cell: index }
  const thresholds = quantileKnotsFromCounts(levels, counts, QUANTILES)
  const ofLevel = new Int32Array(levels.length)
  let at = 0
  for (let l = 0; l < levels.length; l++) {
    if (higherIs === 'better') while (at + 1 < thresholds.length && thresholds[at + 1]! <= levels[l]!) at++
    else while (at + 1 < thresholds.length && thresholds[at]! < levels[l]!) at++
    ofLevel[l] = at
  }
  return { thresholds, cell: index.map((level) => ofLevel[level]!) }
}
