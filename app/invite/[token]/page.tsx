import type { Metadata } from 'next'
import { orProblem } from '@/app/problem'
import { AcceptInvitation } from '@/components/account/accept-invitation'
import { NewAccount } from '@/components/account/new-account'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { ProblemPage } from '@/components/ui/problem-page'
import { sessionViewer } from '@/lib/server/auth/viewer'
import { CLOSED, findInvitation } from '@/lib/server/invitations/find'
import { isParticipant } from '@/lib/server/invitations/participant'
import { accept, join } from './actions'

// Nothing of the audit may stand in a title that is sent to whoever has the link, and no address may tell of it elsewhere.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer', robots: 'noindex' }

type Props = { params: Promise<{ token: string }> }

export default function InvitePage({ params }: Props) {
  return orProblem(async () => {
    const { token } = await params
    const [invitation, viewer] = await Promise.all([findInvitation(token), sessionViewer()])
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
    const signedIn = viewer && !(await isParticipant(viewer.userId)) ? viewer : null
    return (
      <PageShell viewer={signedIn} width="narrow">
        <div className="py-10">
          <PageHead title="You are invited" description={audit ? TO_RATE(audit.title) : AS_ROLE[role]} />
          {signedIn ? (
            <AcceptInvitation who={signedIn.name ?? signedIn.email} action={accept.bind(null, token)} />
          ) : (
            <NewAccount action={join.bind(null, token)} signInHref={signInHref(token)} />
          )}
        </div>
      </PageShell>
    )
  })
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
