import type { ReactNode } from 'react'
import type { AuditKind } from '@/lib/domain/audit'

/** A small picture of the report that a kind of audit leads to. It holds no data. */
export function ReportSketch({ kind }: { kind: AuditKind }) {
  return (
    <svg viewBox="0 0 160 72" width="160" height="72" aria-hidden="true" className="max-w-full">
      {PICTURES[kind]}
    </svg>
  )
}

const line = (y: number, x1 = 8, x2 = 152) => (
  <line x1={x1} x2={x2} y1={y} y2={y} className="stroke-border" strokeWidth="1" />
)

const dots = (rows: [number, number][]) =>
  rows.map(([proxy, goal], i) => (
    <g key={proxy}>
      {line(14 + i * 20)}
      <line
        x1={goal}
        x2={proxy}
        y1={14 + i * 20}
        y2={14 + i * 20}
        className={proxy > goal ? 'stroke-above' : 'stroke-below'}
        strokeWidth="1.5"
      />
      <rect x={goal - 4} y={10 + i * 20} width="8" height="8" className="fill-goal" />
      <circle cx={proxy} cy={14 + i * 20} r="4.5" className="fill-proxy" />
    </g>
  ))

const grid = (shares: number[][]) =>
  shares.flatMap((row, y) =>
    row.map((share, x) => (
      <rect
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed picture
        key={`${x}-${y}`}
        x={44 + x * 38}
        y={4 + y * 33}
        width="35"
        height="30"
        rx="3"
        style={{
          fill: `color-mix(in oklab, var(--${x === 1 - y ? 'zero' : x === 1 ? 'above' : 'below'}) ${share}%, var(--bg))`,
        }}
      />
    )),
  )

const METRIC_POINTS = [
  [22, 50],
  [34, 34],
  [46, 56],
  [58, 40],
  [72, 48],
  [84, 22],
  [98, 44],
  [110, 30],
  [126, 36],
  [142, 18],
] as const

const PICTURES: Record<AuditKind, ReactNode> = {
  'self-rating': dots([
    [132, 84],
    [108, 78],
    [70, 92],
  ]),
  moderation: grid([
    [12, 60],
    [70, 24],
  ]),
  reward: (
    <>
      {line(64)}
      {[20, 48, 76, 104, 132].map((x, i) => (
        <g key={x}>
          <line x1={x} x2={x} y1={46 - i * 9} y2={62 - i * 9} className="stroke-proxy" strokeWidth="1.5" />
          <circle cx={x} cy={54 - i * 9} r="4.5" className="fill-proxy" />
          <rect x={x + 6} y={44 - i * 2} width="8" height="8" className="fill-goal" />
        </g>
      ))}
    </>
  ),
  metric: (
    <>
      {line(66)}
      <line x1="8" x2="8" y1="6" y2="66" className="stroke-border" />
      {METRIC_POINTS.map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="3.5" className="fill-none stroke-proxy" strokeWidth="1.5" />
      ))}
    </>
  ),
  loophole: (
    <>
      <rect x="8" y="14" width="136" height="14" rx="2" className="fill-proxy" />
      <rect x="8" y="40" width="82" height="14" rx="2" className="fill-verified" />
      <rect
        x="90"
        y="40"
        width="54"
        height="14"
        rx="2"
        className="fill-none stroke-above"
        strokeDasharray="3 3"
      />
    </>
  ),
}
