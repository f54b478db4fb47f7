/** How many outputs stand at each pair of proxy and goal, as a table that fits on a screen. */
export type JointCell = { proxy: number; goal: number; n: number }

/** Unit scores lo…hi that share a row or a column; lo = hi for a single level. */
export type Level = { lo: number; hi: number }

export type JointTable = {
  /** Ascending. */
  proxy: Level[]
  goal: Level[]
  /** counts[goal][proxy]. */
  counts: number[][]
  most: number
}

/** Keeps levels of their own where there are at most `most` of them; else equal cells of the scale from 0 to 1. */
export function jointTable(cells: readonly JointCell[], most = 11): JointTable {
  const proxy = levels(
    cells.map((c) => c.proxy),
    most,
  )
  const goal = levels(
    cells.map((c) => c.goal),
    most,
  )
  const counts = goal.map(() => proxy.map(() => 0))
  for (const cell of cells) {
    const row = counts[indexOf(goal, cell.goal)]
    const column = indexOf(proxy, cell.proxy)
    if (row) row[column] = (row[column] ?? 0) + cell.n
  }
  return { proxy, goal, counts, most: Math.max(0, ...counts.flat()) }
}

function levels(values: readonly number[], most: number): Level[] {
  const distinct = [...new Set(values)].sort((a, b) => a - b)
  if (distinct.length <= most) return distinct.map((value) => ({ lo: value, hi: value }))
  return Array.from({ length: 10 }, (_, i) => ({ lo: i / 10, hi: (i + 1) / 10 }))
}

// A value on the border of two cells belongs to the upper one, as in a histogram; the top belongs to the last.
function indexOf(all: readonly Level[], value: number): number {
  return all.findLastIndex(({ lo }) => lo <= value)
}
