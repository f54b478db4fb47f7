import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { safePath, signInProblem } from '@/components/account/send-credentials'
import { SignInForm } from '@/components/account/sign-in-form'
import { Notice } from '@/components/ui/notice'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { sessionViewer } from '@/lib/server/auth/viewer'

export const metadata: Metadata = { title: 'Sign in' }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, error, changed } = await searchParams
  const target = typeof callbackUrl === 'string' ? callbackUrl : undefined
  if (await sessionViewer()) redirect(safePath(target))
  return (
    <PageShell viewer={null} width="narrow">
      <div className="py-10">
        <PageHead title="Sign in" />
        {changed === 'password' && (
          <div className="mb-6">
            <Notice tone="done">Your password is changed. Sign in with the new one.</Notice>
          </div>
        )}
        <SignInForm callbackUrl={target} problem={typeof error === 'string' ? signInProblem(error) : null} />
        <p className="mt-4 text-sm text-muted">
          The people who run this server make accounts, and give a new password to who forgot theirs. The
          first admin’s was printed when it was first started.
        </p>
      </div>
    </PageShell>
  )
}
