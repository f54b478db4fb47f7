import type { SectionId } from '@/lib/domain/finding'
import { countOf, formatCount, formatInterval, formatSeconds, formatSignedPoints } from '@/lib/domain/format'
import { methodHref, reportHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { whyNull } from '@/lib/domain/sentences'
import { withdrawnWords, workWords } from '@/lib/domain/withdrawn'
import { PageLink } from '../ui/page-link'

const SECTION_NAMES: Record<SectionId, string> = {
  'by-model': 'models',
  'self-preference': 'self-preference',
  'by-group': 'groups of raters',
  features: 'features',
  presentation: 'formatting itself',
  comparisons: 'side by side',
  gate: 'the gate',
  agreement: 'agreement',
  slices: 'slices',
  'score-by-score': 'score by score',
}

/** The findings first, each with the way to its chart, and under them what they rest on. */
export function ReportHeadline({
  report,
  question,
  hasProxy = true,
}: {
  report: Report
  question: Question
  /** Whether any output has a machine's score on the criterion, selected or not. */
  hasProxy?: boolean
}) {
  const { notes, contrast } = report
  const [leading, ...others] = report.findings
  const field = contrast.common_scale ? 'headline.inflation' : 'headline.spearman'
  return (
    <section aria-label="Findings" className="mb-10">
      {leading ? (
        <h2 className="max-w-[44ch] text-[26px] leading-[1.25] font-semibold sm:text-[30px]">
          {leading.text}
        </h2>
      ) : (
        <>
          <h2 className="text-xl font-semibold">No finding yet</h2>
          <p className="mt-2 max-w-measure text-muted first-letter:uppercase">
            {whyNull(notes, field) ?? 'There is not enough data for this question'}.
          </p>
          {hasProxy ? <NextStep report={report} /> : <NoProxy slug={report.audit.slug} />}
        </>
      )}
      {leading && contrast.common_scale && (
        <p className="mt-3 max-w-measure text-muted">
          <ForRatersLikeThese report={report} />A{' '}
          <PageLink href={methodHref('unit')} className="underline decoration-border-strong">
            point
          </PageLink>{' '}
          is a hundredth of the scale.
        </p>
      )}
      {others.length > 0 && (
        <ul className="mt-6 flex max-w-measure flex-col gap-2">
          {others.map(({ text, section }) => (
            <li key={text}>
              {text}{' '}
              <a
                href={`#${section}`}
                className="whitespace-nowrap text-accent underline-offset-4 hover:underline"
              >
                See {SECTION_NAMES[section]}
              </a>
            </li>
          ))}
        </ul>
      )}
      <Basis report={report} question={question} />
    </section>
  )
}

/** The interval for other raters of the same kind, or what it needs; nothing where no raters are asked about. */
function ForRatersLikeThese({ report: { headline, notes, n } }: { report: Report }) {
  if (headline.inflation === null || n.raters === 0) return null
  if (headline.ci_raters)
    return (
      <>
        As judged by these raters. For raters like these, the interval is{' '}
        {formatInterval(headline.ci_raters, (x) => formatSignedPoints(x, 0))} points.{' '}
      </>
    )
  return (
    <>
      As judged by these raters. How other raters like these would judge cannot be told yet:{' '}
      {whyNull(notes, 'headline.ci_raters') ?? 'not enough data'}.{' '}
    </>
  )
}

/** Where no machine has scored anything: what is missing, and where it is brought in. */
function NoProxy({ slug }: { slug: string }) {
  return (
    <p className="mt-2 max-w-measure">
      No output here has a machine’s score on this criterion, so there is nothing to hold people’s ratings
      against. Bring model ratings in under{' '}
      <PageLink href={`/audits/${slug}/data`} className="underline">
        Data
      </PageLink>
      .
    </p>
  )
}

/** Before anybody has rated: what has to happen. */
function NextStep({ report: { audit, contrast, n, behind } }: { report: Report }) {
  if (contrast.goal !== 'human' || n.proxy_only === 0 || n.outputs > 0 || behind.ratings > 0) return null
  const link = (page: 'settings' | 'raters' | 'data', name: string) => (
    <PageLink href={`/audits/${audit.slug}/${page}`} className="underline">
      {name}
    </PageLink>
  )
  return (
    <p className="mt-2 max-w-measure">
      No output here has a human rating yet.{' '}
      {audit.status === 'draft' && <>Open the audit under {link('settings', 'Settings')}, or </>}
      {audit.status === 'open' && <>Raters find their way under {link('raters', 'Raters')}; or </>}
      bring ratings in under {link('data', 'Data')}.
    </p>
  )
}

/** What the numbers rest on: counts, revision, and what the snapshot does not hold yet. */
function Basis({ report, question }: { report: Report; question: Question }) {
  const { n, withdrawn, revision, behind, audit } = report
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
    ...(withdrawn.raters > 0 ? [withdrawnWords(withdrawn)] : []),
    ...(n.extra > 0 ? [`${countOf(n.extra, 'extra rating')}`] : []),
    ...(n.adjudication > 0 ? [`${countOf(n.adjudication, 'further rating')} where raters differed`] : []),
    ...(n.set_aside_raters > 0
      ? [
          `${countOf(n.set_aside_raters, 'rater')} set aside${workWords({ ratings: n.set_aside_ratings, comparisons: n.set_aside_comparisons })}`,
        ]
      : []),
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
          {formatSeconds(behind.seconds)} old. They are being gathered, which takes up to half a minute:{' '}
          <a href={reportHref(audit.slug, question)} className="underline">
            read the report again
          </a>
          .
        </p>
      )}
    </div>
  )
}
