import { levelsOf } from '../levels'
import { seededRandom } from '../random'

/** A non-decreasing map: values at ascending x, straight between them, constant outside. */
export interface IsotonicMap {
  x: number[]
  y: number[]
}

/**
 * Weighted isotonic least squares by pool-adjacent-violators; rows of equal x are pooled first.
 *
 * Source: Ayer et al. (1955), Ann. Math. Statist. 26, 641–647; as R Iso::pava and sklearn's IsotonicRegression.
 */
export function isotonicRegression(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weights?: ArrayLike<number>,
): IsotonicMap {
  const { levels, index, counts } = levelsOf(x, weights)
  const sums = new Float64Array(levels.length)
  for (let i = 0; i < x.length; i++) sums[index[i]!]! += (weights ? weights[i]! : 1) * y[i]!
  const blocks: { sum: number; weight: number; size: number }[] = []
  const kept: number[] = []
  for (let l = 0; l < levels.length; l++) {
    if (!(counts[l]! > 0)) continue
    kept.push(levels[l]!)
    let block = { sum: sums[l]!, weight: counts[l]!, size: 1 }
    // A block that is not above the one before it joins it.
    for (
      let last = blocks.at(-1);
      last && last.sum / last.weight >= block.sum / block.weight;
      last = blocks.at(-1)
    ) {
      block = { sum: last.sum + block.sum, weight: last.weight + block.weight, size: last.size + block.size }
      blocks.pop()
    }
    blocks.push(block)
  }
  const fitted = blocks.flatMap(({ sum, weight, size }) => Array.from({ length: size }, () => sum / weight))
  return { x: kept, y: fitted }
}

/** The map at x; null where it has no points. */
export function isotonicAt(map: IsotonicMap, x: number): number | null {
  const last = map.x.length - 1
  if (last < 0) return null
  if (x <= map.x[0]!) return map.y[0]!
  if (x >= map.x[last]!) return map.y[last]!
  let [low, high] = [0, last]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (map.x[middle]! <= x) low = middle
    else high = middle
  }
  const share = (x - map.x[low]!) / (map.x[high]! - map.x[low]!)
  return map.y[low]! + share * (map.y[high]! - map.y[low]!)
}

export interface CrossFit {
  /** Each row's value from a map fitted without its prompt's fold. */
  fitted: (number | null)[]
  /** The map of all rows, for use on new outputs. */
  map: IsotonicMap
  folds: number
}

/**
 * Isotonic recalibration judged on prompts it was not fitted on: prompts are dealt to `folds` by a seeded shuffle.
 *
 * @param clusters the prompt of each row; @param weights how often each row occurs, 1 by default.
 */
export function crossFittedIsotonic(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  clusters: ArrayLike<number | string>,
  options: { weights?: ArrayLike<number>; folds?: number; seed?: number } = {},
): CrossFit {
  const { weights, seed = 1 } = options
  const names = [...new Set(Array.from(clusters))]
  const folds = Math.min(options.folds ?? 5, names.length)
  const random = seededRandom(seed)
  for (let i = names.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[names[i], names[j]] = [names[j]!, names[i]!]
  }
  const foldOf = new Map(names.map((name, i) => [name, i % folds]))
  const fitted: (number | null)[] = Array.from(x, () => null)
  for (let fold = 0; fold < folds && folds > 1; fold++) {
    const inside = Array.from(clusters, (name) => foldOf.get(name) === fold)
    const train = inside.flatMap((held, i) => (held ? [] : [i]))
    const pick = (values: ArrayLike<number>) => train.map((i) => values[i]!)
    const map = isotonicRegression(pick(x), pick(y), weights && pick(weights))
    inside.forEach((held, i) => {
      if (held) fitted[i] = isotonicAt(map, x[i]!)
    })
  }
  return { fitted, map: isotonicRegression(x, y, weights), folds }
}
