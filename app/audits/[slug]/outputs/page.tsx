import type { Metadata } from 'next'
import { queryFrom } from '@/app/search-params'
import { OutputsView } from '@/components/output/outputs-view'
import { reportFeatures } from '@/components/report/shown-features'
import { questionChoices } from '@/lib/server/analysis/choices'
import { outputs } from '@/lib/server/analysis/outputs'
import { snippets } from '@/lib/server/analysis/snippets'
import { auditTitle } from '../title'
import { withResults } from '../with-results'
import { outputsQuestion, PAGE_SIZE } from './question'

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export function generateMetadata({ params }: Props): Promise<Metadata> {
  return auditTitle('Outputs', params)
}

/** The texts behind any number: the outputs of a question, sorted, filtered and paged by the server. */
export default async function OutputsPage({ params, searchParams }: Props) {
  const { slug } = await params
  const query = queryFrom(await searchParams)
  return withResults(slug, 'outputs', async ({ audit }) => {
    const { question, view, asked } = outputsQuestion(query)
    const page = await outputs(audit.id, asked, (view.page - 1) * PAGE_SIZE)
    const [choices, texts] = await Promise.all([
      questionChoices(audit.id, page.contrast.criterion),
      snippets(
        audit.id,
        page.outputs.map((row) => row.output_id),
      ),
    ])
    const criterion = audit.criteria.find(({ key }) => key === page.contrast.criterion)
    if (!criterion) return null
    return (
      <OutputsView
        slug={slug}
        question={question}
        view={view}
        contrast={page.contrast}
        criterion={criterion}
        choices={choices}
        features={reportFeatures(choices.features)}
        rows={page.outputs.map((row) => ({ ...row, snippet: texts.get(row.output_id) ?? '' }))}
        total={page.total}
        pageSize={PAGE_SIZE}
      />
    )
  })
}
