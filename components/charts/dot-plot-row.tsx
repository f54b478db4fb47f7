import { formatCount } from '@/lib/domain/format'
import { PageLink } from '../ui/page-link'
import {
  type DotPlotLayout,
  type DotPlotRow,
  fitted,
  LINE,
  labelSpace,
  type PlacedPanel,
  wrapped,
  xOf,
} from './dot-plot-layout'
import { MarkShape, markColour } from './mark'

/** Between marks that are set one under the other, in px. */
const SPREAD = 9

/** One row: its label and counts, and its marks in each panel; a link where it leads somewhere. */
export function DotPlotRowDrawing({
  row,
  index,
  layout,
  onShow,
  onHide,
}: {
  row: DotPlotRow
  index: number
  layout: DotPlotLayout
  onShow: () => void
  onHide: () => void
}) {
  const { panels, narrow, width, lines } = layout
  const first = panels[0]
  if (!first) return null
  const y = first.rowY(index)
  const drawing = (
    <>
      <rect
        x={0}
        y={narrow ? y - 18 - lines * LINE : y - 16}
        width={width}
        height={narrow ? 32 + lines * LINE : 32}
        rx={4}
        className="fill-transparent group-hover:fill-surface group-focus-visible:fill-surface"
      />
      {panels.map((placed) => (
        <g key={placed.index}>
          {(narrow || placed.index === 0) && (
            <Label
              text={row.label}
              counts={placed === first ? row.counts : []}
              y={placed.rowY(index) + (narrow ? -20 : 4)}
              layout={layout}
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

function Label({
  text,
  counts = [],
  y,
  layout,
}: {
  text: string
  counts?: readonly number[]
  y: number
  layout: DotPlotLayout
}) {
  const space = labelSpace(layout)
  const parts = layout.narrow ? wrapped(text, space) : [fitted(text, space)]
  // The last line stands right above the marks.
  const first = y - (parts.length - 1) * LINE
  return (
    <>
      {parts.map((part, i) => (
        <text key={part} x={4} y={first + i * LINE} className="fill-fg text-[13px]">
          {part}
        </text>
      ))}
      {counts.map((count, i) => (
        <text
          key={layout.columnEnds[i]}
          x={layout.columnEnds[i]}
          y={first}
          textAnchor="end"
          className="fill-muted"
        >
          {formatCount(count)}
        </text>
      ))}
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
