'use client'

import { useState } from 'react'
import { ChartTip, type Tip } from './chart-tip'
import { type DotPlotPanel, type DotPlotRow, layOut, type PlacedPanel, xOf } from './dot-plot-layout'
import { DotPlotRowDrawing } from './dot-plot-row'
import { useWidth } from './use-width'

/**
 * Estimates as points with thin intervals, a row each, in one or more panels. It is drawn on the server; each row is
 * a link, so that keyboard and click lead to the same place.
 */
export function DotPlot({
  panels,
  rows,
  columns = [],
  label,
}: {
  panels: readonly DotPlotPanel[]
  rows: readonly DotPlotRow[]
  /** What the counts of each row are, as the heads of their columns. */
  columns?: readonly string[]
  label: string
}) {
  const [ref, width] = useWidth<HTMLDivElement>(1040)
  const [tip, setTip] = useState<Tip | null>(null)
  const layout = layOut(
    width,
    panels,
    rows.length,
    columns.length,
    rows.map(({ label: own }) => own),
  )
  const last = layout.panels.at(-1)
  return (
    <div ref={ref} className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: no other element groups parts of an SVG */}
      <svg
        data-drawing
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        width="100%"
        className="block text-xs"
        role="group"
        aria-label={label}
      >
        {layout.panels.map((placed) => (
          <Axis key={placed.index} placed={placed} />
        ))}
        <Heads columns={columns} ends={layout.columnEnds} />
        {rows.map((row, i) => (
          <DotPlotRowDrawing
            key={row.key}
            row={row}
            index={i}
            layout={layout}
            onShow={() =>
              setTip({
                x: last && row.marks[last.index]?.[0] ? xOf(last, row.marks[last.index]![0]!.value) : 120,
                y: layout.panels[0]!.rowY(i) - 6,
                title: row.label,
                lines: row.facts,
              })
            }
            onHide={() => setTip(null)}
          />
        ))}
      </svg>
      <ChartTip tip={tip} within={width} />
    </div>
  )
}

function Axis({ placed }: { placed: PlacedPanel }) {
  const { panel, left, width, top, axisY, bands } = placed
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in an axis takes focus
    <g aria-hidden="true">
      <text x={left} y={top + 14} className="fill-fg font-medium">
        {panel.title}
      </text>
      {panel.ticks.map(({ at, label }) => (
        <g key={at}>
          {bands.map(([from, to]) => (
            <line
              key={from}
              x1={xOf(placed, at)}
              x2={xOf(placed, at)}
              y1={from}
              y2={to}
              className="stroke-border"
              strokeWidth={1}
            />
          ))}
          <text x={xOf(placed, at)} y={axisY + 16} textAnchor="middle" className="fill-muted">
            {label}
          </text>
        </g>
      ))}
      {panel.zero &&
        bands.map(([from, to]) => (
          <line
            key={from}
            x1={xOf(placed, 0)}
            x2={xOf(placed, 0)}
            y1={from}
            y2={to}
            className="stroke-zero"
            strokeWidth={1.5}
          />
        ))}
      {panel.ends && (
        <>
          <text x={left} y={axisY + 32} className="fill-muted">
            {panel.ends[0]}
          </text>
          <text x={left + width} y={axisY + 32} textAnchor="end" className="fill-muted">
            {panel.ends[1]}
          </text>
        </>
      )}
    </g>
  )
}

/** The heads of the columns of counts, which stand beside the first panel alone. */
function Heads({ columns, ends }: { columns: readonly string[]; ends: readonly number[] }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes focus
    <g aria-hidden="true">
      {columns.map((name, i) => (
        <text key={name} x={ends[i]} y={14} textAnchor="end" className="fill-muted">
          {name}
        </text>
      ))}
    </g>
  )
}
