import type { Metadata } from 'next'
import { orProblem } from '@/app/problem'
import { SettingsForm } from '@/components/audit/settings-form'
import { StatusPanel } from '@/components/audit/status-panel'
import { AuditShell } from '@/components/ui/audit-shell'
import { analystAudit, findAudit } from '@/lib/server/audits/find'
import { scoredCriteria } from '@/lib/server/audits/scored'
import { permit } from '@/lib/server/auth/permit'
import { requireViewer } from '@/lib/server/auth/viewer'
import { moveStatus, saveSettings } from './actions'

export const metadata: Metadata = { title: 'Settings' }

type Props = { params: Promise<{ slug: string }> }

export default function SettingsPage({ params }: Props) {
  return orProblem(async () => {
    const viewer = await requireViewer()
    permit(viewer, 'audit:write')
    const { slug } = await params
    const audit = await findAudit(slug)
    const scored = await scoredCriteria(audit.id)
    return (
      <AuditShell viewer={viewer} audit={audit} tab="settings">
        <StatusPanel status={audit.status} action={moveStatus.bind(null, slug)} />
        <SettingsForm audit={analystAudit(audit)} scored={scored} action={saveSettings.bind(null, slug)} />
      </AuditShell>
    )
  })
}
