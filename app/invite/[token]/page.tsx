import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { orProblem } from '@/app/problem'
import { AcceptInvitation } from '@/components/account/accept-invitation'
import { BeginFromPanel } from '@/components/account/begin-from-panel'
import { NewAccount } from '@/components/account/new-account'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { ProblemPage } from '@/components/ui/problem-page'
import { faultSchema } from '@/lib/domain/panel'
import { sessionViewer, type Viewer } from '@/lib/server/auth/viewer'
import { CLOSED, findInvitation, type Invitation } from '@/lib/server/invitations/find'
import { panelDoor } from '@/lib/server/invitations/panel'
import { PARTICIPANT_COOKIE, participantFrom } from '@/lib/server/invitations/panel-cookie'
import { accept, enter, join } from './actions'

// Nothing of the audit may stand in a title that is sent to whoever has the link, and no address may tell of it elsewhere.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer', robots: 'noindex' }

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ fault?: string | string[] }> }

export default function InvitePage({ params, searchParams }: Props) {
  return orProblem(async () => {
    const { token } = await params
    const [invitation, viewer] = await Promise.all([findInvitation(token), sessionViewer()])
    if (invitation?.panel) {
      const { fault } = await searchParams
      return panelPage(token, invitation, viewer, faultSchema.parse(fault))
    }
    const shut = invitation ? invitation.state !== 'open' && CLOSED[invitation.state] : CLOSED.unknown
    if (!invitation || shut) {
      const { title, why } = shut || CLOSED.unknown
      return (
        <ProblemPage title={title}>
          <p>{why}</p>
        </ProblemPage>
      )
    }
    const { role, audit } = invitation
    const signedIn = viewer && !viewer.fromPanel ? viewer : null
    return (
      <Invited viewer={signedIn} description={audit ? TO_RATE(audit.title) : AS_ROLE[role]}>
        {signedIn ? (
          <AcceptInvitation who={signedIn.name ?? signedIn.email} action={accept.bind(null, token)} />
        ) : (
          <NewAccount action={join.bind(null, token)} signInHref={signInHref(token)} />
        )}
      </Invited>
    )
  })
}

async function panelPage(
  token: string,
  invitation: Invitation,
  viewer: Viewer | null,
  fault: ReturnType<typeof faultSchema.parse>,
): Promise<ReactNode> {
  const hash = participantFrom((await cookies()).get(PARTICIPANT_COOKIE)?.value)
  const door = await panelDoor(invitation, { hash, fault, viewer })
  if (door.phase === 'inside') redirect(door.path)
  if (door.phase === 'shut')
    return (
      <ProblemPage title={door.title} isVisitor>
        <p>{door.why}</p>
      </ProblemPage>
    )
  const signedInAs = viewer && !viewer.fromPanel ? (viewer.name ?? viewer.email) : null
  return (
    <Invited viewer={null} title={door.isBack ? 'Welcome back' : 'Welcome'} description={TO_RATE(door.title)}>
      <BeginFromPanel isBack={door.isBack} signedInAs={signedInAs} action={enter.bind(null, token)} />
    </Invited>
  )
}

function Invited({
  viewer,
  title = 'You are invited',
  description,
  children,
}: {
  viewer: Viewer | null
  title?: string
  description: string
  children: ReactNode
}) {
  return (
    <PageShell viewer={viewer} width="narrow">
      <div className="py-10">
        <PageHead title={title} description={description} />
        {children}
      </div>
    </PageShell>
  )
}

const TO_RATE = (title: string) => `You are asked to rate texts in “${title}”.`
const AS_ROLE = {
  rater: 'As a rater you rate texts, and never learn who wrote them.',
  analyst: 'As an analyst you set audits up and read their results.',
  admin: 'As an admin you run this server: its people, audits and results.',
}

function signInHref(token: string): string {
  return `/sign-in?callbackUrl=${encodeURIComponent(`/invite/${token}`)}`
}
