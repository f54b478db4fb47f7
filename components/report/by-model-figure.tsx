import { ABSENT, countOf, formatCount, formatSignedPoints, pointDigits } from '@/lib/domain/format'
import { exportHref, methodHref, outputsHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName, whyNull } from '@/lib/domain/sentences'
import { ChartFrame } from '../charts/chart-frame'
import { DotPlot } from '../charts/dot-plot'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'
import { byModelPanels, byModelRows, byModelTitle, sortedModels } from './by-model-rows'
import { withRange } from './facts'
import { legendOf } from './legend'
import { onScale, proxyFormat, type ShownCriterion } from './shown-criterion'

type Props = { report: Report; question: Question; criterion: ShownCriterion }

/** Inflation by model: proxy and goal means on the criterion's own scale, and the difference with its interval. */
export function ByModelFigure({ report, question, criterion }: Props) {
  const { contrast, n, audit } = report
  const title = byModelTitle(report)
  return (
    <ChartFrame
      title={title}
      drawn={`Means with 95 % intervals by model; ${countOf(n.outputs, 'output')} in ${countOf(n.prompts, 'prompt')}. A hollow point has an interval that holds zero. Select a model to read its outputs.`}
      fileName={`${audit.slug}-by-model`}
      csvHref={exportHref(audit.slug, 'by-model.csv', question)}
      methodHref={methodHref('inflation')}
      legend={legendOf(contrast)}
      table={<ByModelTable report={report} question={question} criterion={criterion} />}
    >
      <DotPlot
        label={title}
        panels={byModelPanels(report, criterion)}
        rows={byModelRows(report, question, criterion)}
      />
    </ChartFrame>
  )
}

function ByModelTable({ report, question, criterion }: Props) {
  const { contrast, audit, notes } = report
  const scale = onScale(criterion)
  const proxyScale = proxyFormat(criterion, contrast.common_scale)
  return (
    <Table label="Inflation by model">
      <thead>
        <tr>
          <Th>Model</Th>
          <Th>Family</Th>
          <Th numeric>Outputs</Th>
          <Th numeric>Prompts</Th>
          <Th numeric>{proxyName(contrast)}</Th>
          <Th numeric>{goalName(contrast.goal)}</Th>
          <Th numeric>Inflation, points</Th>
          <Th numeric>95 % interval</Th>
        </tr>
      </thead>
      <tbody>
        {sortedModels(report.by_model).map((row) => {
          const digits = pointDigits(row.ci)
          const points = (x: number) => formatSignedPoints(x, digits)
          return (
            <tr key={row.model}>
              <Th scope="row">
                <PageLink
                  className="underline"
                  href={outputsHref(audit.slug, { ...question, model: [row.model] })}
                >
                  {row.model}
                </PageLink>
              </Th>
              <Td>{row.family}</Td>
              <Td numeric>{formatCount(row.n)}</Td>
              <Td numeric>{formatCount(row.prompts)}</Td>
              <Td numeric>{withRange(row.proxy_mean, row.proxy_mean_ci, proxyScale)}</Td>
              <Td numeric>{withRange(row.goal_mean, row.goal_mean_ci, scale)}</Td>
              {row.inflation === null ? (
                <Td colSpan={2} className="text-right text-muted">
                  {whyNull(notes, `by_model.${row.model}`) ?? 'Not enough data'}
                </Td>
              ) : (
                <>
                  <Td numeric>{points(row.inflation)}</Td>
                  <Td numeric>{row.ci ? `${points(row.ci[0])} to ${points(row.ci[1])}` : ABSENT}</Td>
                </>
              )}
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}
