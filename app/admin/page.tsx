import type { Metadata } from 'next'
import { orProblem } from '@/app/problem'
import { MakeToken } from '@/components/account/make-token'
import { AddPerson } from '@/components/admin/add-person'
import { HealthList } from '@/components/admin/health-list'
import { InvitationTable } from '@/components/admin/invitation-table'
import { InviteSomebody } from '@/components/admin/invite-somebody'
import { PeopleTable } from '@/components/admin/people-table'
import { TokenTable } from '@/components/admin/token-table'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { Section } from '@/components/ui/section'
import { countOf } from '@/lib/domain/format'
import { countParticipants, listPeople } from '@/lib/server/auth/people'
import { listAllTokens } from '@/lib/server/auth/tokens'
import { requireViewerFor } from '@/lib/server/auth/viewer'
import { health } from '@/lib/server/health'
import { listInvitations } from '@/lib/server/invitations/list'
import {
  addAccount,
  changeActive,
  changeRole,
  inviteSomebody,
  makeTokenFor,
  newPassword,
  revokeAnyToken,
  takeBackInvitation,
} from './actions'

export const metadata: Metadata = { title: 'Admin' }

export default function AdminPage() {
  return orProblem(async () => {
    const viewer = await requireViewerFor('people:manage')
    const [people, participants, invitations, tokens, state] = await Promise.all([
      listPeople(),
      countParticipants(),
      listInvitations(null),
      listAllTokens(),
      health(),
    ])
    return (
      <PageShell viewer={viewer} current="admin">
        <PageHead title="Admin" />
        <Section
          title="Add an account"
          description="Its password is made for it and shown this once. Its owner changes it under Account."
        >
          <AddPerson action={addAccount} />
        </Section>
        <Section
          title="Invite somebody"
          description="By a link one person makes an account of their own, with a name and a password. Raters of one audit are invited on its page “Raters”."
        >
          <div className="flex flex-col gap-6">
            <InviteSomebody action={inviteSomebody} />
            <InvitationTable withRole invitations={invitations} revoke={takeBackInvitation} />
          </div>
        </Section>
        <Section
          title="People"
          description={
            participants > 0
              ? `${countOf(participants, 'participant')} of panels ${participants === 1 ? 'is' : 'are'} not listed: they have no name and no password.`
              : undefined
          }
        >
          <PeopleTable
            people={people}
            ownId={viewer.userId}
            actions={{ changeRole, changeActive, newPassword }}
          />
        </Section>
        <Section
          title="Tokens"
          description="For programs. A token acts with its owner’s role, and ends with a lock of its owner."
        >
          <div className="flex flex-col gap-6">
            <MakeToken action={makeTokenFor} people={people.filter(({ active }) => active)} />
            <TokenTable
              withOwner
              revoke={revokeAnyToken}
              tokens={tokens.map((token) => ({
                ...token,
                createdAt: token.createdAt.toISOString(),
                lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
              }))}
            />
          </div>
        </Section>
        <Section title="Health">
          <HealthList {...state} />
        </Section>
      </PageShell>
    )
  })
}
