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
  const distinct = distinctOf(units)
  const steps = stepsFor(distinct, scale.max - scale.min)
  const used = steps ?? MOST_STEPS
  return {
    values: Array.from({ length: used + 1 }, (_, k) => k / used),
    level: Int32Array.from(units, (unit) => Math.round(unit * used)),
    rounded: steps === null,
  }
}

/** Distinct values, or more than a grid can have. */
function distinctOf(units: Float64Array): Set<number> {
  const distinct = new Set<number>()
  for (const unit of units) {
    distinct.add(unit)
    // The same step of another scale may differ in the last digit, so that there are a few more values than steps.
    if (distinct.size > 8 * MOST_STEPS) break
  }
  return distinct
}

function stepsFor(distinct: ReadonlySet<number>, length: number): number | null {
  if (distinct.size > 8 * MOST_STEPS) return null
  const fits = (steps: number) => {
    for (const unit of distinct) {
      if (Math.abs(unit * steps - Math.round(unit * steps)) > CLOSE * steps) return false
    }
    return true
  }
  if (Number.isInteger(length) && length <= MOST_STEPS && fits(length)) return length
  for (let steps = 1; steps <= MOST_STEPS; steps++) if (fits(steps)) return steps
  return null
}
