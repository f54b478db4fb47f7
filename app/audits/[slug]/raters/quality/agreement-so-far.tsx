import { PageLink } from '@/components/ui/page-link'
import { countOf, formatInterval, formatNumber, LEVEL } from '@/lib/domain/format'
import { reportHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import { parseQuestion } from '@/lib/domain/selection'
import { whyNoAgreement } from '@/lib/domain/sentences'
import { report } from '@/lib/server/analysis/report'
import type { AuditRow } from '@/lib/server/audits/find'
import { shownError } from '@/lib/server/faults'
import { log } from '@/lib/server/log'

/** How far the raters agree on a criterion, as the report has it. Only for who is exposed. */
export async function AgreementSoFar({ audit, criterion }: { audit: AuditRow; criterion: string }) {
  const found = await answerOf(audit, criterion)
  if (!found)
    return <p className="text-muted">It could not be computed just now; load this page again in a moment.</p>
  const { agreement, revision, behind } = found
  const two = (value: number) => formatNumber(value, 2)
  return (
    <div className="flex max-w-measure flex-col gap-2">
      {agreement?.alpha == null ? (
        <p className="text-muted">{whyNoAgreement(found)}</p>
      ) : (
        <p>
          Krippendorff’s α is <strong className="font-semibold">{two(agreement.alpha)}</strong>
          {agreement.alpha_ci && ` (${LEVEL} interval ${formatInterval(agreement.alpha_ci, two)})`}, of{' '}
          {countOf(agreement.outputs_with_two, 'output')} that at least two of{' '}
          {countOf(agreement.n_raters, 'rater')} rated; 1 is perfect and 0 is chance.
        </p>
      )}
      <p className="text-sm text-muted">
        Revision {revision}
        {behind.ratings > 0 && `, ${countOf(behind.ratings, 'newer rating')} to come`}.{' '}
        <PageLink href={`${reportHref(audit.slug, { criterion })}#agreement`} className="underline">
          All measures of agreement
        </PageLink>
      </p>
    </div>
  )
}

/** Null where it fails: that must not take the rest of the page away. */
async function answerOf(audit: AuditRow, criterion: string): Promise<Report | null> {
  try {
    return await report({ audit, question: parseQuestion(new URLSearchParams({ criterion })) })
  } catch (error) {
    if (!shownError(error)) log().error({ err: error }, 'agreement failed')
    return null
  }
}
