import type { ReactNode } from 'react'
import { orProblem } from '@/app/problem'
import { ExposureGate } from '@/components/report/exposure-gate'
import { SealedNotice } from '@/components/report/sealed-notice'
import { AuditShell, type AuditTab } from '@/components/ui/audit-shell'
import { Notice } from '@/components/ui/notice'
import { type AuditRow, findAudit } from '@/lib/server/audits/find'
import { exposeTo, isExposed } from '@/lib/server/auth/exposure'
import { requireViewerFor, type Viewer } from '@/lib/server/auth/viewer'
import { sealOf } from '@/lib/server/blinding/seal'
import { shownError } from '@/lib/server/faults'
import { showResults } from './exposure'

/**
 * A page that shows results of an audit. While the audit is not closed, who has not seen them is asked first; who rates in it
 * is refused, and everybody while results are sealed, but for what is none (`whileSealed`). What is wrong with the question is told inside the page, where it can be mended.
 */
export function withResults(
  slug: string,
  tab: AuditTab,
  show: (context: { audit: AuditRow; viewer: Viewer }) => Promise<ReactNode>,
  { whileSealed = false }: { whileSealed?: boolean } = {},
): Promise<ReactNode> {
  return orProblem(async () => {
    const viewer = await requireViewerFor('results:read')
    const audit = await findAudit(slug)
    const { status } = audit
    const seal = whileSealed ? null : await sealOf(audit.id)
    const asks = status !== 'closed' && !(await isExposed(audit.id, viewer.userId))
    return (
      <AuditShell viewer={viewer} audit={audit} tab={tab}>
        {seal ? (
          <SealedNotice seal={seal} />
        ) : asks ? (
          <ExposureGate
            auditName={audit.name}
            status={status}
            backHref="/"
            action={showResults.bind(null, slug)}
          />
        ) : (
          await orNotice(async () => {
            await exposeTo(audit.id, viewer, { whileSealed })
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
