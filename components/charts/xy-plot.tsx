'use client'

import { useState } from 'react'
import { PageLink } from '../ui/page-link'
import { Axes, type Axis, type Plot, plotOf } from './axes'
import { ChartTip, type Tip } from './chart-tip'
import { type Mark, MarkShape, markColour } from './mark'
import { useWidth } from './use-width'

/** A point with its interval on the y axis, what is said of it, and where a click leads. */
export type XyPoint = {
  key: string
  x: number
  mark: Mark
  title: string
  facts: readonly string[]
  href: string
  /** Stands beside the point. */
  label?: string
  /** A ring around it: this is the one the page is about. */
  ringed?: boolean
}

export type XyPlotProps = {
  label: string
  points: readonly XyPoint[]
  x: Axis
  y: Axis
  /** A dashed line where x and y are the same share of their axes, and its name. */
  diagonal?: string
  /** A line through these values. */
  line?: { points: readonly (readonly [number, number])[]; colour: string }
  /** Drawn as tall as it is wide, up to this. */
  height?: number
}

/** Points over two axes, with a line and a diagonal to hold them against. */
export function XyPlot({ label, points, x, y, diagonal, line, height = 320 }: XyPlotProps) {
  const [ref, width] = useWidth<HTMLDivElement>(480)
  const [tip, setTip] = useState<Tip | null>(null)
  const plot = plotOf(Math.min(width, 520), height, x, y, 24)
  return (
    <div ref={ref} className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: no other element groups parts of an SVG */}
      <svg
        data-drawing
        viewBox={`0 0 ${plot.width} ${height}`}
        width={plot.width}
        className="block max-w-full text-xs"
        role="group"
        aria-label={label}
      >
        <Axes plot={plot} x={x} y={y} />
        {diagonal && <Diagonal plot={plot} x={x} y={y} name={diagonal} />}
        {line && (
          <polyline
            points={line.points.map(([a, b]) => `${plot.x(a).toFixed(1)},${plot.y(b).toFixed(1)}`).join(' ')}
            style={{ fill: 'none', stroke: line.colour, strokeWidth: 1.75 }}
          />
        )}
        {points.map((point) => (
          <Point key={point.key} point={point} plot={plot} onTip={setTip} />
        ))}
      </svg>
      <ChartTip tip={tip} within={width} />
    </div>
  )
}

function Diagonal({ plot, x, y, name }: { plot: Plot; x: Axis; y: Axis; name: string }) {
  const [from, to] = [Math.max(x.from, y.from), Math.min(x.to, y.to)]
  const at = from + 0.03 * (to - from)
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes focus
    <g aria-hidden="true">
      <line
        x1={plot.x(from)}
        y1={plot.y(from)}
        x2={plot.x(to)}
        y2={plot.y(to)}
        style={{ stroke: 'var(--zero)', strokeDasharray: '4 4', strokeWidth: 1.25 }}
      />
      <text
        x={plot.x(at)}
        y={plot.y(at) - 6}
        className="fill-muted"
        transform={`rotate(${angleOf(plot, from, to)} ${plot.x(at)} ${plot.y(at) - 6})`}
      >
        {name}
      </text>
    </g>
  )
}

function angleOf(plot: Plot, from: number, to: number): number {
  const [dx, dy] = [plot.x(to) - plot.x(from), plot.y(to) - plot.y(from)]
  return Math.round((Math.atan2(dy, dx) * 180) / Math.PI)
}

function Point({ point, plot, onTip }: { point: XyPoint; plot: Plot; onTip: (tip: Tip | null) => void }) {
  const { mark, title, facts, href, label, ringed } = point
  const [x, y] = [plot.x(point.x), plot.y(mark.value)]
  const show = () => onTip({ x, y, title, lines: facts })
  const handlers = {
    onMouseEnter: show,
    onMouseLeave: () => onTip(null),
    onFocus: show,
    onBlur: () => onTip(null),
  }
  const drawing = (
    <>
      <circle cx={x} cy={y} r={14} className="fill-transparent group-hover:fill-fg/5" />
      {ringed && (
        <circle cx={x} cy={y} r={9} style={{ fill: 'none', stroke: 'var(--fg)', strokeWidth: 1.25 }} />
      )}
      {mark.interval && (
        <line
          x1={x}
          x2={x}
          y1={plot.y(mark.interval[0])}
          y2={plot.y(mark.interval[1])}
          style={{ stroke: markColour(mark.kind, mark.value) }}
          strokeWidth={1.5}
        />
      )}
      <MarkShape mark={mark} x={x} y={y} />
      {label && <Label text={label} x={x} y={y} plot={plot} />}
    </>
  )
  return (
    <PageLink href={href} aria-label={[title, ...facts].join('. ')} className="group" {...handlers}>
      {drawing}
    </PageLink>
  )
}

/** Beside the point, on the side where there is room. */
function Label({ text, x, y, plot }: { text: string; x: number; y: number; plot: Plot }) {
  const left = x > (plot.left + plot.right) / 2
  return (
    <text x={left ? x - 12 : x + 12} y={y + 4} textAnchor={left ? 'end' : 'start'} className="fill-fg">
      {text}
    </text>
  )
}
