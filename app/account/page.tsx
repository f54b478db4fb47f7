import type { Metadata } from 'next'
import { orProblem } from '@/app/problem'
import { ChangePassword } from '@/components/account/change-password'
import { MakeToken } from '@/components/account/make-token'
import { TokenTable } from '@/components/admin/token-table'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { Section } from '@/components/ui/section'
import { listTokens } from '@/lib/server/auth/tokens'
import { requireViewerFor } from '@/lib/server/auth/viewer'
import { changePassword, makeOwnToken, revokeOwnToken } from './actions'

export const metadata: Metadata = { title: 'Account' }

export default function AccountPage() {
  return orProblem(async () => {
    const viewer = await requireViewerFor('self:manage')
    const tokens = await listTokens(viewer.userId)
    const { userId, email, name, role } = viewer
    return (
      <PageShell viewer={viewer} width="reading">
        <PageHead title="Account" description={`${name ? `${name}, ` : ''}${email}, ${role}`} />
        <Section
          title="Password"
          description="A new password ends all your sessions, this one too; your tokens live on."
        >
          <ChangePassword email={email} action={changePassword} />
        </Section>
        <Section title="Tokens" description="For programs and the command line. A token can do what you can.">
          <div className="flex flex-col gap-6">
            <MakeToken action={makeOwnToken} />
            <TokenTable
              withOwner={false}
              revoke={revokeOwnToken}
              tokens={tokens.map((token) => ({
                ...token,
                userId,
                email,
                createdAt: token.createdAt.toISOString(),
                lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
              }))}
            />
          </div>
        </Section>
      </PageShell>
    )
  })
}
