import type { AuditStatus } from '@/lib/domain/audit'
import { CopyAddress } from '../ui/copy-address'
import { PageLink } from '../ui/page-link'

/** Who can rate the audit, and how they get to it. `id` is its public one: the slug would tell raters what it is about. */
export function WhoRates({
  id,
  slug,
  status,
  byInvitation,
}: {
  id: string
  slug: string
  status: AuditStatus
  /** Whether links were made, from when on nobody rates without one. */
  byInvitation: boolean
}) {
  if (status === 'closed')
    return <p className="text-sm text-muted">The rating is closed: nobody gets another output.</p>
  const who = byInvitation ? 'who came by one of its invitation links' : 'with an account'
  return (
    <div className="flex max-w-measure flex-col items-start gap-3 text-sm">
      <p>
        {status === 'draft' ? 'Once it is open, everybody' : 'Everybody'} {who} can rate, unless they have
        seen its results.{' '}
        {!byInvitation && (
          <>
            From the first{' '}
            <PageLink href={`/audits/${slug}/raters#links`} className="underline">
              invitation link
            </PageLink>{' '}
            on, only invited people rate, and who has begun needs one too.
          </>
        )}
      </p>
      <p>They find it under “Rate” when they have signed in, or go straight to this address:</p>
      <CopyAddress path={`/rate/${id}`} />
    </div>
  )
}
