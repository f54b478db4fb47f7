import {
  ABSENT,
  countOf,
  formatCount,
  formatSeconds,
  formatShare,
  formatSignedPoints,
  LEVEL,
  withUnit,
} from '@/lib/domain/format'
import { methodHref } from '@/lib/domain/links'
import type { Agreement, RaterAgreement } from '@/lib/domain/report-agreement'
import { ChartFrame } from '../charts/chart-frame'
import { DotPlot } from '../charts/dot-plot'
import type { DotPlotPanel, DotPlotRow } from '../charts/dot-plot-layout'
import { extent, niceTicks, padded } from '../charts/ticks'
import { Table, Td, Th } from '../ui/table'
import { withRange } from './facts'
import { onScale, type ShownCriterion } from './shown-criterion'

type Props = { agreement: Agreement; slug: string; criterion: ShownCriterion; csvHref: string }

/** More raters than this stand in the table alone. */
const MOST = 30

const points = (x: number) => formatSignedPoints(x, 1)

/** How strict or lenient each rater is, compared on the same outputs. */
export function RatersFigure({ agreement, slug, criterion, csvHref }: Props) {
  const known = agreement.raters.filter(({ severity }) => severity !== null)
  if (known.length < 2) return null
  const sorted = known.sort((a, b) => b.severity! - a.severity!)
  const [top, last] = [sorted[0]!, sorted.at(-1)!]
  const title = `The most lenient rater scores ${withUnit(points(top.severity! - last.severity!), 'points')} against the strictest on the same outputs`
  const more = sorted.length > MOST ? ` The ${MOST} that stand furthest from the mean are drawn.` : ''
  const furthest = [...sorted].sort((a, b) => Math.abs(b.severity!) - Math.abs(a.severity!)).slice(0, MOST)
  const drawn = sorted.filter((rater) => furthest.includes(rater))
  return (
    <ChartFrame
      title={title}
      drawn={`Severity of ${countOf(known.length, 'rater')} with ${LEVEL} intervals: right of zero is more lenient than the mean rater on the same outputs. Names are pseudonyms.${more}`}
      fileName={`${slug}-raters`}
      csvHref={csvHref}
      methodHref={methodHref('raters')}
      table={<RatersTable raters={agreement.raters} criterion={criterion} />}
    >
      <DotPlot label={title} panels={[panelOf(drawn)]} columns={['Ratings']} rows={drawn.map(rowOf)} />
    </ChartFrame>
  )
}

function panelOf(raters: readonly RaterAgreement[]): DotPlotPanel {
  const ends = raters.flatMap(({ severity, severity_ci }) => [severity, ...(severity_ci ?? [])])
  const [from, to] = padded(extent(ends, true) ?? [-0.1, 0.1])
  const ticks = niceTicks(from * 100, to * 100).map((at) => ({
    at: at / 100,
    label: formatSignedPoints(at / 100),
  }))
  return { title: 'Severity, points', from, to, ticks, zero: true }
}

function rowOf({
  rater,
  n,
  shared,
  severity,
  severity_ci: ci,
  seconds_median: seconds,
}: RaterAgreement): DotPlotRow {
  return {
    key: rater,
    label: rater,
    counts: [n],
    facts: [
      `Severity ${withUnit(withRange(severity, ci, points), 'points')}`,
      `${countOf(n, 'rating')}, ${formatCount(shared)} of outputs that others rated too`,
      ...(seconds === null ? [] : [`Median ${formatSeconds(seconds)} of active work`]),
    ],
    marks: [[{ kind: 'neutral', value: severity!, interval: ci }]],
  }
}

function RatersTable({
  raters,
  criterion,
}: {
  raters: readonly RaterAgreement[]
  criterion: ShownCriterion
}) {
  const scale = onScale(criterion)
  const gold = raters.some((row) => row.gold !== null)
  return (
    <Table label="Raters">
      <thead>
        <tr>
          <Th>Rater</Th>
          <Th>Group</Th>
          <Th numeric>Ratings</Th>
          <Th numeric>Mean</Th>
          <Th numeric>Spread, points</Th>
          <Th numeric>Severity, points</Th>
          <Th numeric>Same on repeats</Th>
          {gold && <Th numeric>Gold answers met</Th>}
          <Th numeric>Drift, points an hour</Th>
          <Th numeric>Median time</Th>
        </tr>
      </thead>
      <tbody>
        {raters.map((row) => (
          <tr key={row.rater}>
            <Th scope="row">{row.rater}</Th>
            <Td>{row.group ?? ''}</Td>
            <Td numeric>{formatCount(row.n)}</Td>
            <Td numeric>{row.mean === null ? ABSENT : scale(row.mean)}</Td>
            <Td numeric>{formatCount(row.spread === null ? null : row.spread * 100)}</Td>
            <Td numeric>{withRange(row.severity, row.severity_ci, points)}</Td>
            <Td numeric>{formatShare(row.repeats?.exact_agreement ?? null)}</Td>
            {gold && (
              <Td numeric>
                {withRange(row.gold?.share ?? null, row.gold?.ci ?? null, formatShare)}
                {row.gold && <span className="text-muted"> of {formatCount(row.gold.n)}</span>}
              </Td>
            )}
            <Td numeric>
              {withRange(row.drift_in_session?.slope ?? null, row.drift_in_session?.ci ?? null, points)}
            </Td>
            <Td numeric>{formatSeconds(row.seconds_median)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
