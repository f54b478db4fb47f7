'use client'

import { type ReactNode, useId, useRef, useState } from 'react'
import { buttonClass } from '../ui/button'
import { PageLink } from '../ui/page-link'
import { pictureOf, pngOf, saveFile } from './download'
import { type LegendEntry, MarkKeys } from './mark'

const tool = `${buttonClass('ghost', 'small')} font-normal text-muted hover:text-fg`

/**
 * A chart with all that belongs to it: the finding or question above, what is drawn and how many below, the same
 * numbers as a table, and ways to take it along: three rows, which a chart grid lines up. A drawing is an svg or a table that is, or stands in,
 * [data-drawing].
 */
export function ChartFrame({
  title,
  drawn,
  fileName,
  csvHref,
  methodHref,
  legend = [],
  table,
  children,
}: {
  title: string
  /** What is drawn, and n. */
  drawn: string
  fileName: string
  csvHref?: string
  methodHref?: string
  /** What the marks stand for. */
  legend?: readonly LegendEntry[]
  /** Left out where the drawing is itself a table. */
  table?: ReactNode
  children: ReactNode
}) {
  const [asTable, setAsTable] = useState(false)
  const body = useRef<HTMLDivElement>(null)
  const id = useId()

  const download = async (format: 'svg' | 'png') => {
    if (!body.current) return
    const picture = pictureOf(body.current, { title, drawn, legend })
    const blob = format === 'svg' ? new Blob([picture.svg], { type: 'image/svg+xml' }) : await pngOf(picture)
    saveFile(blob, `${fileName}.${format}`)
  }

  return (
    <figure aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 id={id} className="max-w-measure text-[15px] leading-snug font-semibold">
          {title}
        </h3>
        <div className="-mx-2 flex flex-wrap print:hidden">
          {table && (
            <button type="button" onClick={() => setAsTable(!asTable)} className={tool}>
              {asTable ? 'As chart' : 'As table'}
            </button>
          )}
          {!asTable && (
            <>
              <button type="button" onClick={() => download('svg')} className={tool}>
                SVG
              </button>
              <button type="button" onClick={() => download('png')} className={tool}>
                PNG
              </button>
            </>
          )}
          {csvHref && (
            <a href={csvHref} className={tool} download>
              CSV
            </a>
          )}
          {methodHref && (
            <PageLink href={methodHref} className={tool}>
              Method
            </PageLink>
          )}
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-3">
        {!asTable && legend.length > 0 && <MarkKeys entries={legend} />}
        <div ref={body}>{asTable ? table : children}</div>
      </div>
      <figcaption className="max-w-measure text-[13px] text-muted">{drawn}</figcaption>
    </figure>
  )
}
