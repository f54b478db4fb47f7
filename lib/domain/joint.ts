import type { JointCell } from './report'

/** One row or column of the table: the unit scores that share it, and their range. */
export type Side = { at: number; range: JointCell['proxy_range'] }

/** How many outputs stand at each pair of proxy and goal, as a table. */
export type JointTable = {
  /** Ascending. */
  proxy: Side[]
  goal: Side[]
  /** counts[goal][proxy]. */
  counts: number[][]
  most: number
}

/** The cells of a report as a table, empty ones included. */
export function jointTable(cells: readonly JointCell[]): JointTable {
  const proxy = sidesOf(cells.map((cell) => ({ at: cell.proxy, range: cell.proxy_range })))
  const goal = sidesOf(cells.map((cell) => ({ at: cell.goal, range: cell.goal_range })))
  const counts = goal.map(() => proxy.map(() => 0))
  for (const cell of cells) {
    const row = goal.findIndex(({ at }) => at === cell.goal)
    counts[row]![proxy.findIndex(({ at }) => at === cell.proxy)] = cell.n
  }
  return { proxy, goal, counts, most: Math.max(0, ...counts.flat()) }
}

function sidesOf(sides: readonly Side[]): Side[] {
  return [...new Map(sides.map((side) => [side.at, side])).values()].sort((a, b) => a.at - b.at)
}
