import {
  countOf,
  formatCount,
  formatInterval,
  formatNumber,
  formatShare,
  LEVEL,
  withUnit,
} from '@/lib/domain/format'
import {
  firstThreshold,
  gateSentence,
  type OnSignal,
  passWords,
  thresholdFormat,
} from '@/lib/domain/gate-words'
import { gateOutputsHref } from '@/lib/domain/links'
import type { Interval, Report } from '@/lib/domain/report'
import type { GatePoint } from '@/lib/domain/report-gate'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName } from '@/lib/domain/sentences'
import type { Axis } from '../charts/axes'
import type { Step } from '../charts/step-chart'
import { extent, niceTicks, padded } from '../charts/ticks'
import { type ShownCriterion, scaleTicks } from './shown-criterion'

/** How the thresholds of a report's gate are written. */
export function gateFormat({ gate, contrast }: Report, criterion: ShownCriterion): OnSignal {
  return thresholdFormat(
    gate.curve.map(({ t }) => t),
    criterion,
    contrast.common_scale,
  )
}

/** A share with its interval: `31 % (24 to 39)`. */
export function shareFact(share: number | null, interval: Interval): string {
  if (share === null) return 'too few judged'
  const range = formatInterval(interval, (x) => formatNumber(x * 100, 0))
  return range === null ? formatShare(share) : `${formatShare(share)} (${range})`
}

/** The curve as steps of the chart; a click leads to what passes and is rejected. */
export function gateSteps(report: Report, question: Question, criterion: ShownCriterion): Step[] {
  const { gate, contrast, audit } = report
  const format = gateFormat(report, criterion)
  return gate.curve.map((point) => ({
    at: point.t,
    name: `At ${passWords(point.t, gate.higher_is, format)}`,
    pass: point.pass_rate,
    rate: point.false_accept_rate,
    interval: point.ci,
    facts: factsOf(point, contrast.goal),
    href: gateOutputsHref(audit.slug, question, { gate_at: point.t, verdict: 'reject' }),
  }))
}

function factsOf(point: GatePoint, goal: Report['contrast']['goal']): string[] {
  const who = goal === 'human' ? 'People would reject of those' : 'The verified label rejects of those'
  return [
    `Pass ${shareFact(point.pass_rate, point.pass_rate_ci)}, ${countOf(point.outputs, 'output')}`,
    `${who} ${shareFact(point.false_accept_rate, point.ci)}, ${withUnit(formatCount(point.n), 'judged')}`,
    `Of what is good, ${shareFact(point.recall, point.recall_ci)} pass`,
  ]
}

/** For each threshold the sentence under the chart, and the ways to its outputs. */
export function gateChoices(report: Report, question: Question, criterion: ShownCriterion) {
  const { gate, contrast, audit } = report
  const format = gateFormat(report, criterion)
  return gate.curve.map((point) => ({
    sentence: gateSentence(point, gate, contrast.goal, format),
    good:
      point.recall === null
        ? ''
        : `Of what ${goalWord(contrast.goal)}, ${shareFact(point.recall, point.recall_ci)} pass.`,
    passing: {
      href: gateOutputsHref(audit.slug, question, { gate_at: point.t }),
      label: `Read ${countOf(point.outputs, 'output')} that pass`,
    },
    rejected: {
      href: gateOutputsHref(audit.slug, question, { gate_at: point.t, verdict: 'reject' }),
      label: `Read ${formatCount(point.rejected)} of them that ${contrast.goal === 'human' ? 'people reject' : 'the verified label rejects'}`,
      some: point.rejected > 0,
    },
  }))
}

function goalWord(goal: Report['contrast']['goal']): string {
  return goal === 'human' ? 'people accept' : 'the verified label accepts'
}

/** The signal's axis: the criterion's own scale, or the range that a metric has. */
export function signalAxis(report: Report, criterion: ShownCriterion): Axis {
  const { gate, contrast } = report
  const label = proxyName(contrast)
  if (contrast.common_scale) return { from: -0.04, to: 1.04, ticks: scaleTicks(criterion), label }
  const [from, to] = padded(extent(gate.curve.map(({ t }) => t)) ?? [0, 1], 0.04)
  return { from, to, ticks: niceTicks(from, to).map((at) => ({ at, label: formatNumber(at, 2) })), label }
}

/** The finding above the chart: what the gate does at the threshold that is looked at first. */
export function gateTitle(report: Report, criterion: ShownCriterion): string {
  const { gate, contrast } = report
  const point = gate.curve[firstThreshold(gate)]
  if (!point || point.false_accept_rate === null) return 'What would a gate on this score let through?'
  const at = passWords(point.t, gate.higher_is, gateFormat(report, criterion))
  const rejects = contrast.goal === 'human' ? 'people would reject' : 'the verified label rejects'
  return `A gate at ${at} lets ${formatShare(point.pass_rate)} of outputs pass, and ${rejects} ${formatShare(point.false_accept_rate)} of those`
}

/** What is drawn and of how many. */
export function gateDrawn({ gate, n, contrast }: Report): string {
  const verdict =
    contrast.goal === 'human' ? 'what people would reject of it' : 'what the verified label rejects of it'
  const accepted = `${goalName(contrast.goal)} ${gate.higher_is === 'better' ? 'at or above' : 'below'} the acceptance point counts as good.`
  return `Share of ${countOf(gate.outputs, 'output')} that pass at each threshold, and ${verdict}, with ${LEVEL} intervals; ${withUnit(formatCount(gate.n), 'judged')}, in ${countOf(n.prompts, 'prompt')}. ${accepted} Select a threshold to read what passes and is rejected.`
}
