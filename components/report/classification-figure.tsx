import { ABSENT, countOf, formatCount, formatNumber, formatShare, LEVEL } from '@/lib/domain/format'
import { flagSentence } from '@/lib/domain/gate-words'
import { methodHref, reportHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Classification } from '@/lib/domain/report-gate'
import type { Question } from '@/lib/domain/selection'
import { proxyName } from '@/lib/domain/sentences'
import { SHARES } from '../charts/axes'
import { ChartFrame } from '../charts/chart-frame'
import { XyPlot } from '../charts/xy-plot'
import { Badge } from '../ui/badge'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'
import { shareFact } from './gate-steps'

type Props = { report: Report; question: Question }
type SignalRow = Classification['by_signal'][number]

/** A yes/no signal against a yes/no goal: what it finds, beside what knowing nothing finds at the same price. */
export function ClassificationFigure({ report, question }: Props) {
  const { classification: c, contrast, gate, audit } = report
  if (c === null) return null
  const name = proxyName(contrast)
  const yes = gate.higher_is === 'worse' ? 'flagged' : 'passed'
  return (
    <div className="grid grid-cols-1 gap-x-12 gap-y-10 xl:grid-cols-2">
      <ChartFrame
        title={flagSentence(c, name, gate.higher_is, contrast.goal)}
        drawn={`Recall against the share of outputs that are ${yes}, with ${LEVEL} intervals, for every yes/no signal of this criterion; ${countOf(c.n, 'output')}. On the line a signal knows no more than chance at the same rate. Select one to make it the proxy.`}
        fileName={`${audit.slug}-flags`}
        methodHref={methodHref('over-flagging')}
        legend={[{ kind: 'proxy', label: 'Signals' }]}
        table={<SignalTable report={report} question={question} rows={c.by_signal} />}
      >
        <XyPlot
          label="Recall against flag rate"
          points={c.by_signal.flatMap((row) => pointOf(row, report, question))}
          x={{ from: 0, to: 1, ticks: SHARES, label: `Share of outputs that are ${yes}` }}
          y={{ from: 0, to: 1, ticks: SHARES, label: 'Recall: of the true ones, share found' }}
          diagonal="at random"
        />
      </ChartFrame>
      <div className="flex flex-col gap-3">
        <h3 className="text-[15px] font-semibold">Against rules that know nothing</h3>
        {c.gaming && (
          <p className="flex flex-wrap items-center gap-2 text-sm">
            <Badge tone="warn">Looks like gaming</Badge>
            <span className="text-muted">
              A rule of thumb: it says yes often and knows little, or does no better than saying yes to
              everything.
            </span>
          </p>
        )}
        <FigureTable c={c} name={name} />
        <p className="text-[13px] text-muted">
          {formatCount(c.tp)} rightly {yes}, {formatCount(c.fp)} wrongly; {formatCount(c.fn)} missed,{' '}
          {formatCount(c.tn)} rightly left.
        </p>
      </div>
    </div>
  )
}

function pointOf(row: SignalRow, report: Report, question: Question) {
  const { contrast } = report
  if (row.recall === null || row.flag_rate === null) return []
  const own = row.signal === contrast.signal && (contrast.judge === null || row.judge === contrast.judge)
  const name = proxyName({ signal: row.signal, judge: row.judge })
  return {
    key: `${row.signal} ${row.judge ?? ''}`,
    x: row.flag_rate,
    mark: { kind: 'proxy' as const, value: row.recall, interval: row.recall_ci },
    title: name,
    facts: [
      `Says yes to ${shareFact(row.flag_rate, row.flag_rate_ci)}`,
      `Recall ${shareFact(row.recall, row.recall_ci)}`,
      `False positives ${shareFact(row.false_positive_rate, row.false_positive_rate_ci)}`,
      countOf(row.n, 'output'),
    ],
    href: signalHref(row, report, question),
    label: row.judge ?? row.signal.replace(/^\w+:/, ''),
    ringed: own,
  }
}

function signalHref({ signal, judge }: SignalRow, { audit }: Report, question: Question): string {
  const named = signal as Question['signal']
  return reportHref(audit.slug, { ...question, signal: named, judge: judge ?? undefined })
}

function SignalTable({ report, question, rows }: Props & { rows: SignalRow[] }) {
  const two = (x: number | null) => formatNumber(x, 2)
  return (
    <Table label="Every yes/no signal against the goal">
      <thead>
        <tr>
          <Th>Signal</Th>
          <Th numeric>Outputs</Th>
          <Th numeric>Says yes to</Th>
          <Th numeric>Recall</Th>
          <Th numeric>Precision</Th>
          <Th numeric>False positives</Th>
          <Th numeric>Yes for each true one</Th>
          <Th numeric>Recall above random</Th>
          <Th numeric>J</Th>
          <Th>Gaming?</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.signal} ${row.judge ?? ''}`}>
            <Th scope="row" className="whitespace-nowrap">
              <PageLink
                href={signalHref(row, report, question)}
                className="underline"
                aria-current={row.signal === report.contrast.signal}
              >
                {proxyName(row)}
              </PageLink>
            </Th>
            <Td numeric>{formatCount(row.n)}</Td>
            <Td numeric>{shareFact(row.flag_rate, row.flag_rate_ci)}</Td>
            <Td numeric>{shareFact(row.recall, row.recall_ci)}</Td>
            <Td numeric>{shareFact(row.precision, row.precision_ci)}</Td>
            <Td numeric>{shareFact(row.false_positive_rate, row.false_positive_rate_ci)}</Td>
            <Td numeric>{two(row.over_flagging_ratio)}</Td>
            <Td numeric>{two(row.recall_above_random)}</Td>
            <Td numeric>{two(row.youden_j)}</Td>
            <Td>{row.gaming === null ? ABSENT : row.gaming ? 'looks like it' : 'no'}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function FigureTable({ c, name }: { c: Classification; name: string }) {
  const share = (x: number | null) => formatShare(x)
  const two = (x: number | null) => formatNumber(x, 2)
  const { flag_everything: all, random_at_same_rate: random } = c
  const rows = [
    ['Recall', shareFact(c.recall, c.recall_ci), share(all.recall), share(random.recall)],
    ['Precision', shareFact(c.precision, c.precision_ci), share(all.precision), share(random.precision)],
    [
      'False-positive rate',
      shareFact(c.false_positive_rate, c.false_positive_rate_ci),
      share(all.false_positive_rate),
      share(random.false_positive_rate),
    ],
    ['F1', two(c.f1), two(all.f1), two(random.f1)],
    ['Recall above random', two(c.recall_above_random), '0', '0'],
    ['Youden’s J', two(c.youden_j), '0', '0'],
    [
      'Says yes for each true one',
      two(c.over_flagging_ratio),
      c.prevalence ? two(1 / c.prevalence) : ABSENT,
      two(c.over_flagging_ratio),
    ],
    ['Lift: precision / base rate', two(c.lift), '1', '1'],
  ] as const
  return (
    <Table label="The signal beside rules that know nothing">
      <thead>
        <tr>
          <Th>Figure</Th>
          <Th numeric>{name}</Th>
          <Th numeric>Yes to everything</Th>
          <Th numeric>Random, same rate</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([figure, own, everything, chance]) => (
          <tr key={figure}>
            <Th scope="row" className="font-normal">
              {figure}
            </Th>
            <Td numeric className="font-medium">
              {own}
            </Td>
            <Td numeric>{everything}</Td>
            <Td numeric>{chance}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
