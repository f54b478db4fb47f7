import { MarkShape, markColour } from '../charts/mark'
import { type ShownCriterion, scaleTicks } from '../report/shown-criterion'

/** A score on the strip. Human ratings are small; what they come to is the goal. */
export type StripScore = {
  kind: 'proxy' | 'rating' | 'goal' | 'verified'
  unit: number
  name: string
  /** Another judge's than the author's own. */
  aside?: boolean
}

const WIDTH = 360
const SIDE = 12
const ROWS: Record<StripScore['kind'], number> = { proxy: 12, rating: 30, goal: 46, verified: 64 }
const AXIS = 78
const HEIGHT = 96

/** How far a rating stands beside those that are the same, in px, so that each is seen. */
function shiftOf(scores: readonly StripScore[], index: number): number {
  const same = [...scores.entries()].filter(
    ([, { kind, unit }]) => kind === 'rating' && unit === scores[index]?.unit,
  )
  return (same.findIndex(([i]) => i === index) - (same.length - 1) / 2) * 8
}

/** All scores of one output on one criterion, on its scale: machines above, people and their mean in the middle, verified below. */
export function ScoreStrip({
  scores,
  criterion,
}: {
  scores: readonly StripScore[]
  criterion: ShownCriterion
}) {
  const x = (unit: number) => SIDE + unit * (WIDTH - 2 * SIDE)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="w-full max-w-[420px] text-[11px]" aria-hidden="true">
      {scaleTicks(criterion).map(({ at, label }) => (
        <g key={at}>
          <line x1={x(at)} x2={x(at)} y1={4} y2={AXIS - 6} className="stroke-border" />
          <text x={x(at)} y={AXIS + 8} textAnchor="middle" className="fill-muted">
            {label}
          </text>
        </g>
      ))}
      {scores.map(({ kind, unit, name, aside }, i) =>
        kind === 'rating' ? (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: two people may give the same score
            key={i}
            x={x(unit) - 3 + shiftOf(scores, i)}
            y={ROWS.rating - 3}
            width={6}
            height={6}
            style={{ fill: 'none', stroke: markColour('goal', unit) }}
          >
            <title>{name}</title>
          </rect>
        ) : (
          <MarkShape
            key={`${kind} ${name}`}
            mark={{ kind, value: unit, interval: null }}
            x={x(unit)}
            y={ROWS[kind]}
            aside={aside}
          />
        ),
      )}
    </svg>
  )
}
