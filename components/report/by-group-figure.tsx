import {
  countOf,
  formatCount,
  formatNumber,
  formatSignedPoints,
  LEVEL,
  pointDigits,
  withUnit,
} from '@/lib/domain/format'
import { methodHref, outputsHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { GroupRow } from '@/lib/domain/report-groups'
import type { Question } from '@/lib/domain/selection'
import { goalName } from '@/lib/domain/sentences'
import { ChartFrame } from '../charts/chart-frame'
import { DotPlot } from '../charts/dot-plot'
import type { DotPlotPanel, DotPlotRow } from '../charts/dot-plot-layout'
import { extent, niceTicks, padded } from '../charts/ticks'
import { Table, Td, Th } from '../ui/table'
import { countFact, inflationFact, meanFact, withRange } from './facts'
import { onScale, type ShownCriterion, scaleEnds, scaleTicks } from './shown-criterion'

type Props = { report: Report; question: Question; criterion: ShownCriterion }

const rank = (x: number) => formatNumber(x, 2)

/** The same question to each group of raters: how they score, and how the proxy stands against them. */
export function ByGroupFigure({ report, question, criterion }: Props) {
  const { by_group: rows, contrast, audit } = report
  const title = groupsTitle(rows, contrast.common_scale)
  return (
    <ChartFrame
      title={title}
      drawn={`Means with ${LEVEL} intervals, each over the outputs that the group rated; ${rows.map(({ group, n }) => `${group} ${countOf(n, 'output')}`).join(', ')}. Select a group to read its outputs.`}
      fileName={`${audit.slug}-by-group`}
      methodHref={methodHref('groups')}
      table={<ByGroupTable report={report} criterion={criterion} />}
    >
      <DotPlot
        label={title}
        panels={panelsOf(report, criterion)}
        columns={['Outputs', 'Prompts']}
        rows={rows.map((row) => rowOf(row, report, question, criterion))}
      />
    </ChartFrame>
  )
}

function groupsTitle(rows: readonly GroupRow[], commonScale: boolean): string {
  const told = rows.flatMap(({ group, inflation, ci, spearman }) => {
    if (commonScale && inflation !== null)
      return `${withUnit(formatSignedPoints(inflation, pointDigits(ci)), 'points')} for ${group}`
    return !commonScale && spearman !== null ? `${rank(spearman)} for ${group}` : []
  })
  const figure = commonScale ? 'Inflation' : 'Rank correlation with people'
  return told.length > 0 ? `${figure}: ${told.join(', ')}` : 'How do groups of raters differ?'
}

function panelsOf({ by_group: rows, contrast }: Report, criterion: ShownCriterion): DotPlotPanel[] {
  const means: DotPlotPanel = {
    title: `Mean “${criterion.name}” by people`,
    from: 0,
    to: 1,
    ticks: scaleTicks(criterion),
    ends: scaleEnds(criterion),
  }
  if (!contrast.common_scale) {
    const [from, to] = padded(
      extent(
        rows.flatMap((row) => [row.spearman, ...(row.spearman_ci ?? [])]),
        true,
      ) ?? [0, 1],
    )
    const ticks = niceTicks(from, to, 4).map((at) => ({ at, label: formatNumber(at, 1) }))
    return [means, { title: 'Rank correlation of proxy and goal', from, to, ticks, zero: true }]
  }
  const [from, to] = padded(
    extent(
      rows.flatMap((row) => [row.inflation, ...(row.ci ?? [])]),
      true,
    ) ?? [-0.1, 0.1],
  )
  const ticks = niceTicks(from * 100, to * 100).map((points) => ({
    at: points / 100,
    label: formatSignedPoints(points / 100),
  }))
  return [means, { title: 'Inflation, points', from, to, ticks, zero: true }]
}

function rowOf(row: GroupRow, report: Report, question: Question, criterion: ShownCriterion): DotPlotRow {
  const { contrast, audit } = report
  const facts = [
    ...(row.goal_mean === null
      ? []
      : [meanFact(goalName('human'), row.goal_mean, row.goal_mean_ci, onScale(criterion))]),
    ...(row.inflation === null ? [] : [inflationFact(row.inflation, row.ci)]),
    ...(row.spearman === null ? [] : [meanFact('Rank correlation', row.spearman, row.spearman_ci, rank)]),
    countFact(row.n, row.prompts),
  ]
  const means =
    row.goal_mean === null
      ? []
      : [{ kind: 'goal', value: row.goal_mean, interval: row.goal_mean_ci } as const]
  const second = contrast.common_scale
    ? row.inflation !== null && ({ kind: 'inflation', value: row.inflation, interval: row.ci } as const)
    : row.spearman !== null && ({ kind: 'neutral', value: row.spearman, interval: row.spearman_ci } as const)
  return {
    key: row.group,
    label: row.group,
    counts: [row.n, row.prompts],
    href: outputsHref(audit.slug, { ...question, rater_group: [row.group] }),
    facts,
    marks: [means, second ? [second] : []],
    missing: 'Not enough data',
  }
}

function ByGroupTable({ report, criterion }: Omit<Props, 'question'>) {
  const { contrast, by_group: rows } = report
  return (
    <Table label="By group of raters">
      <thead>
        <tr>
          <Th>Group</Th>
          <Th numeric>Outputs</Th>
          <Th numeric>Prompts</Th>
          <Th numeric>{goalName('human')}</Th>
          {contrast.common_scale && <Th numeric>Inflation, points</Th>}
          <Th numeric>Rank correlation</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.group}>
            <Th scope="row">{row.group}</Th>
            <Td numeric>{formatCount(row.n)}</Td>
            <Td numeric>{formatCount(row.prompts)}</Td>
            <Td numeric>{withRange(row.goal_mean, row.goal_mean_ci, onScale(criterion))}</Td>
            {contrast.common_scale && (
              <Td numeric>
                {withRange(row.inflation, row.ci, (x) => formatSignedPoints(x, pointDigits(row.ci)))}
              </Td>
            )}
            <Td numeric>{withRange(row.spearman, row.spearman_ci, rank)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
