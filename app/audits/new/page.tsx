import type { Metadata } from 'next'
import { orProblem } from '@/app/problem'
import { NewAuditForm } from '@/components/audit/new-audit-form'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { requireViewerFor } from '@/lib/server/auth/viewer'
import { makeAudit } from './action'

export const metadata: Metadata = { title: 'New audit' }

export default function NewAuditPage() {
  return orProblem(async () => {
    const viewer = await requireViewerFor('audit:write')
    return (
      <PageShell viewer={viewer} current="audits">
        <div className="mx-auto max-w-[960px]">
          <PageHead title="New audit" />
          <NewAuditForm action={makeAudit} />
        </div>
      </PageShell>
    )
  })
}
