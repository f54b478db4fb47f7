import { levelsOf } from '@/lib/stats/levels'

/** Equal steps on 0…1 that ratings stand on, for all that asks which ratings are the same. */
export type RatingGrid = {
  /** Unit scores, ascending. */
  values: number[]
  /** For each rating the place of its value. */
  level: Int32Array
  /** Whether ratings had to be rounded to hundredths of the scale. */
  rounded: boolean
}

const MOST_STEPS = 100
const CLOSE = 1e-6

/**
 * The whole numbers of the criterion's own scale if all ratings are such, else the fewest equal steps that hold them all
 * (imports bring scales of their own), else hundredths.
 */
export function ratingGrid(units: Float64Array, scale: { min: number; max: number }): RatingGrid {
  const { levels, index } = levelsOf(units)
  const steps = stepsFor(levels, scale.max - scale.min)
  const used = steps ?? MOST_STEPS
  const places = levels.map((unit) => Math.round(unit * used))
  const level = new Int32Array(index.length)
  for (let k = 0; k < level.length; k++) level[k] = places[index[k]!]!
  return {
    values: Array.from({ length: used + 1 }, (_, k) => k / used),
    level,
    rounded: steps === null,
  }
}

function stepsFor(levels: Float64Array, length: number): number | null {
  const fits = (steps: number) =>
    levels.every((unit) => Math.abs(unit * steps - Math.round(unit * steps)) <= CLOSE * steps)
  // The same step of another scale may differ in the last digit, so that there are a few more values than steps.
  if (levels.length > 8 * MOST_STEPS) return null
  if (Number.isInteger(length) && length <= MOST_STEPS && fits(length)) return length
  for (let steps = 1; steps <= MOST_STEPS; steps++) if (fits(steps)) return steps
  return null
}
