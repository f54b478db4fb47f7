import { comparisonFindings } from './comparison-findings'
import { featureFindings } from './feature-findings'
import type { Finding } from './finding'
import {
  countOf,
  formatInterval,
  formatNumber,
  formatQuantity,
  formatShare,
  formatSignedPoints,
  fromTo,
  LEVEL,
  pointDigits,
  withUnit,
} from './format'
import type { Interval, Report } from './report'
import type { FlagFigures } from './report-gate'
import { type Slice, standsOut } from './report-slices'
import { headlineSentence, namedSignal } from './sentences'

/** A ceiling that surely lies below this is worth a sentence. */
const LOW_CEILING = 0.8

/** What sentences are made of: a report without them. */
export type Found = Omit<
  Report,
  'findings' | 'audit' | 'revision' | 'behind' | 'withdrawn' | 'blinding' | 'plan' | 'analysis' | 'selection'
>

/**
 * The findings of a report, the first one leading. A sentence is only made where its interval supports it, carries that
 * interval and n, and tells of an association as one, never as a cause.
 */
export function findingsOf(found: Found, featureLabel: (key: string) => string): Finding[] {
  return [
    levelFinding(found),
    flagFinding(found),
    groupsFinding(found),
    ...featureFindings(found, featureLabel),
    gateFinding(found),
    presentationFinding(found),
    ...comparisonFindings(found),
    ceilingFinding(found),
    sliceFinding(found, featureLabel),
  ].flatMap((finding) => finding ?? [])
}

function levelFinding(found: Found): Finding | null {
  const sentence = headlineSentence(found)
  if (sentence === null) return null
  return { text: `${sentence}.`, section: found.contrast.common_scale ? 'by-model' : 'score-by-score' }
}

/** What a flag does, told by both its rates at once: alone, neither says anything. */
function flagFinding({ classification, contrast }: Found): Finding | null {
  if (classification === null) return null
  const {
    flag_rate,
    recall,
    recall_ci,
    false_positive_rate: fpr,
    false_positive_rate_ci: fprCi,
    n,
  } = classification
  if (flag_rate === null || recall === null || fpr === null || recall_ci === null || fprCi === null)
    return null
  const people = contrast.goal === 'human' ? 'people flag' : 'the verified label flags'
  const first = `${namedSignal(contrast.signal, contrast.judge)} flags ${formatShare(flag_rate)} of outputs: ${formatShare(recall)} of those that ${people} (${LEVEL} interval ${shares(recall_ci)}), and ${formatShare(fpr)} of those that ${contrast.goal === 'human' ? 'they do' : 'it does'} not (${shares(fprCi)}; ${countOf(n, 'output')}).`
  return { text: `${first}${overFlagging(classification)}`, section: 'gate' }
}

function overFlagging({ gaming, over_flagging_ratio: ratio }: FlagFigures): string {
  if (!gaming || ratio === null) return ''
  return ` It flags ${formatNumber(ratio, 1)} times as much as there is to flag: its recall is bought by flagging more.`
}

/** Which people count, where two groups' intervals do not meet. */
function groupsFinding({ by_group: rows, contrast }: Found): Finding | null {
  const figures = rows.flatMap(({ group, n, inflation, ci, spearman, spearman_ci }) => {
    const [value, interval] = contrast.common_scale ? [inflation, ci] : [spearman, spearman_ci]
    return value === null || interval === null ? [] : [{ group, n, value, interval }]
  })
  figures.sort((a, b) => b.value - a.value)
  const [top, last] = [figures[0], figures.at(-1)]
  if (!top || !last || last.interval[1] >= top.interval[0]) return null
  const format = contrast.common_scale
    ? (x: number) => formatSignedPoints(x, pointDigits(top.interval))
    : (x: number) => formatNumber(x, 2)
  const told = ({ group, n, value, interval }: typeof top) =>
    `${format(value)} for ${group} (${formatInterval(interval, format)}; ${countOf(n, 'output')})`
  const what = contrast.common_scale ? 'inflation, in points, is' : 'the rank correlation with the proxy is'
  return {
    text: `Which people count changes the answer: ${what} ${told(top)} and ${told(last)}.`,
    section: 'by-group',
  }
}

/** What a gate at the mark from which people accept lets through. Where both sides are yes or no, the flags say it. */
function gateFinding({ gate, classification, contrast }: Found): Finding | null {
  if (classification !== null || !contrast.common_scale) return null
  const better = gate.higher_is === 'better'
  const passing = gate.curve.filter(({ t }) =>
    better ? t >= gate.accept_at - 1e-9 : t <= gate.accept_at + 1e-9,
  )
  const point = better ? passing[0] : passing.at(-1)
  if (!point || point.false_accept_rate === null || point.ci === null) return null
  const who = contrast.goal === 'human' ? 'people' : 'the verified label'
  const first = `Of what a gate at the acceptance mark lets through, ${who} would reject ${formatShare(point.false_accept_rate)} (${LEVEL} interval ${shares(point.ci)}; ${countOf(point.n, 'output')}).`
  return { text: first, section: 'gate' }
}

/** What formatting itself does, where its interval leaves out zero. A coin chose, so this may be worded as an effect. */
function presentationFinding({ presentation }: Found): Finding | null {
  const { difference = null, ci = null, n = 0 } = presentation ?? {}
  if (difference === null || ci === null || ci[0] * ci[1] <= 0) return null
  const points = (x: number) => formatSignedPoints(x, pointDigits(ci))
  return {
    text: `Formatting alone moves the raters: the same outputs get ${withUnit(points(difference), 'points')} when shown with it instead of as plain text (${LEVEL} interval ${formatInterval(ci, points)}; ${countOf(n, 'output')}).`,
    section: 'presentation',
  }
}

/** Where raters agree so little that no score could do well. */
function ceilingFinding({ agreement }: Found): Finding | null {
  const { ceiling = null, ceiling_ci: ci = null, outputs_with_two: n = 0 } = agreement ?? {}
  if (ceiling === null || ci === null || ci[1] >= LOW_CEILING) return null
  const format = (x: number) => formatNumber(x, 2)
  return {
    text: `No signal could correlate above ${format(ceiling)} with the mean of these raters (${LEVEL} interval ${formatInterval(ci, format)}; ${countOf(n, 'output')}): they agree too little among themselves.`,
    section: 'agreement',
  }
}

function sliceFinding({ slices }: Found, featureLabel: (key: string) => string): Finding | null {
  const top = slices?.rows[0]
  if (!slices || !top || !standsOut(top)) return null
  const difference = (x: number) => formatSignedPoints(x, pointDigits(top.difference_ci))
  return {
    text: `Of ${countOf(slices.tested, 'slice')}, inflation is largest for ${sliceWords(top, (key) => featureLabel(key).toLowerCase())}: ${withUnit(difference(top.difference), 'points')} against all other outputs (${LEVEL} interval ${formatInterval(top.difference_ci, difference)}; ${countOf(top.n, 'output')}).`,
    section: 'slices',
  }
}

/** "gpt-3, how-to, words 310 to 842". */
export function sliceWords(
  { model, tag, where }: Pick<Slice, 'model' | 'tag' | 'where'>,
  featureLabel: (key: string) => string,
): string {
  const ranges = where.map(({ feature, lo, hi }) => {
    const range = lo === hi ? formatQuantity(lo) : fromTo(formatQuantity(lo), formatQuantity(hi))
    return `${featureLabel(feature)} ${range}`
  })
  return [model, tag, ...ranges].filter((part) => part !== null).join(', ')
}

function shares(interval: Interval): string {
  return formatInterval(interval, (x) => formatShare(x)) ?? ''
}
