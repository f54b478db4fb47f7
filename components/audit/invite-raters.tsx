import type { AuditStatus, Role } from '@/lib/domain/audit'
import { CopyAddress } from '../ui/copy-address'
import { PageLink } from '../ui/page-link'
import { Section } from '../ui/section'

/** Who can rate the audit, and how they get to it. `id` is its public one: the slug would tell raters what it is about. */
export function InviteRaters({ id, status, role }: { id: string; status: AuditStatus; role: Role }) {
  return (
    <Section title="Who rates">
      <div className="flex max-w-measure flex-col items-start gap-3 text-sm">
        {status === 'closed' ? (
          <p className="text-muted">The rating is closed: nobody gets another output.</p>
        ) : (
          <>
            <p>
              {status === 'draft' ? 'Once it is open, everybody' : 'Everybody'} with an account can rate who
              has not seen its results.{' '}
              {role === 'admin' ? (
                <>
                  Accounts are made under{' '}
                  <PageLink href="/admin" className="underline">
                    Admin
                  </PageLink>
                  : give raters the role “rater”.
                </>
              ) : (
                'An admin makes accounts: ask for the role “rater”.'
              )}
            </p>
            <p>Raters find it under “Rate” when they have signed in, or go straight to this address:</p>
            <CopyAddress path={`/rate/${id}`} />
          </>
        )}
      </div>
    </Section>
  )
}
