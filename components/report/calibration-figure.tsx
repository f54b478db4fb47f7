import {
  countOf,
  formatCount,
  formatInterval,
  formatNumber,
  formatPoints,
  LEVEL,
  withUnit,
} from '@/lib/domain/format'
import { readingSentence, thresholdFormat } from '@/lib/domain/gate-words'
import { methodHref, outputsQuery } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Calibration, CalibrationError } from '@/lib/domain/report-gate'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName, whyShown } from '@/lib/domain/sentences'
import { ChartFrame } from '../charts/chart-frame'
import { niceTicks, padded } from '../charts/ticks'
import { XyPlot, type XyPoint } from '../charts/xy-plot'
import { Table, Td, Th } from '../ui/table'
import { withRange } from './facts'
import { goalMark } from './part-rows'
import { onScale, type ShownCriterion, scaleTicks } from './shown-criterion'

type Props = { report: Report; question: Question; criterion: ShownCriterion }

/** What people give at each score, and the map that reads one as the other. */
export function CalibrationFigure({ report, question, criterion }: Props) {
  const { calibration, contrast, audit, notes } = report
  if (calibration === null)
    return (
      <div>
        <h3 className="text-[15px] font-semibold">What does a score mean to people?</h3>
        <p className="mt-1 text-sm text-muted first-letter:uppercase">{whyShown(notes, 'calibration')}</p>
      </div>
    )
  const goal = onScale(criterion)
  const signal = signalFormat(report, criterion)
  const { before, after, n, folds } = calibration
  const errors = [
    before && `Taken at its word the score is off by ${errorWords(before)}.`,
    after && `Read by the map, on prompts the map has not seen (${folds} folds): ${errorWords(after)}.`,
  ]
  return (
    <ChartFrame
      title={readingSentence(calibration, contrast.goal, signal, goal)}
      drawn={`Mean ${goalName(contrast.goal).toLowerCase()} at each score with ${LEVEL} intervals; the line is the map that never falls, of all ${countOf(n, 'judged output')}. Select a point to read outputs from that score on. ${errors.filter(Boolean).join(' ')}`}
      fileName={`${audit.slug}-calibration`}
      methodHref={methodHref('calibration')}
      table={<CalibrationTable report={report} calibration={calibration} criterion={criterion} />}
    >
      <XyPlot label="Calibration" {...plotOf(report, question, calibration, criterion)} />
    </ChartFrame>
  )
}

/** `16 points (12 to 20)`: the typical gap, chance taken off. */
function errorWords({ error, error_ci: ci }: CalibrationError): string {
  if (error === null) return 'an amount that cannot be told'
  const points = withUnit(formatPoints(error, 1), 'points')
  return ci ? `${points} (${LEVEL} interval ${formatInterval(ci, (x) => formatPoints(x, 1))})` : points
}

function signalFormat({ calibration, contrast }: Report, criterion: ShownCriterion) {
  const signals = calibration?.levels.map((level) => level.signal) ?? []
  return thresholdFormat(signals, criterion, contrast.common_scale)
}

function plotOf(report: Report, question: Question, { levels }: Calibration, criterion: ShownCriterion) {
  const { contrast, audit, gate } = report
  const [goal, signal] = [onScale(criterion), signalFormat(report, criterion)]
  const points = levels.flatMap((level): XyPoint[] =>
    level.goal_mean === null
      ? []
      : [
          {
            key: String(level.signal),
            x: level.signal,
            mark: { kind: goalMark(contrast.goal), value: level.goal_mean, interval: level.goal_mean_ci },
            title: `${proxyName(contrast)} ${signal(level.signal)}`,
            facts: [
              `${goalName(contrast.goal)} ${withRange(level.goal_mean, level.goal_mean_ci, goal)}`,
              `Read it as ${level.calibrated === null ? '–' : goal(level.calibrated)}`,
              countOf(level.n, 'judged output'),
            ],
            href: `/audits/${audit.slug}/outputs?${outputsQuery(question, {
              ...{ covered: true, page: 1, gate_at: level.signal },
              // The outputs of this score come first.
              sort: gate.higher_is === 'better' ? 'proxy' : '-proxy',
            })}`,
          },
        ],
  )
  const scale = scaleTicks(criterion)
  const [from, to] = contrast.common_scale ? [-0.04, 1.04] : padded(rangeOf(levels))
  const own = niceTicks(from, to, 4).map((at) => ({ at, label: formatNumber(at, 2) }))
  const line = levels.flatMap(({ signal, calibrated }): [number, number][] =>
    calibrated === null ? [] : [[signal, calibrated]],
  )
  return {
    points,
    x: { from, to, ticks: contrast.common_scale ? scale : own, label: proxyName(contrast) },
    y: { from: -0.04, to: 1.04, ticks: scale, label: `${goalName(contrast.goal)}, mean` },
    line: { points: line, colour: 'var(--muted)' },
    ...(contrast.common_scale && { diagonal: 'both the same' }),
  }
}

function rangeOf(levels: Calibration['levels']): [number, number] {
  return [levels[0]?.signal ?? 0, levels.at(-1)?.signal ?? 1]
}

function CalibrationTable({
  report,
  calibration,
  criterion,
}: Omit<Props, 'question'> & { calibration: Calibration }) {
  const { contrast } = report
  const [goal, signal] = [onScale(criterion), signalFormat(report, criterion)]
  return (
    <Table label="What people give at each score">
      <thead>
        <tr>
          <Th numeric>{proxyName(contrast)}</Th>
          <Th numeric>Judged outputs</Th>
          <Th numeric>{goalName(contrast.goal)}, mean</Th>
          <Th numeric>Read it as</Th>
        </tr>
      </thead>
      <tbody>
        {calibration.levels.map((level) => (
          <tr key={level.signal}>
            <Td numeric>{signal(level.signal)}</Td>
            <Td numeric>{formatCount(level.n)}</Td>
            <Td numeric>
              {level.goal_mean === null
                ? 'too few judged'
                : withRange(level.goal_mean, level.goal_mean_ci, goal)}
            </Td>
            <Td numeric>{level.calibrated === null ? '–' : goal(level.calibrated)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
