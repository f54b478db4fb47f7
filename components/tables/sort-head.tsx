import type { ReactNode } from 'react'
import { PageLink } from '../ui/page-link'
import { Th } from '../ui/table'

const ARIA = { asc: 'ascending', desc: 'descending' } as const
const ARROW = { asc: '↑', desc: '↓' } as const

/** A column's head that sorts by it; without `href` it only names the column. */
export function SortHead({
  sorted,
  href,
  numeric,
  children,
}: {
  sorted: 'asc' | 'desc' | false
  href: string | null
  numeric: boolean
  children: ReactNode
}) {
  return (
    <Th numeric={numeric} aria-sort={sorted ? ARIA[sorted] : undefined}>
      {href === null ? (
        children
      ) : (
        <PageLink href={href} scroll={false} className="hover:text-fg hover:underline">
          {children}
          {sorted && <span aria-hidden="true"> {ARROW[sorted]}</span>}
        </PageLink>
      )}
    </Th>
  )
}
