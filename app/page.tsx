import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Suspense } from 'react'
import { AuditList, type ListedAudit } from '@/components/home/audit-list'
import { FirstSteps } from '@/components/home/first-steps'
import { ButtonLink } from '@/components/ui/button'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { reportHref } from '@/lib/domain/links'
import { analystAudits } from '@/lib/server/audits/list'
import { auditsProgress } from '@/lib/server/audits/overview'
import { may } from '@/lib/server/auth/permit'
import { requireViewer } from '@/lib/server/auth/viewer'
import { AuditFinding } from './audit-finding'
import { orProblem } from './problem'

export const metadata: Metadata = { title: 'Audits' }

/** The right place for the role: a rater's tasks, an analyst's audits. */
export default function HomePage() {
  return orProblem(async () => {
    const viewer = await requireViewer()
    if (!may(viewer.role, 'audit:read')) redirect('/rate')
    const [audits, progress] = await Promise.all([analystAudits(viewer), auditsProgress(viewer.userId)])
    const listed = audits.flatMap((audit) => {
      const own = progress.get(audit.slug)
      return own ? [{ ...audit, ...own }] : []
    })
    return (
      <PageShell viewer={viewer} current="audits">
        <PageHead
          title="Audits"
          actions={
            <ButtonLink href="/audits/new" variant="primary">
              New audit
            </ButtonLink>
          }
        />
        {listed.every(({ synthetic }) => synthetic) && <FirstSteps demo={demoReport(listed)} />}
        {listed.length > 0 && (
          <AuditList
            audits={listed}
            finding={(slug) =>
              progress.get(slug)?.exposed ? (
                <Suspense fallback={<p className="text-muted">Computing the finding…</p>}>
                  <AuditFinding slug={slug} />
                </Suspense>
              ) : (
                <p className="text-muted">You have not seen its results.</p>
              )
            }
          />
        )}
      </PageShell>
    )
  })
}

/** The oldest closed demo: what was made first is the one to begin with. */
function demoReport(audits: readonly ListedAudit[]): string | null {
  const demo = audits.findLast(({ synthetic, status }) => synthetic && status === 'closed')
  return demo ? reportHref(demo.slug, {}) : null
}
