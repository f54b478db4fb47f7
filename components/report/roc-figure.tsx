import { countOf, formatCount, formatInterval, formatNumber, formatShare, LEVEL } from '@/lib/domain/format'
import { passWords } from '@/lib/domain/gate-words'
import { gateOutputsHref, methodHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { SHARES } from '../charts/axes'
import { ChartFrame } from '../charts/chart-frame'
import { XyPlot } from '../charts/xy-plot'
import { gateFormat, shareFact } from './gate-steps'
import { GateTable } from './gate-table'
import type { ShownCriterion } from './shown-criterion'

/** How well the score tells what is accepted from what is rejected, at every threshold: the ROC curve and its area. */
export function RocFigure({
  report,
  question,
  criterion,
}: {
  report: Report
  question: Question
  criterion: ShownCriterion
}) {
  const { gate, audit, contrast } = report
  const { auc, auc_ci: ci } = gate
  if (auc === null) return null
  const format = gateFormat(report, criterion)
  const human = contrast.goal === 'human'
  const range = ci ? ` (${LEVEL} interval ${formatInterval(ci, (x) => formatNumber(x, 2))})` : ''
  const points = gate.curve.flatMap((point) =>
    point.recall === null || point.false_positive_rate === null
      ? []
      : {
          key: String(point.t),
          x: point.false_positive_rate,
          mark: { kind: 'proxy' as const, value: point.recall, interval: null },
          title: `At ${passWords(point.t, gate.higher_is, format)}`,
          facts: [
            `Of the good, ${shareFact(point.recall, point.recall_ci)} pass`,
            `Of the bad, ${shareFact(point.false_positive_rate, point.false_positive_rate_ci)} pass`,
            `${countOf(point.n, 'judged output')} pass`,
          ],
          href: gateOutputsHref(audit.slug, question, { gate_at: point.t, verdict: 'reject' }),
        },
  )
  const nothing: [number, number] = [0, 0]
  const inOrder = [nothing, ...points.map(({ x, mark }): [number, number] => [x, mark.value])].sort(
    (a, b) => a[0] - b[0] || a[1] - b[1],
  )
  const dots = points.length <= 21 ? points : []
  return (
    <ChartFrame
      title={`In ${formatShare(auc)} of pairs the score ranks the output that ${human ? 'people accept' : 'the verified label accepts'} above the one rejected`}
      drawn={`ROC curve: of the outputs that are accepted (up) and rejected (across), the share that passes at each threshold. Area under it ${formatNumber(auc, 2)}${range}; 0.5 is chance. ${countOf(gate.n - gate.rejected, 'accepted output')}, ${formatCount(gate.rejected)} rejected.`}
      fileName={`${audit.slug}-roc`}
      methodHref={methodHref('auc')}
      table={<GateTable report={report} question={question} criterion={criterion} />}
    >
      <XyPlot
        label="ROC curve"
        points={dots}
        x={{ from: 0, to: 1, ticks: SHARES, label: 'Of the bad ones, share that passes' }}
        y={{ from: 0, to: 1, ticks: SHARES, label: 'Of the good ones, share that passes' }}
        diagonal="chance"
        line={{ points: inOrder, colour: 'var(--proxy)' }}
      />
    </ChartFrame>
  )
}
