/** A plot with two number axes: where it stands in its svg, in px, and how values become px. */
export type Axis = {
  from: number
  to: number
  ticks: readonly { at: number; label: string }[]
  label: string
}

export type Plot = {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
  x: (value: number) => number
  y: (value: number) => number
}

/** Lays a plot out; values beyond an axis are drawn at its end. */
export function plotOf(width: number, height: number, x: Axis, y: Axis, right = 12): Plot {
  const box = { left: 46, right: width - right, top: 26, bottom: height - 42 }
  const share = ({ from, to }: Axis, value: number) =>
    Math.max(0, Math.min(1, (value - from) / (to - from || 1)))
  return {
    width,
    height,
    ...box,
    x: (value) => box.left + share(x, value) * (box.right - box.left),
    y: (value) => box.bottom - share(y, value) * (box.bottom - box.top),
  }
}

/** Lines and labels of both axes; the label of y stands above, level, where it can be read. */
export function Axes({ plot, x, y }: { plot: Plot; x: Axis; y: Axis }) {
  const { left, right, bottom } = plot
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in an axis takes focus
    <g aria-hidden="true">
      <text x={0} y={13} className="fill-muted">
        {y.label}
      </text>
      {y.ticks.map(({ at, label }) => (
        <g key={at}>
          <line
            x1={left}
            x2={right}
            y1={plot.y(at)}
            y2={plot.y(at)}
            className="stroke-border"
            strokeWidth={1}
          />
          <text x={left - 8} y={plot.y(at) + 4} textAnchor="end" className="fill-muted">
            {label}
          </text>
        </g>
      ))}
      <line x1={left} x2={right} y1={bottom} y2={bottom} className="stroke-border-strong" strokeWidth={1} />
      {x.ticks.map(({ at, label }) => (
        <g key={at}>
          <line
            x1={plot.x(at)}
            x2={plot.x(at)}
            y1={bottom}
            y2={bottom + 4}
            className="stroke-border-strong"
          />
          <text x={plot.x(at)} y={bottom + 18} textAnchor="middle" className="fill-muted">
            {label}
          </text>
        </g>
      ))}
      <text x={(left + right) / 2} y={plot.height - 6} textAnchor="middle" className="fill-muted">
        {x.label}
      </text>
    </g>
  )
}

/** The shares 0 to 100 %. */
export const SHARES: Axis['ticks'] = [0, 0.25, 0.5, 0.75, 1].map((at) => ({
  at,
  label: `${at * 100}\u202f%`,
}))
