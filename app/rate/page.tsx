import type { Metadata } from 'next'
import { orProblem } from '@/app/problem'
import { RatingTasks } from '@/components/rating/rating-tasks'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { permit } from '@/lib/server/auth/permit'
import { requireViewer } from '@/lib/server/auth/viewer'
import { openAudits } from '@/lib/server/rating/audits'

export const metadata: Metadata = { title: 'Rate' }

export default async function RateListPage() {
  return orProblem(async () => {
    const viewer = await requireViewer()
    permit(viewer, 'rate')
    const audits = await openAudits(viewer.userId)
    return (
      <PageShell viewer={viewer} current="rate" width="reading">
        <PageHead title="Rate" description="Read what a task is for, then rate one output after another." />
        {audits.length > 0 ? (
          <RatingTasks audits={audits} />
        ) : (
          <EmptyState title="Nothing to rate just now">
            <p>
              A task appears here once it is open to you. If you expect one, ask whoever invited you.
              {viewer.role !== 'rater' &&
                ' Audits whose results you have seen do not: a rating must be blind.'}
            </p>
          </EmptyState>
        )}
      </PageShell>
    )
  })
}
