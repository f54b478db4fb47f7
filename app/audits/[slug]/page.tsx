import type { Metadata } from 'next'
import { queryFrom } from '@/app/search-params'
import { ReportView } from '@/components/report/report-view'
import { reportFeatures, shownFirst } from '@/components/report/shown-features'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { parseQuestion } from '@/lib/domain/selection'
import { questionChoices } from '@/lib/server/analysis/choices'
import { report } from '@/lib/server/analysis/report'
import { auditTitle } from './title'
import { withResults } from './with-results'

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return auditTitle('Report', params)
}

/** The report: findings first. Its whole question stands in the address, so that a link shows the same view. */
export default async function ReportPage({ params, searchParams }: Props) {
  const { slug } = await params
  const query = queryFrom(await searchParams)
  return withResults(slug, 'report', async ({ audit }) => {
    const question = parseQuestion(query)
    const choices = await questionChoices(audit.id, question.criterion)
    const feature = question.feature.length > 0 ? question.feature : shownFirst(choices.features)
    const answer = await report({ audit, question: { ...question, feature } })
    const criterion = audit.criteria.find(({ key }) => key === answer.contrast.criterion)
    if (choices.models.length === 0 || !criterion)
      return (
        <EmptyState
          title="Nothing to report yet"
          action={
            <ButtonLink href={`/audits/${slug}/data`} variant="primary">
              Bring in outputs
            </ButtonLink>
          }
        >
          <p>A report needs outputs, a machine’s scores of them, and what people say of them.</p>
        </EmptyState>
      )
    return (
      <ReportView
        report={answer}
        question={question}
        choices={choices}
        criterion={criterion}
        features={reportFeatures(choices.features)}
        shown={Object.keys(answer.bins)}
      />
    )
  })
}
