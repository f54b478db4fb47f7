/** One thing that was measured. */
export type Figure = {
  what: string
  /** The median of the runs. */
  value: number
  unit: 'µs' | 'ms' | 's' | 'MB' | 'rows' | 'rows/s' | '×' | '%'
  /** What it shall be at most (at least, for a rate): the ratio to it is printed. */
  target?: number
  /** Between which values it shall be, ends included: whether it is gets printed. */
  range?: readonly [lo: number, hi: number]
}

/** What each `bench/*.bench.ts` exports as `measure`. DATABASE_URL and PLUMBLINE_DATA are set, and nothing is in them. */
export type Measure = () => Promise<Figure[]>

/** The median duration of several runs, in milliseconds. `runs` is odd, so that the median is one of them. */
export async function medianOf(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[(runs - 1) / 2] ?? Number.NaN
}

/** A table of text: measured, target, and the ratio of the two, or whether a range holds. */
export function tableOf(figures: Figure[]): string {
  const head = ['what', 'measured', 'target', 'ratio']
  const rows = figures.map((figure) => [
    figure.what,
    `${rounded(figure.value)} ${figure.unit}`,
    ...goalOf(figure),
  ])
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (row: string[]) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
  return [head, ...rows].map((row) => line(row).join('  ').trimEnd()).join('\n')
}

function goalOf({ value, unit, target, range }: Figure): [goal: string, met: string] {
  if (target !== undefined) return [`${target} ${unit}`, (value / target).toFixed(2)]
  if (range === undefined) return ['', '']
  return [`${range[0]}–${range[1]} ${unit}`, value >= range[0] && value <= range[1] ? 'within' : 'OUTSIDE']
}

function rounded(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
