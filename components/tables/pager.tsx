import { countOf, formatCount, fromTo } from '@/lib/domain/format'
import { ButtonLink } from '../ui/button'

/** Where one is among the pages, and the ways on. Pages count from 1. */
export function Pager({
  page,
  pageSize,
  total,
  hrefOf,
  thing = 'output',
}: {
  page: number
  pageSize: number
  total: number
  hrefOf: (page: number) => string
  /** What is counted. */
  thing?: string
}) {
  const pages = Math.max(1, Math.ceil(total / pageSize))
  const first = (page - 1) * pageSize + 1
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap items-center justify-between gap-3 text-sm">
      <span className="text-muted tabular-nums">
        {fromTo(formatCount(first), formatCount(Math.min(total, first + pageSize - 1)))} of{' '}
        {countOf(total, thing)}
      </span>
      <span className="flex items-center gap-2">
        {page > 1 && (
          <ButtonLink size="small" href={hrefOf(page - 1)}>
            Previous
          </ButtonLink>
        )}
        <span className="text-muted tabular-nums">
          Page {formatCount(page)} of {formatCount(pages)}
        </span>
        {page < pages && (
          <ButtonLink size="small" href={hrefOf(page + 1)}>
            Next
          </ButtonLink>
        )}
      </span>
    </nav>
  )
}
