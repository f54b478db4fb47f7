import { leakLabel } from '@/lib/blinding/patterns'
import { countOf } from '@/lib/domain/format'
import { LEAK_DECISIONS, type LeakDecision, type LeakFilter } from '@/lib/domain/leaks'
import { leaksHref } from '@/lib/domain/links'
import { PageLink } from '../ui/page-link'

const DECIDED: Record<LeakDecision, string> = {
  open: 'undecided',
  mask: 'masked',
  exclude: 'excluded',
  keep: 'left standing',
}

/** Which places are listed: those of one decision, or all; and the way out of one pattern. */
export function LeakFilters({ slug, filter }: { slug: string; filter: LeakFilter }) {
  return (
    <nav aria-label="Which places" className="mb-6 flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {[null, ...LEAK_DECISIONS].map((decision) => (
        <PageLink
          key={decision ?? 'all'}
          href={leaksHref(slug, { ...filter, decision })}
          aria-current={decision === filter.decision ? 'page' : undefined}
          className="underline first-letter:uppercase aria-[current=page]:font-semibold aria-[current=page]:no-underline"
        >
          {decision ? DECIDED[decision] : 'all'}
        </PageLink>
      ))}
      {filter.pattern && (
        <PageLink className="underline" href={leaksHref(slug, { ...filter, pattern: null })}>
          Every pattern
        </PageLink>
      )}
    </nav>
  )
}

/** What a filter keeps, in words: “12 places masked: names a company”. */
export function filteredPlaces({ pattern, decision }: LeakFilter, total: number): string {
  const which = decision ? ` ${DECIDED[decision]}` : ''
  return `${countOf(total, 'place')}${which}${pattern ? `: ${leakLabel(pattern)}` : ''}`
}
