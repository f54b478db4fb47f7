import { countOf, formatShare, formatSignedPoints, fromTo, withUnit } from '@/lib/domain/format'
import { reportHref } from '@/lib/domain/links'
import type { Interval, Report } from '@/lib/domain/report'
import type { Effect, FeatureEffect } from '@/lib/domain/report-features'
import type { Question } from '@/lib/domain/selection'
import { goalName, proxyName } from '@/lib/domain/sentences'
import type { DotPlotPanel, DotPlotRow } from '../charts/dot-plot-layout'
import type { Mark, MarkKind } from '../charts/mark'
import { extent, niceTicks, padded } from '../charts/ticks'
import { goalMark } from './part-rows'

const points = (x: number) => formatSignedPoints(x, 1)

/** The effects of a feature in the order in which they are drawn: what it goes with on each side. */
export function sidesOf(
  effect: FeatureEffect,
  { contrast }: Report,
): { kind: MarkKind; name: string; effect: Effect }[] {
  const sides: [MarkKind, string, Effect | null][] = [
    ['proxy', proxyName(contrast), effect.effect_on_proxy],
    [goalMark(contrast.goal), goalName(contrast.goal), effect.effect_on_goal],
  ]
  if (contrast.goal === 'human') sides.push(['verified', goalName('verified'), effect.effect_on_verified])
  return sides.flatMap(([kind, name, one]) => (one === null ? [] : { kind, name, effect: one }))
}

/** Whether a feature goes with inflation after correction for the number of features. */
export function isClear({ effect_on_inflation: effect }: FeatureEffect): boolean {
  return (effect?.p_adjusted ?? 1) < 0.05
}

/** Whether any of the effects that are drawn of a feature is known. */
export function isShown(feature: FeatureEffect): boolean {
  const { effect_on_proxy, effect_on_goal, effect_on_inflation, effect_on_verified } = feature
  return [effect_on_proxy, effect_on_goal, effect_on_inflation, effect_on_verified].some(
    (one) => one !== null,
  )
}

/** The finding above the chart. */
export function effectsTitle(report: Report, label: (key: string) => string): string {
  const clear = report.features.filter(isClear)
  clear.sort((a, b) => Math.abs(b.effect_on_inflation!.estimate) - Math.abs(a.effect_on_inflation!.estimate))
  const [top] = clear
  if (!top)
    return report.contrast.common_scale
      ? 'No surface feature clearly goes with inflation'
      : 'What goes with surface features?'
  return `Of all features, inflation goes with ${label(top.feature).toLowerCase()} most: ${withUnit(points(top.effect_on_inflation!.estimate), 'points')} for a standard deviation more`
}

/** A row for each feature that has an effect to draw: its effects on both sides together, and on their difference. */
export function effectRows(report: Report, question: Question, label: (key: string) => string): DotPlotRow[] {
  return report.features.filter(isShown).map((feature) => {
    const sides = sidesOf(feature, report)
    const inflation = feature.effect_on_inflation
    const mark = (kind: MarkKind, { estimate, ci }: Effect): Mark => ({ kind, value: estimate, interval: ci })
    return {
      key: feature.feature,
      label: label(feature.feature),
      href: `${reportHref(report.audit.slug, { ...question, feature: [feature.feature] })}#features`,
      facts: [
        ...sides.map(({ name, effect }) => fact(name, effect.estimate, effect.ci)),
        ...(inflation ? [fact('Inflation', inflation.estimate, inflation.ci)] : []),
        ...(inflation ? [isClear(feature) ? 'Clear after correction' : 'Not clear after correction'] : []),
        countOf(report.feature_regression?.n ?? 0, 'output'),
      ],
      marks: [
        sides.map(({ kind, effect }) => mark(kind, effect)),
        inflation ? [mark('inflation', inflation)] : [],
      ],
    }
  })
}

function fact(name: string, estimate: number, ci: Interval): string {
  return `${name} ${withUnit(points(estimate), 'points')}${ci ? ` (${fromTo(points(ci[0]), points(ci[1]))})` : ''}`
}

/** The panels that `effectRows` fills, on one scale. */
export function effectPanels(report: Report): DotPlotPanel[] {
  const ends = report.features.flatMap((feature) =>
    [...sidesOf(feature, report).map(({ effect }) => effect), feature.effect_on_inflation].flatMap(
      (effect) => (effect ? [effect.estimate, ...(effect.ci ?? [])] : []),
    ),
  )
  const [from, to] = padded(extent(ends, true) ?? [-0.1, 0.1])
  const ticks = niceTicks(from * 100, to * 100, 5).map((at) => ({
    at: at / 100,
    label: formatSignedPoints(at / 100),
  }))
  const axis = { from, to, ticks, zero: true }
  const sides = { ...axis, title: 'Scores, points', spread: true }
  return report.contrast.common_scale ? [sides, { ...axis, title: 'Inflation, points' }] : [sides]
}

/** "Of what varies in inflation, features explain 12 %: length 8 %, …"; null where they explain nothing that is sure. */
export function explainedSentence({ feature_regression: regression }: Report): string | null {
  if (!regression?.r2_by_group || regression.r2_features === null) return null
  const parts = regression.r2_by_group.map(({ group, r2_share }) => `${group} ${formatShare(r2_share)}`)
  const models =
    regression.r2_models === null
      ? ''
      : `, beyond the ${formatShare(regression.r2_models)} that go with the model`
  return `Of what varies in inflation, surface features go with ${formatShare(regression.r2_features)}${models}: ${parts.join(', ')}.`
}
