import { pageOf, queryFrom } from '@/app/search-params'
import { DecisionForm } from '@/components/blinding/decision-form'
import { filteredPlaces, LeakFilters } from '@/components/blinding/leak-filters'
import { LeakLegend, LeakList } from '@/components/blinding/leak-list'
import { LeakSummary } from '@/components/blinding/leak-summary'
import { Pager } from '@/components/tables/pager'
import { EmptyState } from '@/components/ui/empty-state'
import { PageLink } from '@/components/ui/page-link'
import { Section } from '@/components/ui/section'
import { countOf } from '@/lib/domain/format'
import { LEAK_DECISIONS, type LeakFilter } from '@/lib/domain/leaks'
import { leaksHref } from '@/lib/domain/links'
import { countLeaks, listLeaks } from '@/lib/server/blinding/leaks'
import { auditTitle } from '../title'
import { withResults } from '../with-results'
import { decide } from './actions'

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const PAGE_SIZE = 25

export const generateMetadata = ({ params }: Props) => auditTitle('Texts that betray their author', params)

/** The places where outputs name their author or rate themselves. Who reads them has read what raters must not. */
export default async function LeaksPage({ params, searchParams }: Props) {
  const { slug } = await params
  const { filter, page } = asked(queryFrom(await searchParams))
  const show = async ({ audit }: { audit: { id: number } }) => {
    const [counts, { leaks, total }] = await Promise.all([
      countLeaks(audit.id),
      listLeaks(audit.id, filter, { offset: (page - 1) * PAGE_SIZE, limit: PAGE_SIZE }),
    ])
    if (counts.all.found === 0)
      return (
        <>
          <Back slug={slug} />
          <EmptyState title="Nothing was found">
            No output of this audit names its author or rates itself, as far as the patterns know.
          </EmptyState>
        </>
      )
    return (
      <>
        <Back slug={slug} />
        <Section
          title="Texts that betray their author"
          description="Found on import, by a list of names and patterns. What is decided of a place can be changed until somebody rates its output."
        >
          <LeakSummary slug={slug} counts={counts} />
        </Section>
        <Section title={filteredPlaces(filter, total)}>
          <LeakFilters slug={slug} filter={filter} />
          <LeakLegend />
          {total > 0 && (
            <div className="mb-6">
              <DecisionForm
                stands={filter.decision}
                of={`all ${countOf(total, 'place')}`}
                size="medium"
                action={decide.bind(null, slug, filter)}
              >
                <span className="mr-2 text-sm font-medium">All {countOf(total, 'place')}:</span>
              </DecisionForm>
            </div>
          )}
          <LeakList slug={slug} leaks={leaks} actionOf={(leakId) => decide.bind(null, slug, { leakId })} />
          {total > 0 && (
            <Pager
              page={page}
              pageSize={PAGE_SIZE}
              total={total}
              hrefOf={(to) => leaksHref(slug, filter, to)}
              thing="place"
            />
          )}
        </Section>
      </>
    )
  }
  // Texts are no results: what is found in them is decided before anybody rates.
  return withResults(slug, 'data', show, { whileSealed: true })
}

function Back({ slug }: { slug: string }) {
  return (
    <p className="mb-6 text-sm">
      <PageLink href={`/audits/${slug}/data`} className="underline">
        All data
      </PageLink>
    </p>
  )
}

function asked(query: URLSearchParams): { filter: LeakFilter; page: number } {
  const pattern = query.get('pattern')
  const decision = LEAK_DECISIONS.find((known) => known === query.get('decision')) ?? null
  return { filter: { pattern: pattern?.includes('\0') ? null : pattern, decision }, page: pageOf(query) }
}
