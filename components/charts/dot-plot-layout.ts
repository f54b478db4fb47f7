import type { Mark } from './mark'

/** One row of a dot plot: a label, its marks in each panel, and the words that stand for it. */
export type DotPlotRow = {
  key: string
  label: string
  /** Beside the label, one for each of the plot's columns: how many outputs, say. */
  counts?: readonly number[]
  /** Where a click leads: the texts behind the row. */
  href?: string
  /** Exact values with interval and n, one fact a line. */
  facts: readonly string[]
  /** For each panel its marks; an empty list says why by `missing`. */
  marks: readonly (readonly Mark[])[]
  missing?: string
}

export type DotPlotPanel = {
  title: string
  from: number
  to: number
  ticks: readonly { at: number; label: string }[]
  /** Draws a strong line at 0. */
  zero?: boolean
  /** Sets the marks of a row one under the other, where their intervals would hide each other. */
  spread?: boolean
  /** Words under the two ends of the axis: the anchors of the scale. */
  ends?: readonly [string, string]
}

/** Where one panel stands, in px. Rows are centred at `rowY(i)`. */
export type PlacedPanel = {
  panel: DotPlotPanel
  index: number
  left: number
  width: number
  top: number
  axisY: number
  rowY: (row: number) => number
  /** Where the lines of the axis run: not through the labels, where these stand above their marks. */
  bands: [from: number, to: number][]
}

export type DotPlotLayout = {
  narrow: boolean
  width: number
  height: number
  labelWidth: number
  /** Lines that the longest label takes above its marks. */
  lines: number
  /** Where each column of counts ends. */
  columnEnds: number[]
  panels: PlacedPanel[]
}

const NARROW_BELOW = 720
const TITLE = 26
const AXIS = 24
const ENDS = 16
/** A line of a label, and half of what the marks of a row take, on a narrow screen. */
export const LINE = 16
const MARKS = 14
const GAP = 40
/** A column of counts, and what parts the last one from the panels. */
const COLUMN = 64
const BESIDE = 30
/** Room for half a dot, half a tick label, beyond the panel's ends. */
const SIDE = 14

/**
 * Panels side by side beside the labels and the columns of counts; on a narrow screen one under the other, each row
 * under its label.
 */
export function layOut(
  width: number,
  panels: readonly DotPlotPanel[],
  rows: number,
  columns = 0,
  labels: readonly string[] = [],
): DotPlotLayout {
  const narrow = width < NARROW_BELOW
  const space = width - columns * COLUMN - 8
  const lines = narrow ? Math.max(1, ...labels.map((label) => wrapped(label, space).length)) : 1
  const above = lines * LINE + 4
  const rowHeight = narrow ? above + 2 * MARKS + 4 : 34
  // One panel leaves room for long labels.
  const beside = panels.length === 1 ? width * 0.4 : Math.min(200, width * 0.2) + columns * COLUMN
  const labelWidth = narrow ? 0 : beside
  const bodyHeight = TITLE + rows * rowHeight + AXIS + (panels.some((p) => p.ends) ? ENDS : 0)
  const each = narrow ? width : (width - labelWidth - GAP * (panels.length - 1)) / panels.length
  const placed = panels.map((panel, index) => {
    const top = narrow ? index * (bodyHeight + 16) : 0
    const axisY = top + TITLE + rows * rowHeight
    const rowY = (row: number) => top + TITLE + row * rowHeight + (narrow ? above + MARKS : rowHeight / 2)
    const whole: PlacedPanel['bands'] = [[top + 24, axisY]]
    const band = (_: unknown, row: number): [number, number] => [rowY(row) - MARKS, rowY(row) + MARKS]
    return {
      panel,
      index,
      left: (narrow ? 0 : labelWidth + index * (each + GAP)) + SIDE,
      width: Math.max(40, each - 2 * SIDE),
      top,
      axisY,
      rowY,
      bands: narrow ? Array.from({ length: rows }, band) : whole,
    }
  })
  const height = narrow ? panels.length * (bodyHeight + 16) - 16 : bodyHeight
  const end = narrow ? width : labelWidth - BESIDE
  const columnEnds = Array.from({ length: columns }, (_, i) => end - (columns - 1 - i) * COLUMN)
  return { narrow, width, height, labelWidth, lines, columnEnds, panels: placed }
}

/** How wide a row's label may be. */
export function labelSpace({ columnEnds: [first], narrow, width, labelWidth }: DotPlotLayout): number {
  return first === undefined ? (narrow ? width : labelWidth) - 8 : first - COLUMN
}

/** A label in one line of `width` px at 13 px, or in two that part at a space; the second is cut where it must be. */
export function wrapped(label: string, width: number): string[] {
  const letters = Math.max(4, Math.floor(width / 7))
  if (label.length <= letters) return [label]
  const at = label.slice(0, letters + 1).search(/\s\S*$/)
  return at > 0 ? [label.slice(0, at), fitted(label.slice(at + 1), width)] : [fitted(label, width)]
}

/** A label that fits into `width` px at 13 px, its end cut off where it must be. */
export function fitted(label: string, width: number): string {
  const letters = Math.max(4, Math.floor(width / 7))
  return label.length <= letters ? label : `${label.slice(0, letters - 1)}…`
}

/** A value on a panel's axis → px. */
export function xOf({ panel, left, width }: PlacedPanel, value: number): number {
  const share = (value - panel.from) / (panel.to - panel.from)
  return left + Math.max(0, Math.min(1, share)) * width
}
