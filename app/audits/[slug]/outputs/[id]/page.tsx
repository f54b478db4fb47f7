import type { Metadata } from 'next'
import { queryFrom } from '@/app/search-params'
import { OutputPage } from '@/components/output/output-page'
import { outputsQuery } from '@/lib/domain/links'
import { neighbours } from '@/lib/server/analysis/neighbours'
import { output } from '@/lib/server/analysis/output'
import { maskedWords } from '@/lib/server/blinding/masked-words'
import { auditTitle } from '../../title'
import { withResults } from '../../with-results'
import { outputsQuestion } from '../question'

type Props = {
  params: Promise<{ slug: string; id: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  // Next decodes parameters for metadata, but not for pages.
  return auditTitle(`Output ${(await params).id}`, params)
}

/** One text with all that is known of it, and the way to the next of those selected. */
export default async function OneOutputPage({ params, searchParams }: Props) {
  const { slug, id } = await params
  const outputId = decodeURIComponent(id)
  const query = queryFrom(await searchParams)
  return withResults(slug, 'outputs', async ({ audit }) => {
    const { question, view, asked } = outputsQuestion(query)
    const [detail, place, masked] = await Promise.all([
      output(audit.id, outputId),
      neighbours(audit.id, asked, outputId),
      maskedWords(audit.id, outputId),
    ])
    return (
      <OutputPage
        slug={slug}
        output={detail}
        criteria={audit.criteria}
        place={place}
        masked={masked}
        query={outputsQuery(question, view)}
        knownHref={
          audit.status === 'draft'
            ? `/audits/${slug}/data/known-answers?output=${encodeURIComponent(outputId)}`
            : null
        }
      />
    )
  })
}
