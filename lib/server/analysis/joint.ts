import type { Report } from '@/lib/domain/report'
import type { Levels } from '@/lib/stats/levels'
import { binOf, quantileKnotsFromCounts } from '@/lib/stats/quantile-bins'
import type { UnitLevels } from './levels'

const MOST_LEVELS = 50
const CELLS = 20

/**
 * How often each pair of a proxy's and a goal's level occurs, in ascending order. A side of more than 50 levels is cut
 * into 20 quantile cells, named by their mean.
 */
export function jointTable(levels: UnitLevels): Report['joint'] {
  const proxy = cellsOf(levels.proxy)
  const goal = cellsOf(levels.goal)
  const counts = new Int32Array(proxy.names.length * goal.names.length)
  for (let i = 0; i < levels.proxy.index.length; i++) {
    const row = proxy.of[levels.proxy.index[i]!]!
    const column = goal.of[levels.goal.index[i]!]!
    counts[row * goal.names.length + column]! += 1
  }
  return Array.from(counts, (n, cell) => ({
    proxy: proxy.names[Math.floor(cell / goal.names.length)]!,
    goal: goal.names[cell % goal.names.length]!,
    n,
  })).filter(({ n }) => n > 0)
}

/** The cells of one side: their names, and the cell of each level. */
function cellsOf({ levels, counts }: Levels): { names: number[]; of: Int32Array } {
  if (levels.length <= MOST_LEVELS) return { names: [...levels], of: Int32Array.from(levels.keys()) }
  const knots = quantileKnotsFromCounts(levels, counts, CELLS)
  const of = Int32Array.from(levels, (level) => binOf(knots, level)!)
  const sums = Array.from({ length: knots.length - 1 }, () => ({ n: 0, sum: 0 }))
  levels.forEach((level, i) => {
    sums[of[i]!]!.n += counts[i]!
    sums[of[i]!]!.sum += counts[i]! * level
  })
  return { names: sums.map(({ n, sum }) => sum / n), of }
}
