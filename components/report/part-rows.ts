import { countOf, formatNumber, formatSignedPoints, withUnit } from '@/lib/domain/format'
import { outputsHref } from '@/lib/domain/links'
import type { ModelRow, Report } from '@/lib/domain/report'
import type { Part } from '@/lib/domain/report-parts'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName, whyShown } from '@/lib/domain/sentences'
import type { DotPlotPanel, DotPlotRow } from '../charts/dot-plot-layout'
import type { Mark } from '../charts/mark'
import { extent, niceTicks, padded } from '../charts/ticks'
import { countFact, inflationFact, meanFact } from './facts'
import { onScale, proxyFormat, type ShownCriterion, scaleEnds, scaleTicks } from './shown-criterion'

/** The kind of mark that a contrast's goal is drawn with. */
export const goalMark = (goal: Report['contrast']['goal']) => (goal === 'human' ? 'goal' : 'verified')

/** What the outputs of a question can be divided by. */
export const DIVISIONS = ['model', 'family', 'tag', 'signal'] as const
export type Division = (typeof DIVISIONS)[number]

/** A part of the outputs as charts and tables show it. */
export type ShownPart = Part & {
  name: string
  /** Its place in the report, for notes. */
  field: string
  href: string
  controlled: ModelRow['controlled']
}

/** The parts of a division, highest inflation first; those without an estimate last. */
export function partsOf(report: Report, question: Question, by: Division): ShownPart[] {
  const { slug } = report.audit
  const shown = (part: Part, name: string, narrowed: Partial<Question>): ShownPart => ({
    controlled: null,
    ...part,
    ...{ name, field: `by_${by}.${name}`, href: outputsHref(slug, { ...question, ...narrowed }) },
  })
  const parts = {
    model: () => report.by_model.map((row) => shown(row, row.model, { model: [row.model] })),
    family: () => report.by_family.map((row) => shown(row, row.family, { family: [row.family] })),
    tag: () => report.by_tag.map((row) => shown(row, row.tag, { tag: [row.tag] })),
    signal: () =>
      report.by_signal.map((row) =>
        shown(row, proxyName({ signal: row.signal, judge: null }), {
          signal: row.signal as Question['signal'],
          judge: undefined,
        }),
      ),
  }[by]()
  const key = (part: Part) => part.inflation ?? part.proxy_mean ?? Number.NEGATIVE_INFINITY
  return parts.sort((a, b) => key(b) - key(a))
}

/**
 * Parts as rows of a dot plot: both means, then inflation, and below it, where it is known, inflation at the features
 * of all outputs; without a common scale each mean has a panel of its own.
 */
export function partRows(
  report: Report,
  parts: readonly ShownPart[],
  criterion: ShownCriterion,
): DotPlotRow[] {
  const { contrast, notes } = report
  const scale = onScale(criterion)
  const proxyScale = proxyFormat(criterion, contrast.common_scale)
  return parts.map((part) => {
    const proxy: Mark[] = []
    const goal: Mark[] = []
    const inflation: Mark[] = []
    const facts: string[] = []
    if (part.inflation !== null) {
      inflation.push({ kind: 'inflation', value: part.inflation, interval: part.ci })
      facts.push(inflationFact(part.inflation, part.ci))
    }
    if (part.controlled !== null) {
      const { estimate, ci } = part.controlled
      inflation.push({ kind: 'neutral', value: estimate, interval: ci })
      facts.push(inflationFact(estimate, ci).replace('Inflation', CONTROLLED))
    }
    if (part.proxy_mean !== null) {
      proxy.push({ kind: 'proxy', value: part.proxy_mean, interval: part.proxy_mean_ci })
      facts.push(meanFact(proxyName(contrast), part.proxy_mean, part.proxy_mean_ci, proxyScale))
    }
    if (part.goal_mean !== null) {
      goal.push({ kind: goalMark(contrast.goal), value: part.goal_mean, interval: part.goal_mean_ci })
      facts.push(meanFact(goalName(contrast.goal), part.goal_mean, part.goal_mean_ci, scale))
    }
    return {
      key: part.name,
      label: part.name,
      counts: [part.n, part.prompts],
      href: part.href,
      facts: [...facts, countFact(part.n, part.prompts)],
      marks: contrast.common_scale ? [[...proxy, ...goal], inflation] : [proxy, goal],
      missing: whyShown(notes, part.field),
    }
  })
}

/** What the second point of inflation stands for. */
export const CONTROLLED = 'Inflation at the features of all outputs'

/** What the counts of `partRows` are. */
export const PART_COUNTS = ['Outputs', 'Prompts']

/** The panels that `partRows` fills. */
export function partPanels(
  report: Report,
  parts: readonly ShownPart[],
  criterion: ShownCriterion,
): DotPlotPanel[] {
  const means: DotPlotPanel = {
    title: `Mean “${criterion.name}”`,
    from: 0,
    to: 1,
    ticks: scaleTicks(criterion),
    ends: scaleEnds(criterion),
  }
  if (!report.contrast.common_scale) {
    const ends = parts.flatMap((part) => [part.proxy_mean, ...(part.proxy_mean_ci ?? [])])
    return [proxyPanel(proxyName(report.contrast), ends), means]
  }
  const ends = parts.flatMap(({ inflation, ci, controlled }) => [
    ...[inflation, ...(ci ?? [])],
    ...(controlled ? [controlled.estimate, ...(controlled.ci ?? [])] : []),
  ])
  const [from, to] = padded(extent(ends, true) ?? [-0.1, 0.1])
  const ticks = niceTicks(from * 100, to * 100).map((points) => ({
    at: points / 100,
    label: formatSignedPoints(points / 100),
  }))
  return [means, { title: 'Inflation, points', from, to, ticks, zero: true, spread: true }]
}

/** The axis of a metric, in unit scores: it has no points that people have named. */
export function proxyPanel(title: string, ends: readonly (number | null)[]): DotPlotPanel {
  const [from, to] = padded(extent(ends) ?? [0, 1])
  return { title, from, to, ticks: niceTicks(from, to, 4).map((at) => ({ at, label: formatNumber(at, 2) })) }
}

/** The finding above the chart, or the question where there is none. */
export function partsTitle(parts: readonly ShownPart[], by: Division): string {
  const rows = parts.filter((part) => part.inflation !== null)
  const [top, last] = [rows[0], rows.at(-1)]
  if (!top || !last || top.inflation === null || last.inflation === null)
    return `How do the ${MANY[by]} compare?`
  const points = (x: number) => withUnit(formatSignedPoints(x), 'points')
  if (top === last) return `${top.name}: inflation ${points(top.inflation)}`
  const above = rows.filter((part) => part.ci !== null && part.ci[0] > 0).length
  return `Inflation is highest for ${top.name} (${points(top.inflation)}) and lowest for ${last.name} (${points(
    last.inflation,
  )}); the interval lies above zero for ${countOf(above, by, MANY[by])} of ${rows.length}`
}

export const MANY: Record<Division, string> = {
  model: 'models',
  family: 'families',
  tag: 'tags',
  signal: 'signals',
}
