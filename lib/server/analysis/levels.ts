import { type Levels, levelsOf } from '@/lib/stats/levels'
import type { Rows } from './rows'

/** Unit scores closer than this are one level: means of the same scores in other parts may differ in the last digits. */
const STEP = 1e-9

/** The distinct levels of proxy and goal, for all that asks whether two scores are equal: ranks and tables. */
export type UnitLevels = { proxy: Levels; goal: Levels }

export function unitLevels({ proxy, goal }: Pick<Rows, 'proxy' | 'goal'>): UnitLevels {
  return { proxy: levelsOf(onGrid(proxy)), goal: levelsOf(onGrid(goal)) }
}

/** Scores as multiples of the step, so that equal ones are equal to the last digit. */
export function onGrid(values: Float64Array): Float64Array {
  const steps = new Float64Array(values.length)
  for (let i = 0; i < steps.length; i++) steps[i] = Math.round(values[i]! / STEP) * STEP
  return steps
}
