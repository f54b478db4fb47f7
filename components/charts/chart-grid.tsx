import type { ReactNode } from 'react'
import { type LegendEntry, MarkKeys } from './mark'

/**
 * Chart frames that are read against each other, two in a row where there is room: titles, drawings and captions stand
 * level, and what all of them share is said once. Their axes are the caller's: panels of one kind get one scale.
 */
export function ChartGrid({
  legend = [],
  note,
  children,
}: {
  /** What the marks of all drawings stand for; the frames then keep theirs for their pictures. */
  legend?: readonly LegendEntry[]
  /** What holds for all of them. */
  note?: string
  children: ReactNode
}) {
  return (
    <div className="flex flex-col gap-5">
      {legend.length > 0 && <MarkKeys entries={legend} />}
      <div
        className={`-mb-9 grid grid-cols-1 gap-x-12 xl:grid-cols-2 *:row-span-3 *:mb-9 *:grid *:grid-cols-1 *:grid-rows-subgrid *:gap-y-3 ${
          legend.length > 0 ? '[&_[data-legend]]:hidden' : ''
        }`}
      >
        {children}
      </div>
      {note && <p className="max-w-measure text-[13px] text-muted">{note}</p>}
    </div>
  )
}
