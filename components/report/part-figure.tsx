import {
  ABSENT,
  countOf,
  formatCount,
  formatInterval,
  formatP,
  formatSignedPoints,
  LEVEL,
  pointDigits,
} from '@/lib/domain/format'
import { exportHref, methodHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName, whyShown } from '@/lib/domain/sentences'
import { ChartFrame } from '../charts/chart-frame'
import { DotPlot } from '../charts/dot-plot'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'
import { withRange } from './facts'
import { legendOf } from './legend'
import {
  CONTROLLED,
  type Division,
  MANY,
  PART_COUNTS,
  partPanels,
  partRows,
  partsOf,
  partsTitle,
  type ShownPart,
} from './part-rows'
import { onScale, proxyFormat, type ShownCriterion } from './shown-criterion'

type Props = { report: Report; question: Question; criterion: ShownCriterion; by: Division }

/** Inflation by model, say: proxy and goal means on the criterion's own scale, and the difference with its interval. */
export function PartFigure({ report, question, criterion, by }: Props) {
  const { contrast, n, audit } = report
  const parts = partsOf(report, question, by)
  const title = partsTitle(parts, by)
  const hasControlled = parts.some(({ controlled }) => controlled !== null)
  const controlled = hasControlled ? ' The grey point is what it would be with texts like all others.' : ''
  return (
    <ChartFrame
      title={title}
      drawn={`Means with ${LEVEL} intervals by ${by}; ${countOf(n.outputs, 'output')} in ${countOf(n.prompts, 'prompt')}. A hollow point has an interval that holds zero.${controlled} Select a ${by} to read its outputs.`}
      fileName={`${audit.slug}-by-${by}`}
      csvHref={by === 'model' ? exportHref(audit.slug, 'by-model.csv', question) : undefined}
      methodHref={methodHref('inflation')}
      legend={[
        ...legendOf(contrast),
        ...(hasControlled ? [{ kind: 'neutral', label: CONTROLLED } as const] : []),
      ]}
      table={<PartTable report={report} parts={parts} criterion={criterion} by={by} />}
    >
      <DotPlot
        label={title}
        panels={partPanels(report, parts, criterion)}
        columns={PART_COUNTS}
        rows={partRows(report, parts, criterion)}
      />
    </ChartFrame>
  )
}

type TableProps = Omit<Props, 'question'> & { parts: readonly ShownPart[] }

function PartTable({ report, parts, criterion, by }: TableProps) {
  const { contrast, notes } = report
  const scale = onScale(criterion)
  const proxyScale = proxyFormat(criterion, contrast.common_scale)
  const hasControlled = parts.some(({ controlled }) => controlled !== null)
  const hasWild = parts.some(({ p_wild }) => p_wild !== null)
  return (
    <Table label={`Inflation by ${by}`}>
      <thead>
        <tr>
          <Th className="capitalize">{by}</Th>
          <Th numeric>Outputs</Th>
          <Th numeric>Prompts</Th>
          <Th numeric>{proxyName(contrast)}</Th>
          <Th numeric>{goalName(contrast.goal)}</Th>
          <Th numeric>Inflation, points</Th>
          <Th numeric>{LEVEL} interval</Th>
          {hasControlled && <Th numeric>At the features of all</Th>}
          {hasWild && <Th numeric>p, wild bootstrap</Th>}
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => {
          const points = (x: number) => formatSignedPoints(x, pointDigits(part.ci))
          return (
            <tr key={part.name}>
              <Th scope="row">
                <PageLink className="underline" href={part.href}>
                  {part.name}
                </PageLink>
              </Th>
              <Td numeric>{formatCount(part.n)}</Td>
              <Td numeric>{formatCount(part.prompts)}</Td>
              <Td numeric>{withRange(part.proxy_mean, part.proxy_mean_ci, proxyScale)}</Td>
              <Td numeric>{withRange(part.goal_mean, part.goal_mean_ci, scale)}</Td>
              {part.inflation === null ? (
                <Td colSpan={2} className="text-right text-muted">
                  {whyShown(notes, part.field)}
                </Td>
              ) : (
                <>
                  <Td numeric>{points(part.inflation)}</Td>
                  <Td numeric>{formatInterval(part.ci, points) ?? ABSENT}</Td>
                </>
              )}
              {hasControlled && (
                <Td numeric>
                  {withRange(part.controlled?.estimate ?? null, part.controlled?.ci ?? null, points)}
                </Td>
              )}
              {hasWild && <Td numeric>{formatP(part.p_wild)}</Td>}
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}

/** The divisions that say something: those with two parts or more, and always the model. */
export function shownDivisions(report: Report): Division[] {
  const counts: Record<Division, number> = {
    model: Number.POSITIVE_INFINITY,
    family: report.by_family.length,
    tag: report.by_tag.length,
    signal: report.by_signal.length,
  }
  // Where each model is its own family nothing is added.
  if (report.by_family.length === report.by_model.length) counts.family = 0
  return (Object.keys(MANY) as Division[]).filter((by) => counts[by] > 1)
}
