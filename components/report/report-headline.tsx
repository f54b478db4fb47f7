import { countOf, formatCount, formatInterval, formatSeconds, formatSignedPoints } from '@/lib/domain/format'
import type { Report } from '@/lib/domain/report'
import { headlineSentence, whyNull } from '@/lib/domain/sentences'

/** The finding first, in one sentence, and under it what it rests on. */
export function ReportHeadline({ report }: { report: Report }) {
  const { headline, notes, contrast } = report
  const sentence = headlineSentence(report)
  const field = contrast.common_scale ? 'headline.inflation' : 'headline.spearman'
  return (
    <section aria-label="Finding" className="mb-10">
      {sentence ? (
        <h2 className="max-w-[44ch] text-[26px] leading-[1.25] font-semibold sm:text-[30px]">{sentence}.</h2>
      ) : (
        <>
          <h2 className="text-xl font-semibold">No finding yet</h2>
          <p className="mt-2 max-w-measure text-muted">
            {whyNull(notes, field) ?? 'There is not enough data for this question.'}
          </p>
        </>
      )}
      {headline.ci_raters && (
        <p className="mt-3 max-w-measure text-muted">
          As judged by these raters. For raters like these, the interval is{' '}
          {formatInterval(headline.ci_raters, (x) => formatSignedPoints(x, 0))} points.
        </p>
      )}
      <Basis report={report} />
    </section>
  )
}

/** What the numbers rest on: counts, revision, and what the snapshot does not hold yet. */
function Basis({ report }: { report: Report }) {
  const { n, revision, behind } = report
  const parts = [
    countOf(n.outputs, 'output'),
    countOf(n.prompts, 'prompt'),
    ...(n.ratings > 0
      ? [
          countOf(n.raters, 'rater'),
          countOf(n.ratings, 'human rating') +
            (n.imported > 0 ? ` (${formatCount(n.imported)} imported)` : ''),
        ]
      : []),
    ...(n.extra > 0 ? [`${countOf(n.extra, 'extra rating')}`] : []),
    ...(n.proxy_only > 0 ? [`${countOf(n.proxy_only, 'output')} with no goal yet`] : []),
    ...(n.goal_only > 0 ? [`${countOf(n.goal_only, 'output')} with no signal`] : []),
    `revision ${revision}`,
  ]
  return (
    <div className="mt-4 text-sm text-muted tabular-nums">
      <p>{parts.join(' · ')}</p>
      {behind.ratings > 0 && (
        <p>
          {countOf(behind.ratings, 'newer rating')} not in these numbers yet; the snapshot is{' '}
          {formatSeconds(behind.seconds)} old.
        </p>
      )}
    </div>
  )
}
