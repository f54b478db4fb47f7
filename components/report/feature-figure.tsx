import {
  formatCount,
  formatQuantity,
  formatSignedPoints,
  fromTo,
  LEVEL,
  pointDigits,
} from '@/lib/domain/format'
import { exportHref, methodHref, narrowTo, outputsHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import { CONTROL_MODEL, type Question } from '@/lib/domain/selection'
import { goalName, proxyName } from '@/lib/domain/sentences'
import { LazyBinPanel } from '../charts/bin-panel-lazy'
import { ChartFrame } from '../charts/chart-frame'
import { PageLink } from '../ui/page-link'
import { Table, Td, Th } from '../ui/table'
import { withRange } from './facts'
import { binsDrawn, featurePanels, featureTitle, type SharedAxes, type ShownFeature } from './feature-bins'
import { legendOf } from './legend'
import { onScale, proxyFormat, type ShownCriterion } from './shown-criterion'
import { shownFeature } from './shown-features'

type Props = {
  report: Report
  question: Question
  criterion: ShownCriterion
  feature: ShownFeature
  axes: SharedAxes
}

/** One feature: proxy and goal over its quantile bins, and the inflation between them. */
export function FeatureFigure({ report, question, criterion, feature, axes }: Props) {
  const { contrast, audit } = report
  return (
    <ChartFrame
      title={featureTitle(report, feature)}
      drawn={`${meansDrawn(question, feature)} in ${binsDrawn(report, feature)}`}
      fileName={`${audit.slug}-${feature.key}`}
      csvHref={exportHref(audit.slug, 'bins.csv', { ...question, feature: [feature.key] })}
      methodHref={methodHref('bins')}
      legend={legendOf(contrast)}
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

/** What a dot is: a plain mean, or one at the average of what is held equal. */
function meansDrawn({ control }: Question, feature: ShownFeature): string {
  const held = control.filter((key) => key !== feature.key)
  if (held.length === 0) return `Means with ${LEVEL} intervals`
  const names = held.map((key) => (key === CONTROL_MODEL ? 'model' : shownFeature(key).label.toLowerCase()))
  return `Means with ${LEVEL} intervals, holding ${new Intl.ListFormat('en').format(names)} equal,`
}

/** What the bins of any feature cannot show. */
export function whyNoEffect({ control }: Question): string {
  return control.length > 0
    ? 'Outputs may differ in what is not held equal: an association is not an effect.'
    : 'Outputs differ in more than one feature: an association is not an effect.'
}

function BinTable({ report, question, criterion, feature }: Omit<Props, 'axes'>) {
  const { contrast, audit } = report
  const scale = onScale(criterion)
  const proxyScale = proxyFormat(criterion, contrast.common_scale)
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
                    : fromTo(formatQuantity(bin.lo), formatQuantity(bin.hi))}
                </PageLink>
              </Th>
              <Td numeric>{formatQuantity(bin.x_mean)}</Td>
              <Td numeric>{formatCount(bin.n)}</Td>
              <Td numeric>{withRange(bin.proxy_mean, bin.proxy_ci, proxyScale)}</Td>
              <Td numeric>{withRange(bin.goal_mean, bin.goal_ci, scale)}</Td>
              <Td numeric>{withRange(bin.inflation, bin.ci, points)}</Td>
            </tr>
          )
        })}
      </tbody>
    </Table>
  )
}
