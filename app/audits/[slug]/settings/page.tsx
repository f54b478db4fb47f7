import { orProblem } from '@/app/problem'
import { PlanPanel } from '@/components/audit/plan-panel'
import { SettingsForm } from '@/components/audit/settings-form'
import { StatusPanel } from '@/components/audit/status-panel'
import { WhoRates } from '@/components/audit/who-rates'
import { AuditShell } from '@/components/ui/audit-shell'
import { Section } from '@/components/ui/section'
import { leaksHref } from '@/lib/domain/links'
import { analystAudit, findAudit } from '@/lib/server/audits/find'
import { auditProgress } from '@/lib/server/audits/overview'
import { scoredCriteria } from '@/lib/server/audits/scored'
import { shownPlan } from '@/lib/server/audits/shown-plan'
import { requireViewerFor } from '@/lib/server/auth/viewer'
import { countLeaks } from '@/lib/server/blinding/leaks'
import { listInvitations } from '@/lib/server/invitations/list'
import { auditTitle } from '../title'
import { moveStatus, saveSettings } from './actions'

type Props = { params: Promise<{ slug: string }> }

export const generateMetadata = ({ params }: Props) => auditTitle('Settings', params)

export default function SettingsPage({ params }: Props) {
  return orProblem(async () => {
    const viewer = await requireViewerFor('audit:write')
    const { slug } = await params
    const audit = await findAudit(slug)
    const [scored, { outputs, planned }, invitations, leaks] = await Promise.all([
      scoredCriteria(audit.id),
      auditProgress(audit.id, viewer.userId),
      listInvitations(audit.id),
      countLeaks(audit.id),
    ])
    const plan = audit.status === 'draft' ? await shownPlan(audit, planned) : null
    return (
      <AuditShell viewer={viewer} audit={audit} tab="settings">
        {plan && <PlanPanel plan={plan} />}
        <StatusPanel
          status={audit.status}
          outputs={outputs}
          undecided={leaks.all.undecided}
          leaksHref={leaksHref(slug)}
          action={moveStatus.bind(null, slug)}
        />
        <Section title="Who rates">
          <WhoRates
            id={audit.publicId}
            slug={audit.slug}
            status={audit.status}
            byInvitation={invitations.length > 0}
          />
        </Section>
        <SettingsForm audit={analystAudit(audit)} scored={scored} action={saveSettings.bind(null, slug)} />
      </AuditShell>
    )
  })
}
