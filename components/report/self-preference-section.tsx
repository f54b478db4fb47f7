import {
  countOf,
  formatCount,
  formatInterval,
  formatP,
  formatSignedPoints,
  LEVEL,
  withUnit,
} from '@/lib/domain/format'
import { exportHref, methodHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { JudgePreference, SelfPreference } from '@/lib/domain/report-self-preference'
import type { Question } from '@/lib/domain/selection'
import { whyShown } from '@/lib/domain/sentences'
import { ChartFrame } from '../charts/chart-frame'
import { DotPlot } from '../charts/dot-plot'
import type { DotPlotPanel, DotPlotRow } from '../charts/dot-plot-layout'
import { extent, niceTicks, padded } from '../charts/ticks'
import { Section } from '../ui/section'
import { Table, Td, Th } from '../ui/table'
import { withRange } from './facts'

type Props = { report: Report; question: Question }

const points = (x: number) => formatSignedPoints(x, 1)

/** Whether judges score their own outputs higher than other judges do: another number than inflation. */
export function SelfPreferenceSection({ report, question }: Props) {
  const { self_preference: preference, notes } = report
  return (
    <Section
      anchor="self-preference"
      title="Self-preference"
      description="Whether a model scores its own outputs higher than other models score the same ones, beyond how lenient it is with everybody. People’s ratings play no part in it."
    >
      {preference === null ? (
        <p className="max-w-measure text-muted first-letter:uppercase">
          {whyShown(notes, 'self_preference')}
        </p>
      ) : (
        <Judges preference={preference} report={report} question={question} />
      )}
    </Section>
  )
}

function Judges({ preference, report, question }: Props & { preference: SelfPreference }) {
  const { overall, n, shared_outputs, by_judge: judges } = preference
  const range = overall.ci ? ` (${LEVEL} interval ${formatInterval(overall.ci, points)})` : ''
  const title =
    overall.estimate === null
      ? 'Do judges prefer their own outputs?'
      : `Judges give their own outputs ${withUnit(points(overall.estimate), 'points')} against what other judges give the same ones${range}`
  return (
    <ChartFrame
      title={title}
      drawn={`Difference in differences for each judge with ${LEVEL} intervals; ${countOf(n, 'rating')} by models, ${countOf(shared_outputs, 'output')} rated by its author and another judge.`}
      fileName={`${report.audit.slug}-self-preference`}
      csvHref={exportHref(report.audit.slug, 'self-preference.csv', question)}
      methodHref={methodHref('self-preference')}
      table={<JudgesTable judges={judges} />}
    >
      <DotPlot label={title} panels={[panelOf(judges)]} columns={['Own outputs']} rows={judges.map(rowOf)} />
    </ChartFrame>
  )
}

function panelOf(judges: readonly JudgePreference[]): DotPlotPanel {
  const [from, to] = padded(
    extent(
      judges.flatMap(({ did, ci }) => [did, ...(ci ?? [])]),
      true,
    ) ?? [-0.1, 0.1],
  )
  const ticks = niceTicks(from * 100, to * 100).map((at) => ({
    at: at / 100,
    label: formatSignedPoints(at / 100),
  }))
  return { title: 'Self-preference, points', from, to, ticks, zero: true }
}

function rowOf({ judge, n, did, ci, own, own_by_others: byOthers }: JudgePreference): DotPlotRow {
  return {
    key: judge,
    label: judge,
    counts: [n],
    facts: [
      `Self-preference ${withUnit(withRange(did, ci, points), 'points')}`,
      ...(own === null || byOthers === null
        ? []
        : [
            `Its own outputs: ${withUnit(formatSignedPoints(own - byOthers, 1), 'points')} against the other judges`,
          ]),
      countOf(n, 'own output'),
    ],
    marks: [did === null ? [] : [{ kind: 'neutral', value: did, interval: ci }]],
    missing: 'Not enough data',
  }
}

function JudgesTable({ judges }: { judges: readonly JudgePreference[] }) {
  const mean = (x: number) => formatSignedPoints(x, 0).replace('+', '')
  return (
    <Table label="Self-preference by judge, in points 0 to 100">
      <thead>
        <tr>
          <Th>Judge</Th>
          <Th numeric>Own outputs</Th>
          <Th numeric>Own, by itself</Th>
          <Th numeric>Own, by others</Th>
          <Th numeric>Others’, by it</Th>
          <Th numeric>Others’, by others</Th>
          <Th numeric>Self-preference</Th>
          <Th numeric>p</Th>
        </tr>
      </thead>
      <tbody>
        {judges.map((row) => (
          <tr key={row.judge}>
            <Th scope="row">{row.judge}</Th>
            <Td numeric>{formatCount(row.n)}</Td>
            <Td numeric>{withRange(row.own, row.own_ci, mean)}</Td>
            <Td numeric>{withRange(row.own_by_others, row.own_by_others_ci, mean)}</Td>
            <Td numeric>{withRange(row.others, row.others_ci, mean)}</Td>
            <Td numeric>{withRange(row.others_by_others, row.others_by_others_ci, mean)}</Td>
            <Td numeric>{withRange(row.did, row.ci, points)}</Td>
            <Td numeric>{formatP(row.p)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
