import { countOf, formatCount, formatNumber, formatSignedPoints } from '@/lib/domain/format'
import { outputsHref } from '@/lib/domain/links'
import type { ModelRow, Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName, whyNull } from '@/lib/domain/sentences'
import type { DotPlotPanel, DotPlotRow } from '../charts/dot-plot-layout'
import type { Mark } from '../charts/mark'
import { extent, niceTicks, padded } from '../charts/ticks'
import { countFact, inflationFact, meanFact } from './facts'
import { onScale, proxyFormat, type ShownCriterion, scaleEnds, scaleTicks } from './shown-criterion'

/** The kind of mark that a contrast's goal is drawn with. */
export const goalMark = (goal: Report['contrast']['goal']) => (goal === 'human' ? 'goal' : 'verified')

/** Highest inflation first; models without an estimate last. */
export function sortedModels(rows: readonly ModelRow[]): ModelRow[] {
  const key = (row: ModelRow) => row.inflation ?? row.proxy_mean ?? Number.NEGATIVE_INFINITY
  return [...rows].sort((a, b) => key(b) - key(a))
}

/** The report's models as rows of a dot plot: both means, then inflation; without a
 * common scale each mean has a panel of its own. */
export function byModelRows(report: Report, question: Question, criterion: ShownCriterion): DotPlotRow[] {
  const { contrast } = report
  const scale = onScale(criterion)
  const proxyScale = proxyFormat(criterion, contrast.common_scale)
  return sortedModels(report.by_model).map((row) => {
    const proxy: Mark[] = []
    const goal: Mark[] = []
    const inflation: Mark[] = []
    const facts: string[] = []
    if (row.inflation !== null) {
      inflation.push({ kind: 'inflation', value: row.inflation, interval: row.ci })
      facts.push(inflationFact(row.inflation, row.ci))
    }
    if (row.proxy_mean !== null) {
      proxy.push({ kind: 'proxy', value: row.proxy_mean, interval: row.proxy_mean_ci })
      facts.push(meanFact(proxyName(contrast), row.proxy_mean, row.proxy_mean_ci, proxyScale))
    }
    if (row.goal_mean !== null) {
      goal.push({ kind: goalMark(contrast.goal), value: row.goal_mean, interval: row.goal_mean_ci })
      facts.push(meanFact(goalName(contrast.goal), row.goal_mean, row.goal_mean_ci, scale))
    }
    return {
      key: row.model,
      label: row.model,
      detail: formatCount(row.n),
      href: outputsHref(report.audit.slug, { ...question, model: [row.model] }),
      facts: [...facts, countFact(row.n, row.prompts)],
      marks: contrast.common_scale ? [[...proxy, ...goal], inflation] : [proxy, goal],
      missing: whyNull(report.notes, `by_model.${row.model}`) ?? 'Not enough data',
    }
  })
}

/** The panels that `byModelRows` fills. */
export function byModelPanels(report: Report, criterion: ShownCriterion): DotPlotPanel[] {
  const means: DotPlotPanel = {
    title: `Mean “${criterion.name}”`,
    from: 0,
    to: 1,
    ticks: scaleTicks(criterion),
    ends: scaleEnds(criterion),
  }
  if (!report.contrast.common_scale) {
    const ends = report.by_model.flatMap((row) => [row.proxy_mean, ...(row.proxy_mean_ci ?? [])])
    return [proxyPanel(proxyName(report.contrast), ends), means]
  }
  const ends = report.by_model.flatMap((row) => [row.inflation, ...(row.ci ?? [])])
  const [from, to] = padded(extent(ends, true) ?? [-0.1, 0.1])
  const ticks = niceTicks(from * 100, to * 100).map((points) => ({
    at: points / 100,
    label: formatSignedPoints(points / 100),
  }))
  return [means, { title: 'Inflation, points', from, to, ticks, zero: true }]
}

/** The axis of a metric, in unit scores: it has no points that people have named. */
export function proxyPanel(title: string, ends: readonly (number | null)[]): DotPlotPanel {
  const [from, to] = padded(extent(ends) ?? [0, 1])
  return { title, from, to, ticks: niceTicks(from, to, 4).map((at) => ({ at, label: formatNumber(at, 2) })) }
}

/** The finding above the chart, or the question where there is none. */
export function byModelTitle(report: Report): string {
  const rows = sortedModels(report.by_model).filter((row) => row.inflation !== null)
  const [top, last] = [rows[0], rows.at(-1)]
  if (!top || !last || top.inflation === null || last.inflation === null) return 'How do the models compare?'
  const points = (x: number) => `${formatSignedPoints(x)} points`
  if (top === last) return `${top.model}: inflation ${points(top.inflation)}`
  const above = rows.filter((row) => row.ci !== null && row.ci[0] > 0).length
  return `Inflation is highest for ${top.model} (${points(top.inflation)}) and lowest for ${last.model} (${points(
    last.inflation,
  )}); the interval lies above zero for ${countOf(above, 'model')} of ${rows.length}`
}
