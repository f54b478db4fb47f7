import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { orProblem } from '@/app/problem'
import { Completed } from '@/components/rating/completed'
import { Consent } from '@/components/rating/consent'
import { RatingSession } from '@/components/rating/rating-session'
import { WithdrawButton } from '@/components/rating/withdraw-button'
import { ButtonLink } from '@/components/ui/button'
import { PageLink } from '@/components/ui/page-link'
import { ProblemPage } from '@/components/ui/problem-page'
import { findAudit, looksLikeId } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { requireViewer } from '@/lib/server/auth/viewer'
import { panelHomeOf } from '@/lib/server/invitations/completion'
import { auditStanding, type Standing } from '@/lib/server/rating/audits'
import { consentHash } from '@/lib/server/rating/consent'
import { deviceName } from '@/lib/server/rating/device-name'
import { agree, decline } from './actions'

type Props = { params: Promise<{ audit: string }>; searchParams: Promise<{ started?: string }> }

// The address of a rating task says nothing of the audit: its slug is no address here.
const standingHere = cache(async (address: string) => {
  const viewer = await requireViewer()
  permit(viewer, 'rate')
  if (!looksLikeId(address)) notFound()
  const { id, title, plan, status } = await findAudit(address)
  const here = (await auditStanding(id, viewer.userId)) ?? notFound()
  const finishHref = plan.ask_authors ? `/rate/${address}/finish` : null
  const panelHome = viewer.fromPanel ? await panelHomeOf({ auditId: id, userId: viewer.userId }) : null
  return {
    ...here,
    title,
    isOpen: status === 'open',
    consent: plan.consent ?? null,
    rater: deviceName(viewer.userId),
    finishHref,
    panelHome,
  }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { audit } = await params
  const here = await standingHere(audit).catch(() => null)
  return { title: here?.audit?.title ?? 'Rate' }
}

export default async function RatePage({ params, searchParams }: Props) {
  return orProblem(async () => {
    const { audit: address } = await params
    const { started } = await searchParams
    const {
      standing,
      audit,
      title: taskTitle,
      isOpen,
      consent,
      rater,
      finishHref,
      panelHome,
    } = await standingHere(address)
    const fromPanel = panelHome !== null
    if (standing === 'asks-consent' && consent !== null)
      return (
        <Consent
          title={taskTitle}
          text={consent}
          panelHome={panelHome}
          agree={agree.bind(null, address, consentHash(consent))}
          decline={decline.bind(null, address)}
        />
      )
    if (audit)
      return (
        <RatingSession
          audit={audit}
          rater={rater}
          finishHref={finishHref}
          fromPanel={fromPanel}
          started={started !== undefined}
        />
      )
    const { title, why } = REFUSED[standing === 'asks-consent' ? 'not-open' : standing]
    const isOver = standing === 'finished' || standing === 'closed'
    const isThrough = isOver || standing === 'withdrew' || standing === 'set-aside'
    const mayWithdraw = isOpen && (standing === 'finished' || standing === 'set-aside')
    return (
      <ProblemPage
        title={title}
        isVisitor={fromPanel}
        action={
          <>
            {!fromPanel && <ButtonLink href="/rate">To your rating tasks</ButtonLink>}
            {mayWithdraw && <WithdrawButton auditId={address} fromPanel={fromPanel} />}
          </>
        }
      >
        <p>{why}</p>
        {fromPanel && isThrough && (
          <div className="mt-4 text-fg">
            <Completed auditId={address} panelHome={panelHome} />
          </div>
        )}
        {finishHref && isOver && (
          <p className="mt-3">
            <PageLink href={finishHref} className="underline">
              Guess who wrote the texts
            </PageLink>
          </p>
        )}
      </ProblemPage>
    )
  })
}

const REFUSED: Record<Exclude<Standing, 'asks-consent'>, { title: string; why: string }> = {
  rates: { title: 'Nothing to rate', why: 'There is nothing to rate here.' },
  'seen-results': {
    title: "You have seen this audit's results",
    why: 'A rating counts only when it is given blind, so you cannot rate here any more. People who have not seen the results can.',
  },
  'not-invited': {
    title: 'This rating task is by invitation',
    why: 'Only people who were invited rate here. Ask whoever told you of it for an invitation.',
  },
  withdrew: {
    title: 'You withdrew from this rating task',
    why: 'Your ratings are taken out, and your comments and guesses are deleted. Nothing more is handed to you. Thank you for your time.',
  },
  finished: {
    title: 'You finished this rating task',
    why: 'You were told which models wrote its texts, so it hands you nothing more. Everything that you submitted is kept.',
  },
  'set-aside': {
    title: 'This rating task hands you nothing more',
    why: 'Whoever runs it has stopped it for you. Everything that you submitted is kept; ask them if you want to know why.',
  },
  'not-open': {
    title: 'This rating task is not open yet',
    why: 'Come back once you have been told that it is.',
  },
  closed: {
    title: 'This rating task is closed',
    why: 'Everything that you submitted is kept. Nothing more can be rated here.',
  },
}
