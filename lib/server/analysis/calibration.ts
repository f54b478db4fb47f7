import type { Calibration, CalibrationError } from '@/lib/domain/report-gate'
import { calibrationError } from '@/lib/stats/gate/calibration-error'
import { crossFittedLevels } from '@/lib/stats/gate/cross-fitted-levels'
import { isotonicAt } from '@/lib/stats/gate/isotonic'
import { clusterSums } from './cluster-sums'
import type { Judged } from './judged'
import { meanOf, UNIT, within } from './mean'
import { MINIMA, NO_COMMON_SCALE, type Notes, tooFew } from './notes'

const MOST_LEVELS = 21
const GROUPS = 15

type Options = { commonScale: boolean; seed: number; notes: Notes }

/** What people give at each level of the signal, the map from one to the other, and how far they stand apart. */
export function calibrationOf({ rows, cells, weights }: Judged, options: Options): Calibration | null {
  const { commonScale, notes } = options
  const why = tooFew(rows.length, countRuns(rows.prompt), MINIMA.calibration, 'judged outputs')
  if (why) {
    notes.add('calibration', why)
    return null
  }
  const level = cells.cell.subarray(0, rows.length)
  const x = meansByLevel(rows.proxy, level, cells.thresholds.length)
  const { fitted, fold, folds, map } = crossFittedLevels(
    { clusters: rows.prompt, level, goal: rows.goal, weights },
    x,
    { seed: options.seed },
  )
  const { group, groups } = groupsOf(level, cells.thresholds.length)
  const sums = clusterSums(rows.prompt, [rows.proxy, rows.goal], { weights, group, groups })
  const levels = sums.flatMap((own): Calibration['levels'] => {
    if (own.rows === 0) return []
    const goal = meanOf(own, 1, weights !== undefined)
    if (goal.why) notes.add('calibration.levels.goal_mean', goal.why)
    const signal = own.sums[0]!.reduce((a, b) => a + b, 0) / own.weights.reduce((a, b) => a + b, 0)
    return [
      {
        signal,
        n: own.rows,
        goal_mean: goal.estimate,
        goal_mean_ci: within(goal.ci, UNIT),
        calibrated: isotonicAt(map, signal),
      },
    ]
  })
  const errors = { clusters: rows.prompt, found: rows.goal, weights }
  if (!commonScale) notes.add('calibration.before', NO_COMMON_SCALE)
  return {
    n: rows.length,
    folds,
    levels,
    before: commonScale
      ? errorOf(calibrationError({ ...errors, said: rows.proxy, group, groups }), 'before', notes)
      : null,
    // Each fold's map has an error of its own: folds are not averaged before the gaps are squared.
    after: errorOf(
      calibrationError({
        ...errors,
        said: fitted,
        group: group.map((g, i) => g * folds + fold[i]!),
        groups: groups * folds,
      }),
      'after',
      notes,
    ),
  }
}

function errorOf(found: ReturnType<typeof calibrationError>, side: string, notes: Notes): CalibrationError {
  if (found.error === null) notes.add(`calibration.${side}`, found.reason ?? 'not computable')
  return {
    error: found.error,
    error_ci: found.errorCi,
    ece: found.ece!,
    mce: found.mce!,
    signed: found.signed!,
  }
}

/** The mean signal of each level: the level itself, or where a level is a range of values, their mean. */
function meansByLevel(signal: Float64Array, level: Int32Array, levels: number): number[] {
  const n = new Int32Array(levels)
  const sum = new Float64Array(levels)
  for (let i = 0; i < level.length; i++) {
    n[level[i]!]! += 1
    sum[level[i]!]! += signal[i]!
  }
  let last = Number.NEGATIVE_INFINITY
  return Array.from(sum, (total, l) => {
    // A level without a judged output has no weight; its place must only be in order.
    last = n[l]! > 0 ? total / n[l]! : last
    return last
  })
}

/** Levels of their own up to 21; else neighbours joined until each group holds about a 15th of the outputs. */
function groupsOf(level: Int32Array, levels: number): { group: Int32Array; groups: number } {
  const counts = new Int32Array(levels)
  for (let i = 0; i < level.length; i++) counts[level[i]!]! += 1
  const filled = counts.reduce((sum, n) => sum + Number(n > 0), 0)
  if (filled <= MOST_LEVELS) return { group: level, groups: levels }
  let before = 0
  const ofLevel = counts.map((n) => {
    const group = Math.min(GROUPS - 1, Math.floor(((before + n / 2) * GROUPS) / level.length))
    before += n
    return group
  })
  return { group: level.map((l) => ofLevel[l]!), groups: GROUPS }
}

function countRuns(sorted: Float64Array): number {
  let runs = 0
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) runs += 1
  return runs
}
