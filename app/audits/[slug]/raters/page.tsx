import { orProblem } from '@/app/problem'
import { queryFrom } from '@/app/search-params'
import { InviteRaters } from '@/components/audit/invite-raters'
import { WhoRates } from '@/components/audit/who-rates'
import { FastRaters } from '@/components/raters/fast-raters'
import { RaterTable } from '@/components/raters/rater-table'
import { SetAsides } from '@/components/raters/set-asides'
import { AuditShell } from '@/components/ui/audit-shell'
import { ButtonLink } from '@/components/ui/button'
import { LiveRefresh } from '@/components/ui/live-refresh'
import { Progress } from '@/components/ui/progress'
import { Section } from '@/components/ui/section'
import { countOf, formatClock } from '@/lib/domain/format'
import { qualityHref } from '@/lib/domain/links'
import { type RaterRow, raterSort, sortRaters } from '@/lib/domain/rater-row'
import { withdrawnWords } from '@/lib/domain/withdrawn'
import { findAudit } from '@/lib/server/audits/find'
import { auditProgress } from '@/lib/server/audits/overview'
import { listRaters } from '@/lib/server/audits/raters'
import { requireViewerFor } from '@/lib/server/auth/viewer'
import { listInvitations } from '@/lib/server/invitations/list'
import { withdrawnOf } from '@/lib/server/rating/withdrawn'
import { auditTitle } from '../title'
import { inviteRaters, takeBackLink } from './actions'
import { setWorkAside, takeWorkBack } from './set-aside'

type Props = {
  params: Promise<{ slug: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The most raters that are listed. */
const LISTED = 500

export const generateMetadata = ({ params }: Props) => auditTitle('Raters', params)

/** How the rating gets on. It shows no score, so it may be read without ending one's own rating. */
export default function RatersPage({ params, searchParams }: Props) {
  return orProblem(async () => {
    const viewer = await requireViewerFor('audit:read')
    const { slug } = await params
    const order = raterSort(queryFrom(await searchParams).get('sort'))
    const audit = await findAudit(slug)
    const { submitted, wanted, exposed } = await auditProgress(audit.id, viewer.userId)
    const [raters, withdrawn, invitations] = await Promise.all([
      listRaters(audit.id),
      withdrawnOf(audit.id, null),
      listInvitations(audit.id),
    ])
    return (
      <AuditShell viewer={viewer} audit={audit} tab="raters">
        <Section
          title="Progress"
          description={`The plan asks for ${countOf(audit.ratingsPerOutput, 'rating')} of each output. Raters stand here under random names; to look at this page does not end your own rating.`}
          actions={audit.status === 'open' && <LiveRefresh at={formatClock(new Date().toISOString())} />}
        >
          <div className="flex flex-col gap-6">
            {wanted > 0 && (audit.status === 'open' || submitted > 0) && (
              <div className="flex flex-wrap items-end gap-x-8 gap-y-3">
                <div className="w-full max-w-xs">
                  <Progress
                    done={submitted}
                    total={wanted}
                    unit="ratings"
                    label="Ratings that the plan asks for"
                  />
                </div>
                {audit.status === 'open' && <Now raters={raters} />}
              </div>
            )}
            <RaterTable
              raters={sortRaters(raters, order).slice(0, LISTED)}
              total={raters.length}
              order={order}
            />
            {withdrawn.raters > 0 && (
              <p className="text-sm text-muted">
                {withdrawnWords(withdrawn)}: what they gave is in no report from then on, and others are asked
                for these outputs.
              </p>
            )}
          </div>
        </Section>
        {raters.some(({ imported }) => !imported) && (
          <Section title="Fast raters">
            <FastRaters raters={raters} />
          </Section>
        )}
        {raters.length > 0 && (
          <Section
            anchor="set-aside"
            title="Set work aside"
            description="All that a rater has rated is kept, and left out of every estimate; the report counts it, and the rater is handed nothing more. It can be taken back."
          >
            <SetAsides
              raters={raters}
              canReopen={audit.status === 'open'}
              setAside={setWorkAside.bind(null, slug)}
              takeBack={takeWorkBack.bind(null, slug)}
            />
          </Section>
        )}
        {raters.length > 0 && (
          <Section
            title="Quality"
            description={`Gold items and attention checks met, how far raters lie from the others and from themselves, and where they disagree.${exposed || audit.status === 'closed' ? '' : ' These are results: to see them ends your own rating here.'}`}
          >
            <ButtonLink href={qualityHref(slug)}>How well they rate</ButtonLink>
          </Section>
        )}
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

/** What goes on just now. */
function Now({ raters }: { raters: readonly RaterRow[] }) {
  const rating = raters.filter(({ held }) => held > 0).length
  const lastHour = raters.reduce((sum, rater) => sum + rater.lastHour, 0)
  return (
    <p className="text-sm">
      {countOf(rating, 'rater')} {rating === 1 ? 'holds' : 'hold'} an output now;{' '}
      {countOf(lastHour, 'output')} {lastHour === 1 ? 'was' : 'were'} rated within the last hour.
    </p>
  )
}
