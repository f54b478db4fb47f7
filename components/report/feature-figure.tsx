import { countOf, formatCount, formatQuantity, formatSignedPoints, pointDigits } from '@/lib/domain/format'
import { exportHref, methodHref, narrowTo, outputsHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName, whyNull } from '@/lib/domain/sentences'
import type { BinPanelProps } from '../charts/bin-panel'
import { LazyBinPanel } from '../charts/bin-panel-lazy'
import { ChartFrame } from '../charts/chart-frame'
import { MarkKey } from '../charts/mark'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'
import { goalMark } from './by-model-rows'
import { withRange } from './facts'
import { featurePanels, featureTitle, type ShownFeature } from './feature-bins'
import { onScale, type ShownCriterion } from './shown-criterion'

type Props = {
  report: Report
  question: Question
  criterion: ShownCriterion
  feature: ShownFeature
  axes: { inflation: BinPanelProps['y'] }
}

/** One feature: proxy and goal over its quantile bins, and the inflation between them. */
export function FeatureFigure({ report, question, criterion, feature, axes }: Props) {
  const bins = report.bins[feature.key] ?? []
  const { contrast, audit } = report
  if (bins.length === 0)
    return (
      <div>
        <h3 className="text-[15px] font-semibold">{feature.label}</h3>
        <p className="text-sm text-muted">
          {whyNull(report.notes, `bins.${feature.key}`) ?? 'Not enough data to draw bins of this feature.'}
        </p>
      </div>
    )
  if (bins.length === 1)
    return (
      <div>
        <h3 className="text-[15px] font-semibold">{feature.label}</h3>
        <p className="max-w-measure text-sm text-muted">
          Nearly all outputs have the same value, so that they fall into one bin: there is nothing to compare.
        </p>
      </div>
    )
  const outputs = bins.reduce((sum, bin) => sum + bin.n, 0)
  return (
    <ChartFrame
      title={featureTitle(report, feature)}
      drawn={`Means with 95 % intervals in ${bins.length} quantile bins; ${countOf(outputs, 'output')}. Outputs differ in more than this feature: an association is not an effect. Select a bin to read its outputs.`}
      fileName={`${audit.slug}-${feature.key}`}
      csvHref={exportHref(audit.slug, 'bins.csv', { ...question, feature: [feature.key] })}
      methodHref={methodHref('bins')}
      legend={
        <>
          <MarkKey kind="proxy">{proxyName(contrast)}</MarkKey>
          <MarkKey kind={goalMark(contrast.goal)}>{goalName(contrast.goal)}</MarkKey>
        </>
      }
      table={<BinTable report={report} question={question} criterion={criterion} feature={feature} />}
    >
      <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2">
        {featurePanels(report, question, criterion, feature, axes).map((panel) => (
          <LazyBinPanel key={panel.title} {...panel} />
        ))}
      </div>
    </ChartFrame>
  )
}

function BinTable({ report, question, criterion, feature }: Omit<Props, 'axes'>) {
  const { contrast, audit } = report
  const scale = onScale(criterion)
  return (
    <Table label={`Bins of ${feature.label}`}>
      <thead>
        <tr>
          <Th>{feature.label}</Th>
          <Th numeric>Mean</Th>
          <Th numeric>Outputs</Th>
          <Th numeric>{proxyName(contrast)}</Th>
          <Th numeric>{goalName(contrast.goal)}</Th>
          <Th numeric>Inflation, points</Th>
        </tr>
      </thead>
      <tbody>
        {(report.bins[feature.key] ?? []).map((bin) => {
          const points = (x: number) => formatSignedPoints(x, pointDigits(bin.ci))
          return (
            <tr key={bin.lo}>
              <Th scope="row">
                <PageLink
                  className="underline"
                  href={outputsHref(audit.slug, narrowTo(question, feature.key, bin.lo, bin.hi))}
                >
                  {bin.lo === bin.hi
                    ? formatQuantity(bin.lo)
                    : `${formatQuantity(bin.lo)} to ${formatQuantity(bin.hi)}`}
                </PageLink>
              </Th>
              <Td numeric>{formatQuantity(bin.x_mean)}</Td>
              <Td numeric>{formatCount(bin.n)}</Td>
              <Td numeric>{withRange(bin.proxy_mean, bin.proxy_ci, scale)}</Td>
              <Td numeric>{withRange(bin.goal_mean, bin.goal_ci, scale)}</Td>
              <Td numeric>{withRange(bin.inflation, bin.ci, points)}</Td>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}
