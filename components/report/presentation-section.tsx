import {
  countOf,
  formatCount,
  formatInterval,
  formatSignedPoints,
  LEVEL,
  pointDigits,
  withUnit,
} from '@/lib/domain/format'
import { methodHref } from '@/lib/domain/links'
import type { Report } from '@/lib/domain/report'
import type { PresentationEffect } from '@/lib/domain/report-presentation'
import { ChartFrame } from '../charts/chart-frame'
import { DotPlot } from '../charts/dot-plot'
import type { DotPlotRow } from '../charts/dot-plot-layout'
import { Section } from '../ui/section'
import { Table, Td, Th } from '../ui/table'
import { countFact, meanFact, withRange } from './facts'
import { onScale, type ShownCriterion, scaleEnds, scaleTicks } from './shown-criterion'

type Props = { report: Report; criterion: ShownCriterion }

/** What being shown as formatted text does to human ratings, where a coin chose how outputs are shown. */
export function PresentationSection({ report, criterion }: Props) {
  const { presentation: effect, audit } = report
  if (!effect) return null
  const title = presentationTitle(effect)
  return (
    <Section
      anchor="presentation"
      title="Formatting itself"
      description="The same outputs, shown to some raters as formatted text and to others as plain text, by coin."
    >
      <ChartFrame
        title={title}
        drawn={`Mean human ratings with ${LEVEL} intervals of ${countOf(effect.n, 'output')} that ${effect.n === 1 ? 'was' : 'were'} shown both ways; ${countOf(effect.ratings, 'rating')}.`}
        fileName={`${audit.slug}-formatting`}
        methodHref={methodHref('presentation')}
        table={<PresentationTable effect={effect} criterion={criterion} />}
      >
        <DotPlot
          label={title}
          panels={[
            {
              title: `Mean “${criterion.name}” by people`,
              from: 0,
              to: 1,
              ticks: scaleTicks(criterion),
              ends: scaleEnds(criterion),
            },
          ]}
          rows={waysOf(effect).map((way) => rowOf(way, effect, criterion))}
        />
      </ChartFrame>
    </Section>
  )
}

type Way = { key: string; label: string; mean: number | null; ci: PresentationEffect['ci'] }

function waysOf(effect: PresentationEffect): Way[] {
  return [
    { key: 'rendered', label: 'Formatted', mean: effect.rendered_mean, ci: effect.rendered_mean_ci },
    { key: 'plain', label: 'Plain text', mean: effect.plain_mean, ci: effect.plain_mean_ci },
  ]
}

function presentationTitle({ difference, ci }: PresentationEffect): string {
  if (difference === null || ci === null) return 'Does formatting move human ratings?'
  const points = (x: number) => formatSignedPoints(x, pointDigits(ci))
  return `Formatting gives the same outputs ${withUnit(points(difference), 'points')} (${LEVEL} interval ${formatInterval(ci, points)})`
}

function rowOf(
  { key, label, mean, ci }: Way,
  effect: PresentationEffect,
  criterion: ShownCriterion,
): DotPlotRow {
  return {
    key,
    label,
    facts: [
      ...(mean === null ? [] : [meanFact('Human rating', mean, ci, onScale(criterion))]),
      countFact(effect.n, effect.prompts),
    ],
    marks: [mean === null ? [] : [{ kind: 'goal', value: mean, interval: ci }]],
    missing: 'Not enough data',
  }
}

function PresentationTable({ effect, criterion }: { effect: PresentationEffect; criterion: ShownCriterion }) {
  const points = (x: number) => formatSignedPoints(x, pointDigits(effect.ci))
  return (
    <Table label="Formatting itself">
      <thead>
        <tr>
          <Th>Shown</Th>
          <Th numeric>Outputs</Th>
          <Th numeric>Human rating</Th>
        </tr>
      </thead>
      <tbody>
        {waysOf(effect).map(({ key, label, mean, ci }) => (
          <tr key={key}>
            <Th scope="row">{label}</Th>
            <Td numeric>{formatCount(effect.n)}</Td>
            <Td numeric>{withRange(mean, ci, onScale(criterion))}</Td>
          </tr>
        ))}
        <tr>
          <Th scope="row">Difference, points</Th>
          <Td numeric>{formatCount(effect.n)}</Td>
          <Td numeric>{withRange(effect.difference, effect.ci, points)}</Td>
        </tr>
      </tbody>
    </Table>
  )
}
