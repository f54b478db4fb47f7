import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { orProblem } from '@/app/problem'
import { Finish } from '@/components/finish/finish'
import { Completed } from '@/components/rating/completed'
import { PageHead, PageShell } from '@/components/ui/page-shell'
import { findAudit, looksLikeId } from '@/lib/server/audits/find'
import { permit } from '@/lib/server/auth/permit'
import { requireViewer } from '@/lib/server/auth/viewer'
import { guessing } from '@/lib/server/blinding/guesses'
import { begin, guess } from './actions'

type Props = { params: Promise<{ audit: string }> }

export const metadata: Metadata = { title: 'Finish' }

/** After the last rating: who wrote what? Models are named only once the viewer can rate here no more. */
export default function FinishPage({ params }: Props) {
  return orProblem(async () => {
    const viewer = await requireViewer()
    permit(viewer, 'rate')
    const { audit: address } = await params
    if (!looksLikeId(address)) notFound()
    const { id, title } = await findAudit(address)
    const stands = await guessing({ auditId: id, userId: viewer.userId })
    return (
      <PageShell viewer={viewer} current="rate" width="reading">
        <PageHead title="Finish" description={stands.phase === 'not-offered' ? undefined : `“${title}”`} />
        <Finish
          stands={stands}
          deskHref={`/rate/${address}?started`}
          begin={begin.bind(null, address)}
          guess={(itemId) => guess.bind(null, address, itemId)}
        />
        {viewer.fromPanel && stands.phase === 'done' && (
          <div className="mt-6 max-w-[560px]">
            <Completed auditId={address} />
          </div>
        )}
      </PageShell>
    )
  })
}
