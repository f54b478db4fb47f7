'use client'

import { useState } from 'react'
import {
  CartesianGrid,
  ReferenceLine,
  Scatter,
  ScatterChart,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts'
import { PageLink } from '../ui/page-link'
import { ChartTip, type Tip } from './chart-tip'
import { type Mark, MarkShape, markColour } from './mark'
import { useWidth } from './use-width'

export const BIN_PANEL_HEIGHT = 208

type Ticks = readonly { at: number; label: string }[]

/** One bin: where it stands on the x axis, its marks, where a click leads, and the words for it. */
export type BinPoint = {
  key: string
  x: number
  marks: readonly Mark[]
  href: string
  title: string
  facts: string[]
}

export type BinPanelProps = {
  title: string
  points: readonly BinPoint[]
  x: { from: number; to: number; ticks: Ticks; label: string }
  y: { from: number; to: number; ticks: Ticks; zero?: boolean }
}

/** Binned means over a feature. Each bin is a link to its outputs; hover and focus show its exact values. */
export default function BinPanel({ title, points, x, y }: BinPanelProps) {
  const [ref, width] = useWidth<HTMLDivElement>(480)
  const [tip, setTip] = useState<Tip | null>(null)
  const anchors = [
    { x: x.from, y: y.from },
    { x: x.to, y: y.to },
  ]
  return (
    <div ref={ref} className="relative min-w-0" data-drawing style={{ height: BIN_PANEL_HEIGHT }}>
      <ScatterChart
        width={width}
        height={BIN_PANEL_HEIGHT}
        margin={{ top: 26, right: 16, bottom: 20, left: 0 }}
        accessibilityLayer={false}
        title={title}
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          type="number"
          dataKey="x"
          domain={[x.from, x.to]}
          ticks={x.ticks.map(({ at }) => at)}
          tickFormatter={labelOf(x.ticks)}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: 'var(--border-strong)' }}
          label={{ value: x.label, position: 'insideBottom', offset: -12, style: TICK }}
        />
        <YAxis
          type="number"
          domain={[y.from, y.to]}
          ticks={y.ticks.map(({ at }) => at)}
          tickFormatter={labelOf(y.ticks)}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={44}
        />
        {/* The library gives axes a scale only where something stands on them; the marks are our own. */}
        <Scatter data={anchors} dataKey="y" shape={nothing} isAnimationActive={false} legendType="none" />
        {y.zero && <ReferenceLine y={0} stroke="var(--zero)" strokeWidth={1.5} />}
        <text x={4} y={14} className="fill-fg text-xs font-medium">
          {title}
        </text>
        <Points points={points} onTip={setTip} />
      </ScatterChart>
      <ChartTip tip={tip} within={width} />
    </div>
  )
}

const nothing = () => <g />
const TICK = { fill: 'var(--muted)', fontSize: 12 }

function labelOf(ticks: Ticks) {
  return (value: number) => ticks.find(({ at }) => at === value)?.label ?? ''
}

function Points({ points, onTip }: { points: readonly BinPoint[]; onTip: (tip: Tip | null) => void }) {
  const toX = useXAxisScale()
  const toY = useYAxisScale()
  if (!toX || !toY) return null
  return points.map((point) => {
    const x = toX(point.x) ?? 0
    const ys = point.marks.map(({ value }) => toY(value) ?? 0)
    const show = () => onTip({ x, y: Math.min(...ys), title: point.title, lines: point.facts })
    const hide = () => onTip(null)
    return (
      <PageLink
        key={point.key}
        href={point.href}
        aria-label={[point.title, ...point.facts].join('. ')}
        className="group"
        onMouseEnter={show}
        onMouseLeave={hide}
        onFocus={show}
        onBlur={hide}
      >
        <rect
          x={x - 13}
          y={26}
          width={26}
          height={BIN_PANEL_HEIGHT - 76}
          rx={4}
          className="fill-transparent group-hover:fill-fg/5 group-focus-visible:fill-fg/5"
        />
        {point.marks.map((mark, i) => (
          // Two marks of one bin stand a little apart, so that their intervals can be told from each other.
          <Point key={mark.kind} mark={mark} x={x + (i - (point.marks.length - 1) / 2) * 7} toY={toY} />
        ))}
      </PageLink>
    )
  })
}

function Point({ mark, x, toY }: { mark: Mark; x: number; toY: (value: number) => number | undefined }) {
  return (
    <>
      {mark.interval && (
        <line
          x1={x}
          x2={x}
          y1={toY(mark.interval[0])}
          y2={toY(mark.interval[1])}
          style={{ stroke: markColour(mark.kind, mark.value) }}
          strokeWidth={1.5}
        />
      )}
      <MarkShape mark={mark} x={x} y={toY(mark.value) ?? 0} />
    </>
  )
}
