import type { Finding } from './finding'
import { countOf, formatInterval, formatPoints, formatSignedPoints, LEVEL, withUnit } from './format'
import type { Interval, Report } from './report'
import type { FeatureEffect } from './report-features'

type Effects = Pick<Report, 'features' | 'feature_regression' | 'contrast'>
type Size = { estimate: number; ci: Interval }

/** How many features are told of; the chart shows all. */
const TOLD = 3

/**
 * What goes with surface features, on both sides at once: inflation alone would say that a machine rewards length where
 * people merely mark it down. Where no feature goes clearly with inflation, that is the finding.
 */
export function featureFindings(effects: Effects, label: (key: string) => string): Finding[] {
  const { features, feature_regression: regression, contrast } = effects
  const known = features.filter(({ effect_on_inflation: effect }) => effect !== null)
  if (!contrast.common_scale || regression === null || known.length === 0) return []
  const size = ({ effect_on_inflation: effect }: FeatureEffect) => Math.abs(effect!.estimate)
  known.sort((a, b) => size(b) - size(a))
  const outputs = countOf(regression.n, 'output')
  const clear = known.filter(({ effect_on_inflation: effect }) => (effect!.p_adjusted ?? 1) < 0.05)
  const texts =
    clear.length > 0
      ? clear.slice(0, TOLD).flatMap((feature) => told(feature, effects, label, outputs) ?? [])
      : [nothingClear(known[0]!, label, outputs)]
  return texts.map((text) => ({ text, section: 'features' }))
}

function nothingClear(largest: FeatureEffect, label: (key: string) => string, outputs: string): string {
  const { estimate, ci } = largest.effect_on_inflation!
  return `No surface feature clearly goes with inflation: the largest association is with ${label(largest.feature).toLowerCase()}, ${withUnit(points(estimate), 'points')} for a standard deviation more (${LEVEL} interval ${range(ci)}; ${outputs}).`
}

/** One feature's sentence; null where a side of it is not known. */
function told(
  feature: FeatureEffect,
  { contrast }: Effects,
  label: (key: string) => string,
  outputs: string,
): string | null {
  const doubling = feature.effect_per_doubling
  const [inflation, proxy, goal] = doubling
    ? [doubling.inflation, doubling.proxy, doubling.goal]
    : [feature.effect_on_inflation, feature.effect_on_proxy, feature.effect_on_goal]
  if (!inflation || !proxy || !goal) return null
  const [machine, people] = sides(contrast)
  const subject = doubling
    ? twice(feature.feature, label)
    : `A standard deviation more of ${label(feature.feature).toLowerCase()}`
  const whole = `${withUnit(points(inflation.estimate), 'points')} of inflation (${LEVEL} interval ${range(inflation.ci)}; ${outputs})`
  return `${subject} goes with ${whole}: ${change(proxy)} in ${machine}, ${change(goal)} in ${people}.`
}

function twice(feature: string, label: (key: string) => string): string {
  return feature === 'words' ? 'Twice the length' : `Twice as much of ${label(feature).toLowerCase()}`
}

function sides({ signal, judge, goal }: Report['contrast']): [machine: string, people: string] {
  const own = signal === 'self' && judge === null
  return [
    own ? 'the own rating' : `the ${signal.includes(':') ? 'signal' : 'rating'}`,
    goal === 'human' ? 'the raters’' : 'the verified label',
  ]
}

/** "3.4 points more (2.0 to 4.8)", or that no clear difference is seen. */
function change({ estimate, ci }: Size): string {
  if (ci === null || (ci[0] <= 0 && ci[1] >= 0))
    return `no clear difference (${points(estimate)}; ${range(ci)})`
  return `${withUnit(formatPoints(Math.abs(estimate), 1), 'points')} ${estimate < 0 ? 'less' : 'more'} (${range(ci)})`
}

const points = (x: number) => formatSignedPoints(x, 1)

function range(ci: Interval): string {
  return formatInterval(ci, points) ?? ''
}
