import { orProblem } from '@/app/problem'
import { InviteRaters } from '@/components/audit/invite-raters'
import { RaterTable } from '@/components/audit/rater-table'
import { WhoRates } from '@/components/audit/who-rates'
import { AuditShell } from '@/components/ui/audit-shell'
import { Progress } from '@/components/ui/progress'
import { Section } from '@/components/ui/section'
import { findAudit } from '@/lib/server/audits/find'
import { auditProgress } from '@/lib/server/audits/overview'
import { listRaters } from '@/lib/server/audits/raters'
import { requireViewerFor } from '@/lib/server/auth/viewer'
import { listInvitations } from '@/lib/server/invitations/list'
import { auditTitle } from '../title'
import { inviteRaters, takeBackLink } from './actions'

type Props = { params: Promise<{ slug: string }> }

export const generateMetadata = ({ params }: Props) => auditTitle('Raters', params)

/** How the rating gets on. It shows no score, so it may be read without ending one's own rating. */
export default function RatersPage({ params }: Props) {
  return orProblem(async () => {
    const viewer = await requireViewerFor('audit:read')
    const { slug } = await params
    const audit = await findAudit(slug)
    const { submitted, wanted, exposed } = await auditProgress(audit.id, viewer.userId)
    const [{ raters, total }, invitations] = await Promise.all([
      listRaters(audit.id, { withGold: exposed }),
      listInvitations(audit.id),
    ])
    return (
      <AuditShell viewer={viewer} audit={audit} tab="raters">
        <Section
          title="Progress"
          description={`The plan asks for ${audit.ratingsPerOutput} ratings of each output. Raters stand here under random names; to look at this page does not end your own rating.`}
        >
          <div className="flex flex-col gap-6">
            {wanted > 0 && (audit.status === 'open' || submitted > 0) && (
              <div className="max-w-xs">
                <Progress
                  done={submitted}
                  total={wanted}
                  unit="ratings"
                  label="Ratings that the plan asks for"
                />
              </div>
            )}
            <RaterTable raters={raters} total={total} />
          </div>
        </Section>
        <Section title="Who rates">
          <WhoRates
            id={audit.publicId}
            slug={audit.slug}
            status={audit.status}
            byInvitation={invitations.length > 0}
          />
        </Section>
        {audit.status !== 'closed' && (
          <Section
            anchor="links"
            title="Invitation links"
            description="Whoever opens one makes an account, or signs in, and rates in this audit. A link says nothing of the audit but its title for raters."
          >
            <InviteRaters
              invitations={invitations}
              make={inviteRaters.bind(null, slug)}
              revoke={takeBackLink.bind(null, slug)}
            />
          </Section>
        )}
      </AuditShell>
    )
  })
}
