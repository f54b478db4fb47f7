import { calibrationError } from '@/lib/stats/gate/calibration-error'
import { crossFittedLevels } from '@/lib/stats/gate/cross-fitted-levels'
import { clusteredNormals, flat, named, type Size, total } from './made-up'
import { CONSERVATIVE, type Draw, EXACT, holds, type Study } from './study'

const SIZES: Size[] = [
  { prompts: 30, outputs: 6, unequal: true },
  { prompts: 100, outputs: 4, unequal: true },
]
const LEVELS = Array.from({ length: 6 }, (_, l) => l / 5)
/** What people give on average where the signal says 0, 0.2 … 1: too high a signal at the top, too low one at the bottom. */
const GIVEN = LEVELS.map((said) => 0.25 + 0.4 * said)

/** Intervals of how far a signal stands from what people give. */
export const CALIBRATIONS: Study[] = SIZES.flatMap((size) => [
  {
    what: `calibration error, ${named(size)}`,
    range: EXACT,
    simulate: (draw: Draw) => {
      const rows = judged(draw, size, GIVEN)
      const truth = total(LEVELS, (said) => (said - 0.25 - 0.4 * said) ** 2) / LEVELS.length
      const said = rows.level.map((level) => LEVELS[level]!)
      const { errorCi } = calibrationError({ ...rows, said, group: rows.level, groups: LEVELS.length })
      return holds(errorCi, Math.sqrt(truth))
    },
  },
  {
    what: `calibration error where there is none, ${named(size)}`,
    range: CONSERVATIVE,
    simulate: (draw: Draw) => {
      const rows = judged(draw, size, LEVELS)
      const said = rows.level.map((level) => LEVELS[level]!)
      return holds(calibrationError({ ...rows, said, group: rows.level, groups: LEVELS.length }).errorCi, 0)
    },
  },
  {
    what: `calibration error left after a cross-fitted map, ${named(size)}`,
    range: CONSERVATIVE,
    simulate: (draw: Draw) => leftHolds(draw, size),
  },
])

function judged(draw: Draw, size: Size, given: readonly number[]) {
  const rows = flat(clusteredNormals(draw, size, 0.3)).map(({ prompt, row }) => {
    const level = draw.below(LEVELS.length)
    return { prompt, level, found: given[level]! + 0.25 * row }
  })
  return {
    clusters: rows.map(({ prompt }) => prompt),
    level: rows.map(({ level }) => level),
    found: rows.map(({ found }) => found),
  }
}

/** The maps are taken as they came out: their error is how far they stand from what people truly give. */
function leftHolds(draw: Draw, size: Size) {
  const { clusters, level, found } = judged(draw, size, GIVEN)
  const { fitted, fold, folds } = crossFittedLevels({ clusters, level, goal: found }, LEVELS, {
    seed: draw.below(1e9),
  })
  const truth = level.reduce((sum, l, i) => sum + (fitted[i]! - GIVEN[l]!) ** 2, 0) / level.length
  const group = level.map((l, i) => l * folds + fold[i]!)
  const { errorCi } = calibrationError({
    clusters,
    said: fitted,
    found,
    group,
    groups: LEVELS.length * folds,
  })
  return holds(errorCi, Math.sqrt(truth))
}
