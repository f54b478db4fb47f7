import { countOf, formatQuantity, formatSignedPoints, fromTo, withUnit } from '@/lib/domain/format'
import { narrowTo, outputsHref } from '@/lib/domain/links'
import type { Bin, Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName, whyNull } from '@/lib/domain/sentences'
import type { BinPanelProps, BinPoint } from '../charts/bin-panel'
import type { Mark } from '../charts/mark'
import { extent, niceTicks, padded } from '../charts/ticks'
import { inflationFact, meanFact } from './facts'
import { goalMark, proxyPanel } from './part-rows'
import { onScale, proxyFormat, type ShownCriterion, scaleTicks } from './shown-criterion'

/** A feature as the report names it; `log` spreads its axis like ln(1 + x). */
export type ShownFeature = { key: string; label: string; unit: string; group: string; log: boolean }

type Axis = BinPanelProps['y']

/** `proxy`: the values that the axis of a metric must hold. */
export type SharedAxes = { inflation: Axis; proxy: (number | null)[] }

/** The y axes that all shown features share, so that their panels can be compared. */
export function sharedAxes(report: Report, features: readonly string[]): SharedAxes {
  const bins = features.flatMap((key) => report.bins[key] ?? [])
  const ends = bins.flatMap((bin) => [bin.inflation, ...(bin.ci ?? [])])
  const [from, to] = padded(extent(ends, true) ?? [-0.1, 0.1])
  const ticks = niceTicks(from * 100, to * 100, 4)
  return {
    proxy: bins.flatMap((bin) => [bin.proxy_mean, ...(bin.proxy_ci ?? [])]),
    inflation: {
      from,
      to,
      ticks: ticks.map((points) => ({ at: points / 100, label: formatSignedPoints(points / 100) })),
      zero: true,
    },
  }
}

/** The two panels of a feature: proxy and goal on the criterion's scale, and inflation in points. */
export function featurePanels(
  report: Report,
  question: Question,
  criterion: ShownCriterion,
  feature: ShownFeature,
  axes: SharedAxes,
): BinPanelProps[] {
  const bins = shownBins(report, feature)
  const place = feature.log ? Math.log1p : (x: number) => x
  const [from, to] = padded(extent(bins.map((bin) => place(bin.x_mean))) ?? [0, 1], 0.08, 0.5)
  const x = {
    from,
    to,
    ticks: featureTicks(from, to, feature.log),
    label: `${feature.label}${feature.unit && feature.unit !== feature.label.toLowerCase() ? `, ${feature.unit}` : ''}`,
  }
  const points = (marks: (bin: Bin) => Mark[]): BinPoint[] =>
    bins.map((bin) => ({
      key: `${bin.lo}`,
      x: place(bin.x_mean),
      marks: marks(bin),
      href: outputsHref(report.audit.slug, narrowTo(question, feature.key, bin.lo, bin.hi)),
      title: binTitle(feature, bin),
      facts: binFacts(report, criterion, bin),
    }))
  const means: BinPanelProps = {
    title: `Mean “${criterion.name}”`,
    points: points((bin) => meanMarks(report, bin)),
    x,
    y: { from: 0, to: 1, ticks: scaleTicks(criterion) },
  }
  if (!report.contrast.common_scale) {
    const { title, ...y } = proxyPanel(proxyName(report.contrast), axes.proxy)
    const [proxy, goal] = ['proxy', goalMark(report.contrast.goal)].map((kind) =>
      points((bin) => meanMarks(report, bin).filter((mark) => mark.kind === kind)),
    )
    return [
      { title, points: proxy ?? [], x, y },
      { ...means, points: goal ?? [] },
    ]
  }
  const inflation: BinPanelProps = {
    title: 'Inflation, points',
    points: points((bin) =>
      bin.inflation === null ? [] : [{ kind: 'inflation', value: bin.inflation, interval: bin.ci }],
    ),
    x,
    y: axes.inflation,
  }
  return [means, inflation]
}

/** The bins that hold enough for a mean: the others are not drawn. */
export function shownBins(report: Report, feature: Pick<ShownFeature, 'key'>): Bin[] {
  return (report.bins[feature.key] ?? []).filter((bin) => meanMarks(report, bin).length > 0)
}

/** `3 of 6 quantile bins; 61 outputs. 3 bins with fewer than 10 outputs or 5 prompts are not drawn`. */
export function binsDrawn(report: Report, feature: Pick<ShownFeature, 'key'>): string {
  const all = report.bins[feature.key] ?? []
  const shown = shownBins(report, feature)
  const outputs = countOf(
    shown.reduce((sum, bin) => sum + bin.n, 0),
    'output',
  )
  const few = all.length - shown.length
  if (few === 0) return `${countOf(all.length, 'quantile bin')}; ${outputs}.`
  return `${shown.length} of ${countOf(all.length, 'quantile bin')}; ${outputs}. ${countOf(few, 'bin')} with fewer than 10 outputs or 5 prompts ${few === 1 ? 'is' : 'are'} not drawn.`
}

/** Why a feature cannot be drawn, in words; null when it can. */
export function whyNotDrawn(report: Report, feature: ShownFeature): string | null {
  const bins = report.bins[feature.key] ?? []
  if (shownBins(report, feature).length > 1) return null
  if (bins.length === 1) return 'nearly all outputs have the same value'
  if (bins.length > 1)
    return `its ${bins.length} bins hold too few outputs or prompts each to be held against each other`
  const why = whyNull(report.notes, `bins.${feature.key}`) ?? 'not enough data'
  // The note stands beside the feature's name.
  return why.replace(`${feature.key} is `, '').replace(feature.key, feature.label)
}

/** `Words 12 to 80`, or `Headings 0` where a bin holds a single value. */
export function binTitle(feature: ShownFeature, { lo, hi }: Pick<Bin, 'lo' | 'hi'>): string {
  const range = lo === hi ? formatQuantity(lo) : fromTo(formatQuantity(lo), formatQuantity(hi))
  return `${feature.label} ${range}`
}

/** What the bins say in one sentence, or the question where they say nothing. */
export function featureTitle(report: Report, feature: ShownFeature): string {
  const bins = (report.bins[feature.key] ?? []).filter((bin) => bin.inflation !== null)
  const [first, last] = [bins[0], bins.at(-1)]
  const name = feature.label
  if (!first || !last || first === last || first.inflation === null || last.inflation === null)
    return `${name}: do ratings follow it?`
  return `${name}: inflation ${withUnit(formatSignedPoints(first.inflation), 'points')} in the lowest bin, ${formatSignedPoints(
    last.inflation,
  )} in the highest`
}

function meanMarks({ contrast }: Report, bin: Bin): Mark[] {
  const marks: Mark[] = []
  if (bin.proxy_mean !== null) marks.push({ kind: 'proxy', value: bin.proxy_mean, interval: bin.proxy_ci })
  if (bin.goal_mean !== null)
    marks.push({ kind: goalMark(contrast.goal), value: bin.goal_mean, interval: bin.goal_ci })
  return marks
}

function binFacts({ contrast }: Report, criterion: ShownCriterion, bin: Bin): string[] {
  const scale = onScale(criterion)
  const facts: string[] = []
  if (bin.inflation !== null) facts.push(inflationFact(bin.inflation, bin.ci))
  if (bin.proxy_mean !== null)
    facts.push(
      meanFact(
        proxyName(contrast),
        bin.proxy_mean,
        bin.proxy_ci,
        proxyFormat(criterion, contrast.common_scale),
      ),
    )
  if (bin.goal_mean !== null) facts.push(meanFact(goalName(contrast.goal), bin.goal_mean, bin.goal_ci, scale))
  return [...facts, countOf(bin.n, 'output')]
}

/** Round values of the feature that stand apart on its axis. */
function featureTicks(from: number, to: number, log: boolean): { at: number; label: string }[] {
  if (!log) return niceTicks(from, to, 4).map((value) => ({ at: value, label: formatQuantity(value) }))
  const round = [0, ...[1, 10, 100, 1_000, 10_000, 100_000].flatMap((p) => [p, 2 * p, 5 * p])]
  const inside = round.filter((value) => Math.log1p(value) >= from && Math.log1p(value) <= to)
  // Few round numbers fall on a narrow range: an even division of it is better than one tick.
  const values = inside.length >= 2 ? inside : niceTicks(Math.expm1(from), Math.expm1(to), 4)
  return values
    .map((value) => ({ at: Math.log1p(value), label: formatQuantity(value) }))
    .filter((tick, i, all) => i === 0 || tick.at - all[i - 1]!.at > (to - from) * 0.09)
}
