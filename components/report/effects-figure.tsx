import { countOf, formatP, formatShare, formatSignedPoints, LEVEL } from '@/lib/domain/format'
import { exportHref, methodHref } from '@/lib/domain/links'
import type { Interval, Report } from '@/lib/domain/report'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName, whyShown } from '@/lib/domain/sentences'
import { ChartFrame } from '../charts/chart-frame'
import { DotPlot } from '../charts/dot-plot'
import { Table, Td, Th } from '../ui/table'
import { effectPanels, effectRows, effectsTitle, explainedSentence } from './effect-rows'
import { withRange } from './facts'
import { legendOf } from './legend'
import { silentFeatures } from './silent-features'

type Props = { report: Report; question: Question; featureLabel: (key: string) => string }

/** What goes with each surface feature on the machine's side, on people's, and in truth: are people fooled by it too? */
export function EffectsFigure({ report, question, featureLabel }: Props) {
  const { features, feature_regression: regression, audit, contrast, notes } = report
  if (regression === null || features.length === 0)
    return <p className="max-w-measure text-muted first-letter:uppercase">{whyShown(notes, 'features')}</p>
  const title = effectsTitle(report, featureLabel)
  const rows = effectRows(report, question, featureLabel)
  const explained = explainedSentence(report)
  const silent = silentFeatures(report, featureLabel)
  const verified = contrast.goal === 'human' && features.some((one) => one.effect_on_verified !== null)
  return (
    <div className="flex flex-col gap-4">
      <ChartFrame
        title={title}
        drawn={`What goes with a standard deviation more of a feature, the other features and the model held fixed, with ${LEVEL} intervals; ${countOf(regression.n, 'output')} in ${countOf(regression.prompts, 'prompt')}. A point of people at zero says that they are not swayed where the machine is. An association is not an effect. Select a feature to see its bins.`}
        fileName={`${audit.slug}-features`}
        csvHref={exportHref(audit.slug, 'features.csv', question)}
        methodHref={methodHref('features')}
        legend={[
          ...legendOf(contrast),
          ...(verified ? [{ kind: 'verified', label: goalName('verified') } as const] : []),
        ]}
        table={<EffectsTable report={report} featureLabel={featureLabel} verified={verified} />}
      >
        {rows.length > 0 ? (
          <DotPlot label={title} panels={effectPanels(report)} rows={rows} />
        ) : (
          <p className="text-muted">No feature has an effect that could be drawn.</p>
        )}
      </ChartFrame>
      {explained && <p className="max-w-measure text-sm">{explained}</p>}
      {silent && <p className="max-w-measure text-[13px] text-muted">{silent}</p>}
    </div>
  )
}

type TableProps = { report: Report; featureLabel: (key: string) => string; verified: boolean }

function EffectsTable({ report, featureLabel, verified }: TableProps) {
  const { contrast, features } = report
  const cell = (effect: { estimate: number; ci: Interval } | null) =>
    withRange(effect?.estimate ?? null, effect?.ci ?? null, (x) => formatSignedPoints(x, 1))
  return (
    <Table label="Effects of surface features, in points for a standard deviation more">
      <thead>
        <tr>
          <Th>Feature</Th>
          <Th numeric>{proxyName(contrast)}</Th>
          <Th numeric>{goalName(contrast.goal)}</Th>
          {verified && <Th numeric>{goalName('verified')}</Th>}
          <Th numeric>Inflation</Th>
          <Th numeric>p, corrected</Th>
          <Th numeric>Share explained</Th>
        </tr>
      </thead>
      <tbody>
        {features.map((feature) => (
          <tr key={feature.feature}>
            <Th scope="row">{featureLabel(feature.feature)}</Th>
            <Td numeric>{cell(feature.effect_on_proxy)}</Td>
            <Td numeric>{cell(feature.effect_on_goal)}</Td>
            {verified && <Td numeric>{cell(feature.effect_on_verified)}</Td>}
            <Td numeric>{cell(feature.effect_on_inflation)}</Td>
            <Td numeric>{formatP(feature.effect_on_inflation?.p_adjusted ?? null)}</Td>
            <Td numeric>{formatShare(feature.r2_share, 1)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
