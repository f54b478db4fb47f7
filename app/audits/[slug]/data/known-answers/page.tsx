import { orProblem } from '@/app/problem'
import { AttentionForm } from '@/components/data/attention-form'
import { KnownFile } from '@/components/data/known-file'
import { KnownForm } from '@/components/data/known-form'
import { KnownTable } from '@/components/data/known-table'
import { AuditShell } from '@/components/ui/audit-shell'
import { Notice } from '@/components/ui/notice'
import { PageLink } from '@/components/ui/page-link'
import { Section } from '@/components/ui/section'
import { findAudit } from '@/lib/server/audits/find'
import { knownOutputs } from '@/lib/server/audits/known-answers'
import { requireViewerFor } from '@/lib/server/auth/viewer'
import { auditTitle } from '../../title'
import { removeKnown, saveAttention, saveKnown, uploadKnown } from './actions'

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<{ output?: string }> }

export const generateMetadata = ({ params }: Props) => auditTitle('Known answers', params)

/** Which outputs have a known answer, and what it is. It shows no rating, so to read it ends nobody's rating. */
export default function KnownAnswersPage({ params, searchParams }: Props) {
  return orProblem(async () => {
    const viewer = await requireViewerFor('audit:write')
    const { slug } = await params
    const { output } = await searchParams
    const audit = await findAudit(slug)
    const known = await knownOutputs(audit.id)
    const isDraft = audit.status === 'draft'
    const criteria = audit.criteria.map(({ key, name, min, max }) => ({ key, name, min, max }))
    return (
      <AuditShell viewer={viewer} audit={audit} tab="data">
        <p className="mb-6 text-sm">
          <PageLink href={`/audits/${slug}/data`} className="underline">
            All data
          </PageLink>
        </p>
        <Section
          title="Known answers"
          description="A practice item comes to every rater before all else, with your answer and feedback once it is submitted. A gold item is mixed in unseen and shows how often a rater meets your answer. Neither is rated for the study, nor enters a result."
        >
          <div className="flex flex-col gap-4">
            {!isDraft && (
              <Notice>
                Known answers are locked since the audit was opened, so that all raters meet the same.
              </Notice>
            )}
            {isDraft && known.some(({ purpose }) => purpose !== 'practice') && !audit.plan.gold_every && (
              <Notice tone="warn">
                Gold items are handed out only once the plan says how many:{' '}
                <PageLink href={`/audits/${slug}/settings`} className="underline">
                  one item in so many
                </PageLink>
                .
              </Notice>
            )}
            <KnownTable
              known={known}
              criteria={criteria}
              remove={isDraft ? removeKnown.bind(null, slug) : null}
            />
          </div>
        </Section>
        {isDraft && (
          <>
            <Section title="Use an output" description="The answers replace those that the output has.">
              <KnownForm criteria={criteria} outputId={output ?? ''} action={saveKnown.bind(null, slug)} />
            </Section>
            <Section
              title="Write an attention check"
              description="A gold item whose text says how to rate it, such as “Choose 1 on every scale, to show that you read this”. It stands in no result."
            >
              <AttentionForm criteria={criteria} action={saveAttention.bind(null, slug)} />
            </Section>
            <Section
              title="Bring in a file"
              description="CSV with the columns output_id, criterion, score, purpose (practice, gold or attention), and where you like tolerance and feedback."
            >
              <KnownFile action={uploadKnown.bind(null, slug)} />
            </Section>
          </>
        )}
      </AuditShell>
    )
  })
}
