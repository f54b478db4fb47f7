import type { ReactNode } from 'react'
import { orProblem } from '@/app/problem'
import { ExposureGate } from '@/components/report/exposure-gate'
import { AuditShell, type AuditTab } from '@/components/ui/audit-shell'
import { Notice } from '@/components/ui/notice'
import { type AuditRow, findAudit } from '@/lib/server/audits/find'
import { exposeTo, isExposed } from '@/lib/server/auth/exposure'
import { requireViewerFor, type Viewer } from '@/lib/server/auth/viewer'
import { shownError } from '@/lib/server/faults'
import { showResults } from './exposure'

/**
 * A page that shows results of an audit. While the audit is not closed, who has not seen them is asked first; who rates in it
 * is refused. What is wrong with the question is told inside the page, where it can be mended.
 */
export function withResults(
  slug: string,
  tab: AuditTab,
  show: (context: { audit: AuditRow; viewer: Viewer }) => Promise<ReactNode>,
): Promise<ReactNode> {
  return orProblem(async () => {
    const viewer = await requireViewerFor('results:read')
    const audit = await findAudit(slug)
    const { status } = audit
    const asks = status !== 'closed' && !(await isExposed(audit.id, viewer.userId))
    return (
      <AuditShell viewer={viewer} audit={audit} tab={tab}>
        {asks ? (
          <ExposureGate
            auditName={audit.name}
            status={status}
            backHref="/"
            action={showResults.bind(null, slug)}
          />
        ) : (
          await orNotice(async () => {
            await exposeTo(audit.id, viewer)
            return show({ audit, viewer })
          })
        )}
      </AuditShell>
    )
  })
}

async function orNotice(show: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await show()
  } catch (error) {
    const shown = shownError(error)
    if (!shown || shown.code === 'not-found') throw error
    return <Notice tone="danger">{shown.message}</Notice>
  }
}
