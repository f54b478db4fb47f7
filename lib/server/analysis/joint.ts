import type { JointCell } from '@/lib/domain/report'
import type { Levels } from '@/lib/stats/levels'
import type { UnitLevels } from './levels'

/** More than a screen's table can show. */
const MOST_LEVELS = 11
const CELLS = 10

type Side = { at: number; range: [lo: number, hi: number] }

/**
 * How often each pair of a proxy's and a goal's level occurs, in ascending order. A side of more than 11 levels is cut
 * into ten cells of equal width over the scale, or, for a proxy that shares no scale with the goal, over its own range.
 */
export function jointTable(levels: UnitLevels, commonScale: boolean): JointCell[] {
  const proxy = sidesOf(levels.proxy, commonScale)
  const goal = sidesOf(levels.goal, true)
  const counts = new Int32Array(proxy.sides.length * goal.sides.length)
  for (let i = 0; i < levels.proxy.index.length; i++) {
    const row = proxy.of[levels.proxy.index[i]!]!
    const column = goal.of[levels.goal.index[i]!]!
    counts[row * goal.sides.length + column]! += 1
  }
  return Array.from(counts, (n, cell) => {
    const [own, other] = [
      proxy.sides[Math.floor(cell / goal.sides.length)]!,
      goal.sides[cell % goal.sides.length]!,
    ]
    return { proxy: own.at, goal: other.at, n, proxy_range: own.range, goal_range: other.range }
  }).filter(({ n }) => n > 0)
}

/** The rows or columns that occur, and for each level the place of its own among them. */
function sidesOf({ levels, counts }: Levels, wholeScale: boolean): { sides: Side[]; of: Int32Array } {
  const [from, to] = wholeScale ? [0, 1] : [levels[0] ?? 0, levels.at(-1) ?? 1]
  // The border of two cells belongs to the upper one, as in a histogram; the top belongs to the last.
  const tenthOf = (level: number) =>
    Math.min(CELLS - 1, Math.floor(((level - from) / (to - from)) * CELLS + 1e-9))
  const of = new Int32Array(levels.length)
  const sums: { lo: number; hi: number; n: number; sum: number }[] = []
  let last = -1
  for (const [i, level] of levels.entries()) {
    const cell = levels.length <= MOST_LEVELS ? i : tenthOf(level)
    if (cell !== last) sums.push({ lo: level, hi: level, n: 0, sum: 0 })
    last = cell
    of[i] = sums.length - 1
    const own = sums.at(-1)!
    own.hi = level
    own.n += counts[i]!
    own.sum += counts[i]! * level
  }
  const sides = sums.map(({ lo, hi, n, sum }): Side => ({ at: lo === hi ? lo : sum / n, range: [lo, hi] }))
  return { sides, of }
}
