import { Suspense } from 'react'
import { queryFrom } from '@/app/search-params'
import { Disagreements } from '@/components/raters/disagreements'
import { QualityTable } from '@/components/raters/quality-table'
import { PageLink } from '@/components/ui/page-link'
import { Section } from '@/components/ui/section'
import { disagreementsQuerySchema } from '@/lib/domain/disagreements'
import { LEVEL } from '@/lib/domain/format'
import { qualityHref } from '@/lib/domain/links'
import type { AuditRow, CriterionRow } from '@/lib/server/audits/find'
import { furtherNotBegun } from '@/lib/server/supervision/adjudications'
import { listDisagreements } from '@/lib/server/supervision/disagreements'
import { raterQuality } from '@/lib/server/supervision/quality'
import { auditTitle } from '../../title'
import { withResults } from '../../with-results'
import { AgreementSoFar } from './agreement-so-far'
import { askForFurther, takeFurtherBack } from './further'

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const PAGE_SIZE = 25

export const generateMetadata = ({ params }: Props) => auditTitle('Quality of the rating', params)

/** How well raters rate. It tells of scores, so that who reads it has seen results. */
export default async function QualityPage({ params, searchParams }: Props) {
  const { slug } = await params
  const query = disagreementsQuerySchema.parse(Object.fromEntries(queryFrom(await searchParams)))
  return withResults(slug, 'raters', async ({ audit }) => {
    const criterion = criterionOf(audit, query.criterion)
    const [raters, found, waiting] = await Promise.all([
      raterQuality(audit.id, criterion.id),
      listDisagreements(audit.id, criterion.id, {
        apart: query.apart / 100,
        offset: (query.page - 1) * PAGE_SIZE,
        limit: PAGE_SIZE,
      }),
      furtherNotBegun(audit.id),
    ])
    return (
      <>
        <Section
          title="Agreement so far"
          description={<Criteria audit={audit} shown={criterion} />}
          actions={
            <PageLink href={`/audits/${slug}/raters`} className="text-sm underline">
              Progress of the raters
            </PageLink>
          }
        >
          <Suspense fallback={<p className="text-sm text-muted">Being computed…</p>}>
            <AgreementSoFar audit={audit} criterion={criterion.key} />
          </Suspense>
        </Section>
        <Section
          title="Raters"
          description={`Known answers count on all criteria, distances on “${criterion.name}”: how many points of 100 a rating lies from the mean of the other raters of the same output, and from the rater’s own first one where the output came back. With ${LEVEL} intervals, clustered by prompt.`}
        >
          <QualityTable raters={raters} />
        </Section>
        <Section
          anchor="disagreements"
          title="Disagreements worth discussing"
          description={`Outputs by how far the lowest and the highest rating of “${criterion.name}” lie apart. They often show where the guidelines can be read in two ways. Somebody who has not rated an output can be asked for a further rating, as blindly as any other: it enters the output’s mean, and no measure of agreement.`}
        >
          <Disagreements
            slug={slug}
            criterion={criterion}
            query={query}
            found={found}
            pageSize={PAGE_SIZE}
            further={{
              waiting,
              isOpen: audit.status === 'open',
              ask: askForFurther.bind(null, slug, criterion.key, query.apart),
              takeBack: takeFurtherBack.bind(null, slug),
            }}
          />
        </Section>
      </>
    )
  })
}

function criterionOf({ criteria }: AuditRow, key: string | undefined): CriterionRow {
  return criteria.find((criterion) => criterion.key === key) ?? criteria[0]!
}

/** The criteria, of which one is looked at. */
function Criteria({ audit, shown }: { audit: AuditRow; shown: CriterionRow }) {
  if (audit.criteria.length === 1) return `On “${shown.name}”.`
  return (
    <nav aria-label="Criterion" className="flex flex-wrap gap-x-4 gap-y-1">
      {audit.criteria.map(({ key, name }) => (
        <PageLink
          key={key}
          href={qualityHref(audit.slug, { criterion: key })}
          aria-current={key === shown.key ? 'page' : undefined}
          className="underline aria-[current=page]:font-semibold aria-[current=page]:text-fg aria-[current=page]:no-underline"
        >
          {name}
        </PageLink>
      ))}
    </nav>
  )
}
