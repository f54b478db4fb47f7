'use client'

import { useState } from 'react'
import { PageLink } from '../ui/page-link'
import { Axes, type Axis, type Plot, plotOf, SHARES } from './axes'
import { ChartTip, type Tip } from './chart-tip'
import { type MarkKind, MarkShape, markColour } from './mark'
import { edgesOf, stepBand, stepLine } from './step-paths'
import { useWidth } from './use-width'

/** One threshold: both shares there, what is said of it, and where a click leads. */
export type Step = {
  at: number
  name: string
  pass: number | null
  rate: number | null
  interval: readonly [number, number] | null
  facts: readonly string[]
  href: string
}

export type StepChartProps = {
  label: string
  steps: readonly Step[]
  /** Which step the line stands at. */
  chosen: number
  /** Where the target lies. */
  target: number
  x: Axis
  /** What passes at a threshold goes on down to the threshold before (`left`) or up to the one after (`right`). */
  holds: 'left' | 'right'
  goal: MarkKind
  names: { pass: string; rate: string }
}

const HEIGHT = 320
/** Beyond so many steps the dots would hide the line, and as many links would be a burden by keyboard. */
const MOST_DOTS = 21

/** Two shares that change at each threshold, the second with its interval as a band. Dots are links to their outputs. */
export function StepChart(props: StepChartProps) {
  const { label, steps, chosen, target, x, holds, goal, names } = props
  const [ref, width] = useWidth<HTMLDivElement>(1040)
  const [tip, setTip] = useState<Tip | null>(null)
  const y: Axis = { from: 0, to: 1, ticks: SHARES, label: 'Share of outputs' }
  const plot = plotOf(width, HEIGHT, x, y, width < 600 ? 14 : 150)
  const rated = edgesOf(steps, plot, x, holds).filter(({ step }) => step.rate !== null)
  const colour = markColour(goal, 1)
  const now = steps[chosen]
  return (
    <div ref={ref} className="relative">
      {/* biome-ignore lint/a11y/useSemanticElements: no other element groups parts of an SVG */}
      <svg
        data-drawing
        viewBox={`0 0 ${width} ${HEIGHT}`}
        width="100%"
        className="block text-xs"
        role="group"
        aria-label={label}
      >
        <Axes plot={plot} x={x} y={y} />
        <path
          d={stepBand(
            rated.filter(({ step }) => step.interval !== null),
            (step, side) => plot.y(step.interval![side]),
          )}
          style={{ fill: colour, opacity: 0.16 }}
        />
        <line
          x1={plot.left}
          x2={plot.right}
          y1={plot.y(target)}
          y2={plot.y(target)}
          style={{ stroke: 'var(--fg)', strokeDasharray: '4 4', strokeWidth: 1 }}
        />
        <text x={plot.left + 0.12 * (plot.right - plot.left)} y={plot.y(target) - 5} className="fill-fg">
          Target {(target * 100).toFixed(target < 0.01 ? 1 : 0)} %
        </text>
        <path
          d={stepLine(edgesOf(steps, plot, x, holds), (step) => plot.y(step.pass ?? 0))}
          style={{ fill: 'none', stroke: 'var(--proxy)', strokeWidth: 2 }}
        />
        <path
          d={stepLine(rated, (step) => plot.y(step.rate ?? 0))}
          style={{ fill: 'none', stroke: colour, strokeWidth: 2 }}
        />
        {now && (
          <line
            x1={plot.x(now.at)}
            x2={plot.x(now.at)}
            y1={plot.top}
            y2={plot.bottom}
            style={{ stroke: 'var(--accent)', strokeWidth: 2 }}
          />
        )}
        {steps.map((step, i) => {
          const dots = steps.length <= MOST_DOTS || i === chosen
          const drawing = (
            <>
              <rect
                x={plot.x(step.at) - hitWidth(plot, steps.length) / 2}
                y={plot.top}
                width={hitWidth(plot, steps.length)}
                height={plot.bottom - plot.top}
                className="fill-transparent group-hover:fill-fg/5 group-focus-visible:fill-fg/5"
              />
              {dots && <Dots step={step} plot={plot} goal={goal} />}
            </>
          )
          const show = () =>
            setTip({
              x: plot.x(step.at),
              y: Math.min(plot.y(step.pass ?? 0), plot.y(step.rate ?? 0)),
              title: step.name,
              lines: step.facts,
            })
          const handlers = {
            onMouseEnter: show,
            onMouseLeave: () => setTip(null),
            onFocus: show,
            onBlur: () => setTip(null),
          }
          return steps.length <= MOST_DOTS ? (
            <PageLink
              key={step.at}
              href={step.href}
              className="group"
              aria-label={[step.name, ...step.facts].join('. ')}
              {...handlers}
            >
              {drawing}
            </PageLink>
          ) : (
            <g key={step.at} className="group" {...handlers}>
              {drawing}
            </g>
          )
        })}
        {width >= 600 && <EndLabels steps={steps} plot={plot} names={names} colour={colour} />}
      </svg>
      <ChartTip tip={tip} within={width} />
    </div>
  )
}

function Dots({ step, plot, goal }: { step: Step; plot: Plot; goal: MarkKind }) {
  const x = plot.x(step.at)
  return (
    <>
      {step.pass !== null && (
        <MarkShape mark={{ kind: 'proxy', value: step.pass, interval: null }} x={x} y={plot.y(step.pass)} />
      )}
      {step.rate !== null && (
        <>
          {step.interval && (
            <line
              x1={x}
              x2={x}
              y1={plot.y(step.interval[0])}
              y2={plot.y(step.interval[1])}
              style={{ stroke: markColour(goal, 1), strokeWidth: 1.5 }}
            />
          )}
          <MarkShape mark={{ kind: goal, value: step.rate, interval: null }} x={x} y={plot.y(step.rate)} />
        </>
      )}
    </>
  )
}

/** The names of both lines at their right ends, apart from each other. */
function EndLabels({
  steps,
  plot,
  names,
  colour,
}: {
  steps: readonly Step[]
  plot: Plot
  names: StepChartProps['names']
  colour: string
}) {
  const last = steps.at(-1)
  const rate = steps.findLast((step) => step.rate !== null)
  if (!last) return null
  const passY = plot.y(last.pass ?? 0)
  const rateY = rate ? plot.y(rate.rate!) : null
  const apart = rateY === null || Math.abs(passY - rateY) >= 16 ? 0 : 8
  const passBelow = rateY !== null && passY >= rateY
  const x = plot.right + 10
  return (
    <>
      <text
        x={x}
        y={passY + 4 + (passBelow ? apart : -apart)}
        style={{ fill: 'var(--proxy)' }}
        className="font-medium"
      >
        {names.pass}
      </text>
      {rateY !== null && (
        <text
          x={x}
          y={rateY + 4 + (passBelow ? -apart : apart)}
          style={{ fill: colour }}
          className="font-medium"
        >
          {names.rate}
        </text>
      )}
    </>
  )
}

function hitWidth(plot: Plot, steps: number): number {
  return Math.max(4, Math.min(48, (plot.right - plot.left) / Math.max(1, steps)))
}
