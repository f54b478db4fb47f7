import {
  ABSENT,
  countOf,
  formatInterval,
  formatNumber,
  formatShare,
  LEVEL,
  withUnit,
} from '@/lib/domain/format'
import { exportHref, methodHref } from '@/lib/domain/links'
import type { MethodEntry } from '@/lib/domain/methods'
import type { Interval, Report } from '@/lib/domain/report'
import type { Agreement, AlternativeAnnotator } from '@/lib/domain/report-agreement'
import type { Question } from '@/lib/domain/selection'
import { whyNoAgreement, whyShown } from '@/lib/domain/sentences'
import { PageLink } from '../ui/page-link'
import { Section } from '../ui/section'
import { Table, Td, Th } from '../ui/table'
import { RatersFigure } from './raters-figure'
import type { ShownCriterion } from './shown-criterion'

type Props = { report: Report; question: Question; criterion: ShownCriterion }

const two = (x: number) => formatNumber(x, 2)

/** How far raters agree, what that allows any signal to reach, and what each rater is like. */
export function AgreementSection({ report, question, criterion }: Props) {
  const { agreement, notes, audit } = report
  const csvHref = exportHref(audit.slug, 'agreement.csv', question)
  return (
    <Section
      anchor="agreement"
      title="How far raters agree"
      description="People are the measure here, so how well they agree bounds what any score can be asked to do."
    >
      {agreement === null ? (
        <p className="max-w-measure text-muted">{whyNoAgreement(report)}</p>
      ) : (
        <div className="flex flex-col gap-10">
          <div className="grid grid-cols-1 gap-x-16 gap-y-8 lg:grid-cols-2">
            <Words agreement={agreement} notes={notes} />
            <Measures agreement={agreement} notes={notes} csvHref={csvHref} />
          </div>
          <RatersFigure agreement={agreement} slug={audit.slug} criterion={criterion} csvHref={csvHref} />
        </div>
      )}
    </Section>
  )
}

function Words({ agreement, notes }: { agreement: Agreement; notes: Report['notes'] }) {
  const { exact_agreement: exact, exact_agreement_ci: exactCi, ceiling, ceiling_ci: ceilingCi } = agreement
  const {
    alpha,
    alpha_ci,
    ac2,
    corrected_spearman: corrected,
    corrected_spearman_ci: correctedCi,
  } = agreement
  const { alternative_annotator: alternative, needed } = agreement
  const texts = [
    exact === null
      ? null
      : `Two raters of one output give the same score ${formatShare(exact)} of the time${within(exactCi, (x) => formatShare(x))}; ${countOf(agreement.outputs_with_two, 'output')} with at least two of ${countOf(agreement.n_raters, 'rater')}.`,
    alpha === null
      ? null
      : `Beyond chance that is an α of ${two(alpha)}${within(alpha_ci, two)}, where 1 is perfect and 0 is chance.`,
    alpha !== null && ac2 !== null && ac2 - alpha > 0.2
      ? `Gwet’s AC2 is ${two(ac2)}: most scores here lie close together, so that α expects much agreement by chance. Neither is wrong; they answer different questions.`
      : null,
    ceiling === null
      ? null
      : `No signal could correlate above ${two(ceiling)} with the mean of these raters${within(ceilingCi, two)}: they do not agree better among themselves.`,
    corrected === null
      ? null
      : `Without the noise in the raters’ mean, its rank correlation with the proxy would be ${two(corrected)}${within(correctedCi, two)}, taking their reliability as known${Math.abs(corrected) > 1 ? '; none lies beyond ±1, so their reliability is higher than it seems' : ''}.`,
    alternative === null ? null : verdict(alternative),
    ...needed.filter(({ further_ratings: more }) => more > 0).map(furtherSentence),
  ].filter((text) => text !== null)
  if (texts.length === 0)
    return <p className="max-w-measure text-muted">{whyShown(notes, 'agreement.alpha')}.</p>
  return (
    <div className="flex max-w-measure flex-col gap-3">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  )
}

function furtherSentence({ figure, width, further_ratings: more }: Agreement['needed'][number]): string {
  const interval =
    figure === 'alpha'
      ? `α ${two(width)} wide`
      : `inflation ${withUnit(formatNumber(width * 100), 'points')} wide`
  return `An interval of ${interval} takes about ${countOf(more, 'further rating')}.`
}

function verdict({ winning_rate: rate, passes, epsilon, raters }: AlternativeAnnotator): string | null {
  if (rate === null || passes === null) return null
  const could = passes ? 'could stand in' : 'could not stand in'
  return `By the alternative annotator test the machine ${could} for one of these raters: it agrees with the others at least as well as ${formatShare(rate)} of ${countOf(raters.length, 'rater')}, with an allowance of ${two(epsilon)}.`
}

function within(interval: Interval, format: (x: number) => string): string {
  return interval ? ` (${LEVEL} interval ${formatInterval(interval, format)})` : ''
}

type Row = { name: string; field: string; value: number | null; interval: Interval; entry: MethodEntry }

function rowsOf(agreement: Agreement): Row[] {
  const row = (name: string, field: keyof Agreement & string, entry: MethodEntry): Row => ({
    name,
    field,
    entry,
    value: agreement[field] as number | null,
    interval: agreement[`${field}_ci` as keyof Agreement] as Interval,
  })
  return [
    row('Krippendorff’s α, nominal', 'alpha_nominal', 'agreement'),
    row('Krippendorff’s α, ordinal', 'alpha_ordinal', 'agreement'),
    row('Krippendorff’s α, interval', 'alpha_interval', 'agreement'),
    row('Gwet’s AC1', 'ac1', 'agreement'),
    row('Gwet’s AC2', 'ac2', 'agreement'),
    row('ICC(1)', 'icc1', 'reliability'),
    row('ICC(2,1)', 'icc2', 'reliability'),
    row('ICC(2,k)', 'icc2k', 'reliability'),
    row('Reliability of the raters’ mean', 'reliability', 'reliability'),
    row('Ceiling of a correlation', 'ceiling', 'reliability'),
  ]
}

type MeasuresProps = { agreement: Agreement; notes: Report['notes']; csvHref: string }

function Measures({ agreement, notes, csvHref }: MeasuresProps) {
  return (
    <div className="flex flex-col gap-2">
      <Table label="Agreement of the raters">
        <thead>
          <tr>
            <Th>Measure</Th>
            <Th numeric>Estimate</Th>
            <Th numeric>{LEVEL} interval</Th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(agreement).map(({ name, field, value, interval, entry }) => (
            <tr key={name}>
              <Th scope="row" className="min-w-40 font-normal">
                <PageLink href={methodHref(entry)} className="underline decoration-border-strong">
                  {name}
                </PageLink>
              </Th>
              {value === null ? (
                <Td colSpan={2} className="text-right text-muted">
                  {whyShown(notes, `agreement.${field}`)}
                </Td>
              ) : (
                <>
                  <Td numeric className="font-medium">
                    {two(value)}
                  </Td>
                  <Td numeric className="text-muted">
                    {interval ? formatInterval(interval, two) : ABSENT}
                  </Td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
      <p className="text-[13px] text-muted print:hidden">
        <a href={csvHref} className="underline" download>
          All of this section as CSV
        </a>
      </p>
    </div>
  )
}
