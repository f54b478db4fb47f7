'use client'

import { useState } from 'react'
import { PageLink } from '../ui/page-link'
import { ChartTip, type Tip } from './chart-tip'
import { type DotPlotPanel, type DotPlotRow, fitted, layOut, type PlacedPanel, xOf } from './dot-plot-layout'
import { MarkShape, markColour } from './mark'
import { useWidth } from './use-width'

/** Between marks that are set one under the other, in px. */
const SPREAD = 9

/**
 * Estimates as points with thin intervals, a row each, in one or more panels. It is drawn on the server; each row is
 * a link, so that keyboard and click lead to the same place.
 */
export function DotPlot({
  panels,
  rows,
  label,
}: {
  panels: readonly DotPlotPanel[]
  rows: readonly DotPlotRow[]
  label: string
}) {
  const [ref, width] = useWidth<HTMLDivElement>(1040)
  const [tip, setTip] = useState<Tip | null>(null)
  const layout = layOut(width, panels, rows.length)
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
        {rows.map((row, i) => (
          <Row
            key={row.key}
            row={row}
            index={i}
            panels={layout.panels}
            narrow={layout.narrow}
            width={layout.width}
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
  const { panel, left, width, top, axisY } = placed
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in an axis takes focus
    <g aria-hidden="true">
      <text x={left} y={top + 14} className="fill-fg font-medium">
        {panel.title}
      </text>
      {panel.ticks.map(({ at, label }) => (
        <g key={at}>
          <line
            x1={xOf(placed, at)}
            x2={xOf(placed, at)}
            y1={top + 24}
            y2={axisY}
            className="stroke-border"
            strokeWidth={1}
          />
          <text x={xOf(placed, at)} y={axisY + 16} textAnchor="middle" className="fill-muted">
            {label}
          </text>
        </g>
      ))}
      {panel.zero && (
        <line
          x1={xOf(placed, 0)}
          x2={xOf(placed, 0)}
          y1={top + 24}
          y2={axisY}
          className="stroke-zero"
          strokeWidth={1.5}
        />
      )}
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

function Row({
  row,
  index,
  panels,
  narrow,
  width,
  onShow,
  onHide,
}: {
  row: DotPlotRow
  index: number
  panels: readonly PlacedPanel[]
  narrow: boolean
  width: number
  onShow: () => void
  onHide: () => void
}) {
  const first = panels[0]
  if (!first) return null
  const y = first.rowY(index)
  const drawing = (
    <>
      <rect
        x={0}
        y={narrow ? y - 30 : y - 16}
        width={width}
        height={narrow ? 44 : 32}
        rx={4}
        className="fill-transparent group-hover:fill-surface group-focus-visible:fill-surface"
      />
      {panels.map((placed) => (
        <g key={placed.index}>
          {(narrow || placed.index === 0) && (
            <Label
              row={row}
              y={placed.rowY(index) + (narrow ? -14 : 4)}
              width={narrow ? width : placed.left - 30}
            />
          )}
          <Marks row={row} placed={placed} y={placed.rowY(index)} />
        </g>
      ))}
    </>
  )
  const name = [row.label, ...row.facts].join('. ')
  const handlers = { onMouseEnter: onShow, onMouseLeave: onHide, onFocus: onShow, onBlur: onHide }
  return row.href ? (
    <PageLink href={row.href} aria-label={name} className="group outline-offset-0" {...handlers}>
      {drawing}
    </PageLink>
  ) : (
    <g {...handlers} className="group">
      {drawing}
    </g>
  )
}

function Label({ row, y, width }: { row: DotPlotRow; y: number; width: number }) {
  return (
    <>
      <text x={4} y={y} className="fill-fg text-[13px]">
        {fitted(row.label, width - 52)}
      </text>
      <text x={width} y={y} textAnchor="end" className="fill-muted text-xs">
        {row.detail}
      </text>
    </>
  )
}

function Marks({ row, placed, y }: { row: DotPlotRow; placed: PlacedPanel; y: number }) {
  const marks = row.marks[placed.index] ?? []
  if (marks.length === 0)
    return (
      <text x={placed.left} y={y + 4} className="fill-muted">
        {placed.index === 0 ? row.missing : ''}
      </text>
    )
  const step = placed.panel.spread ? SPREAD : 0
  return marks.map((mark, i) => {
    const own = y + (i - (marks.length - 1) / 2) * step
    return (
      <g key={mark.kind}>
        {mark.interval && (
          <line
            x1={xOf(placed, mark.interval[0])}
            x2={xOf(placed, mark.interval[1])}
            y1={own}
            y2={own}
            style={{ stroke: markColour(mark.kind, mark.value) }}
            strokeWidth={1.5}
          />
        )}
        <MarkShape mark={mark} x={xOf(placed, mark.value)} y={own} />
      </g>
    )
  })
}
