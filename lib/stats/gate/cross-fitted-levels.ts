import { randomBelow, seededRandom } from '../random'
import { startsOf } from '../regression/column-design'
import { type IsotonicMap, isotonicAt, isotonicRegression } from './isotonic'

/** Rows by cluster: those of a cluster stand together. */
export interface LevelRows {
  clusters: ArrayLike<number>
  /** Position of the row's level of the signal, 0 the lowest. */
  level: ArrayLike<number>
  goal: ArrayLike<number>
  /** 1 by default. */
  weights?: ArrayLike<number>
}

export interface CrossFittedLevels {
  /** Each row's value by a map fitted without its cluster's fold; NaN where there is only one cluster. */
  fitted: Float64Array
  fold: Int32Array
  folds: number
  /** The map of all rows, for use on new outputs. */
  map: IsotonicMap
}

/**
 * `crossFittedIsotonic` for many rows on few levels: clusters are dealt to folds by a seeded shuffle, and each fold's map
 * is made of the other folds' sums by level.
 *
 * @param x the value of each level, ascending.
 */
export function crossFittedLevels(
  rows: LevelRows,
  x: readonly number[],
  options: { folds?: number; seed?: number } = {},
): CrossFittedLevels {
  const { clusters, level, goal, weights } = rows
  const { fold, folds } = dealt(clusters, options.folds ?? 5, options.seed ?? 1)
  const weight = new Float64Array(folds * x.length)
  const sum = new Float64Array(folds * x.length)
  for (let i = 0; i < level.length; i++) {
    const cell = fold[i]! * x.length + level[i]!
    const w = weights ? weights[i]! : 1
    weight[cell]! += w
    sum[cell]! += w * goal[i]!
  }
  const mapWithout = (left: number | null) => {
    const own = x.map((_, l) => {
      let [w, s] = [0, 0]
      for (let f = 0; f < folds; f++) {
        if (f === left) continue
        w += weight[f * x.length + l]!
        s += sum[f * x.length + l]!
      }
      return { w, mean: w > 0 ? s / w : 0 }
    })
    const weightsOf = own.map(({ w }) => w)
    const means = own.map(({ mean }) => mean)
    return isotonicRegression(x, means, weightsOf)
  }
  const fitted = new Float64Array(level.length).fill(Number.NaN)
  if (folds > 1) {
    const byFold = Array.from({ length: folds }, (_, f) => {
      const map = mapWithout(f)
      return x.map((value) => isotonicAt(map, value) ?? Number.NaN)
    })
    for (let i = 0; i < level.length; i++) fitted[i] = byFold[fold[i]!]![level[i]!]!
  }
  return { fitted, fold, folds, map: mapWithout(null) }
}

/** Each row's fold: clusters in random order, dealt one by one. */
function dealt(clusters: ArrayLike<number>, most: number, seed: number) {
  const starts = startsOf(clusters)
  const runs = starts.length - 1
  const order = new Int32Array(runs)
  for (let run = 0; run < runs; run++) order[run] = run
  const random = seededRandom(seed)
  for (let i = runs - 1; i > 0; i--) {
    const j = randomBelow(random, i + 1)
    const held = order[i]!
    order[i] = order[j]!
    order[j] = held
  }
  const folds = Math.max(1, Math.min(most, runs))
  const fold = new Int32Array(clusters.length)
  for (let place = 0; place < runs; place++) {
    const run = order[place]!
    for (let i = starts[run]!; i < starts[run + 1]!; i++) fold[i] = place % folds
  }
  return { fold, folds }
}
