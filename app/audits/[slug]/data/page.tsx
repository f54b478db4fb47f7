import { orProblem } from '@/app/problem'
import { LeakSummary } from '@/components/blinding/leak-summary'
import { Example } from '@/components/data/example'
import { PastImports } from '@/components/data/past-imports'
import { UploadPanel } from '@/components/data/upload-panel'
import { AuditShell } from '@/components/ui/audit-shell'
import { ButtonLink } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { findAudit } from '@/lib/server/audits/find'
import { isExposed } from '@/lib/server/auth/exposure'
import { requireViewerFor } from '@/lib/server/auth/viewer'
import { countLeaks } from '@/lib/server/blinding/leaks'
import { pastImports } from '@/lib/server/intake/history'
import { auditTitle } from '../title'

type Props = { params: Promise<{ slug: string }> }

export const generateMetadata = ({ params }: Props) => auditTitle('Data', params)

export default function DataPage({ params }: Props) {
  return orProblem(async () => {
    const viewer = await requireViewerFor('audit:import')
    const { slug } = await params
    const audit = await findAudit(slug)
    const [imports, leaks] = await Promise.all([pastImports(audit.id), countLeaks(audit.id)])
    const exposes = audit.status !== 'closed' && !(await isExposed(audit.id, viewer.userId))
    const criterion = audit.criteria[0]
    return (
      <AuditShell viewer={viewer} audit={audit} tab="data">
        <Section
          title="Bring in a file"
          description="Outputs first, then the ratings of them. A file comes in whole or not at all, and the same file again changes nothing."
        >
          <UploadPanel slug={slug} draft={audit.status === 'draft'} exposes={exposes} />
        </Section>
        <Section
          title="Practice and gold items"
          description="Outputs whose answer you know: to teach raters before they begin, and to see how well they rate."
        >
          <ButtonLink href={`/audits/${slug}/data/known-answers`}>Known answers</ButtonLink>
        </Section>
        {imports.length > 0 ? (
          <Section title="What came in">
            <PastImports imports={imports} />
          </Section>
        ) : (
          <div className="mb-12">
            <EmptyState title="Nothing has come in yet">
              Start with a file of outputs: which model answered which prompt, and how. The files below show
              all there is to state.
            </EmptyState>
          </div>
        )}
        {leaks.all.found > 0 && (
          <Section
            title="Texts that betray their author"
            description="Blind ratings ask that a text does not say who wrote it, nor how good it finds itself."
          >
            <LeakSummary slug={slug} counts={leaks} />
          </Section>
        )}
        <Section title="What a file looks like">
          <Example criterion={criterion?.key ?? 'quality'} score={criterion?.max ?? 5} />
        </Section>
      </AuditShell>
    )
  })
}
