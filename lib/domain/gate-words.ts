import {
  countOf,
  formatCount,
  formatInterval,
  formatNumber,
  formatOnScale,
  formatShare,
  fromTo,
  LEVEL,
  withUnit,
} from './format'
import type { Interval, ResolvedContrast } from './report'
import type { Calibration, FlagFigures, Gate, GatePoint, PredictionPowered } from './report-gate'
import type { Scale } from './scale'

/** How a threshold is written. */
export type OnSignal = (t: number) => string

/** Thresholds on the criterion's own scale, whole where all are; those of a metric as they are. */
export function thresholdFormat(thresholds: readonly number[], scale: Scale, commonScale: boolean): OnSignal {
  if (!commonScale) return (t) => formatNumber(t, 3)
  const whole = thresholds.every((t) => {
    const value = scale.min + t * (scale.max - scale.min)
    return Math.abs(value - Math.round(value)) < 1e-9
  })
  return whole ? (t) => formatOnScale(t, scale, 0) : (t) => formatOnScale(t, scale)
}

/** `4 and above`, or where higher is worse `2 and below`. */
export function passWords(t: number, higherIs: Gate['higher_is'], format: OnSignal): string {
  return `${format(t)} and ${higherIs === 'better' ? 'above' : 'below'}`
}

/** `24 to 39` of a share's interval. */
function shareRange([lo, hi]: readonly [number, number]): string {
  const digits = hi - lo < 0.04 ? 1 : 0
  return fromTo(formatNumber(lo * 100, digits), formatNumber(hi * 100, digits))
}

/** What a gate at one threshold does: "62 % pass; of those, people would reject 31 % (95 % interval 24 to 39; 120 judged)". */
export function gateSentence(
  point: GatePoint,
  { higher_is: higherIs }: Pick<Gate, 'higher_is'>,
  goal: ResolvedContrast['goal'],
  format: OnSignal,
): string {
  const start = `At ${passWords(point.t, higherIs, format)}: ${formatShare(point.pass_rate)} pass`
  const { false_accept_rate: rate, ci, n } = point
  if (rate === null) return `${start}; only ${formatCount(n)} of those are judged, too few to say more`
  const verb = goal === 'human' ? 'people would reject' : 'the verified label rejects'
  const range = ci ? `${LEVEL} interval ${shareRange(ci)}; ` : ''
  return `${start}; of those, ${verb} ${formatShare(rate)} (${range}${withUnit(formatCount(n), 'judged')})`
}

/** The threshold that is looked at first: the recommended one, else the first that the acceptance point itself sets. */
export function firstThreshold(gate: Gate): number {
  const at = gate.recommended ? gate.recommended.t : gate.accept_at
  const found =
    gate.higher_is === 'better'
      ? gate.curve.findIndex(({ t }) => t >= at - 1e-9)
      : gate.curve.findLastIndex(({ t }) => (gate.recommended ? t <= at + 1e-9 : t < at - 1e-9))
  return found < 0 ? (gate.higher_is === 'better' ? gate.curve.length - 1 : 0) : found
}

/** Which threshold holds the target, with its bound; or that none does, why, and what it would take. */
export function recommendation(gate: Gate, format: OnSignal): { verdict: string; reason: string } {
  const { recommended, certification, max_false_accept: maximum, delta, higher_is: higherIs } = gate
  const target = formatShare(maximum, maximum < 0.01 ? 1 : 0)
  if (recommended) {
    const { t, n, k, upper, pass_rate: share } = recommended
    return {
      verdict: `${passWords(t, higherIs, format)} holds ${target}.`,
      reason: `Of ${countOf(n, 'judged output')} that pass, one a prompt, ${k} ${k === 1 ? 'is' : 'are'} rejected: with ${formatShare(1 - delta)} certainty at most ${formatShare(upper, 1)} of what passes would be. ${formatShare(share)} of all outputs pass.`,
    }
  }
  const more = certification.more_prompts
  const need =
    more === null
      ? ''
      : ` You need about ${formatCount(roundUp(more))} more ${more === 1 ? 'prompt' : 'prompts'} with a judged output.`
  const why = certification.why_none ?? 'not computable'
  return { verdict: 'None does.', reason: `${why.charAt(0).toUpperCase()}${why.slice(1)}.${need}` }
}

/** An estimate of a need is not told to the last digit. */
function roundUp(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1)
  return Math.ceil(count / step) * step
}

/** `Read 4.5 of the machine as 3.6 of people's`, at the level that most outputs have. */
export function readingSentence(
  { levels }: Calibration,
  goal: ResolvedContrast['goal'],
  onSignal: (unit: number) => string,
  onGoal: (unit: number) => string,
): string {
  const known = levels.filter(({ calibrated }) => calibrated !== null)
  const most = known.reduce<(typeof known)[number] | null>((a, b) => (a && a.n >= b.n ? a : b), null)
  if (!most || most.calibrated === null) return 'What does a score mean to people?'
  const whose = goal === 'human' ? 'people’s' : 'the verified label’s'
  return `Read ${onSignal(most.signal)} of the machine as ${onGoal(most.calibrated)} of ${whose}`
}

/** The mean goal from all signals, and what they save. */
export function savingSentence(
  {
    mean,
    mean_ci: ci,
    n,
    unlabelled,
    effective_n: effective,
    classical_mean: plain,
    classical_mean_ci: plainCi,
  }: Omit<PredictionPowered, 'by_model'>,
  goal: ResolvedContrast['goal'],
  format: (unit: number) => string,
): string {
  if (mean === null) return 'Not enough data'
  const range = (interval: Interval) =>
    interval ? ` (${LEVEL} interval ${formatInterval(interval, format)})` : ''
  const what = goal === 'human' ? 'human rating' : 'verified label'
  if (unlabelled === 0)
    return `All ${countOf(n, 'output')} have a ${what}: the scores have nothing to add to their mean of ${format(mean)}${range(ci)}.`
  const from = `From the scores of all ${countOf(n + unlabelled, 'output')} and the ${formatCount(n)} that people judged, the mean ${what} is ${format(mean)}${range(ci)}`
  const saved = effective === null ? 0 : Math.round(effective) - n
  const worth =
    effective === null
      ? ''
      : saved > 0
        ? `: as precise as ${countOf(Math.round(effective), 'judged output')}, ${formatCount(saved)} more than there are`
        : ': no more precise than the judged ones alone, since the scores follow them too loosely'
  return `${from}${worth}. The judged outputs alone: ${plain === null ? '–' : format(plain)}${range(plainCi)}.`
}

/** What a yes/no signal does, beside what people do. */
export function flagSentence(
  { flag_rate: rate, prevalence, recall, false_positive_rate: falsePositive }: FlagFigures,
  signal: string,
  higherIs: Gate['higher_is'],
  goal: ResolvedContrast['goal'],
): string {
  const verb = higherIs === 'worse' ? 'flag' : 'pass'
  const who = goal === 'human' ? `people would ${verb}` : `the verified label ${plural(verb)}`
  const start = `${signal} ${plural(verb)} ${formatShare(rate)} of outputs, ${who} ${formatShare(prevalence)}`
  if (recall === null || falsePositive === null) return start
  return `${start}: it finds ${formatShare(recall)} of those, and takes in ${formatShare(falsePositive)} of the others`
}

const plural = (verb: string) => (verb.endsWith('s') ? `${verb}es` : `${verb}s`)
