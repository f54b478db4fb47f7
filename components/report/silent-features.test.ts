import { expect, it } from 'vitest'
import type { Report } from '@/lib/domain/report'
import type { FeatureEffect } from '@/lib/domain/report-features'
import { effectRows } from './effect-rows'
import { REPORT } from './report.fixture'
import { shownFeature } from './shown-features'
import { silentFeatures } from './silent-features'

const label = (key: string) => shownFeature(key).label
const effect = {
  estimate: 0.02,
  se: 0.01,
  df: 8,
  ci: [0, 0.04] as [number, number],
  p: 0.05,
  p_adjusted: 0.1,
}
const none = {
  effect_on_inflation: null,
  effect_on_proxy: null,
  effect_on_goal: null,
  effect_on_verified: null,
}
const feature = (key: string, effects: Partial<FeatureEffect>): FeatureEffect => ({
  ...{ feature: key, group: 'length', transform: 'log1p', mean: 4, sd: 1, r2_share: null },
  ...{ effect_per_doubling: null, ...none, ...effects },
})

const few = (key: string, df: string) =>
  ['proxy', 'goal', 'inflation'].map((side) => ({
    field: `features.${key}.effect_on_${side}`,
    why: `rests on too few prompts: ${df} degrees of freedom of at least 4`,
  }))
const report: Report = {
  ...REPORT,
  features: [
    feature('words', {}),
    feature('booster_rate', { effect_on_goal: effect, effect_on_inflation: effect }),
    feature('hedge_rate', {}),
  ],
  notes: [
    { field: 'features.headers', why: 'left out: the same in every output' },
    { field: 'features.bold', why: 'left out: the same in every output' },
    { field: 'features.list_items', why: 'left out: collinear with words' },
    ...few('words', '1.3'),
    ...few('booster_rate', '3.9').slice(0, 1),
    ...few('hedge_rate', '2.4'),
  ],
}

it('tells of all features without a row in one sentence, by their labels', () => {
  expect(silentFeatures(report, label)).toBe(
    'Not drawn: headings and bold spans (the same in every output); list items (all but the same as words); words and hedges (too few prompts for an interval).',
  )
  expect(silentFeatures(REPORT, label)).toBeNull()
})

it('draws no empty row', () => {
  const query = { model: [], family: [], tag: [], rater_group: [], where: [], feature: [], control: [] }
  const rows = effectRows(report, { ...query, min_human_n: 1, max_false_accept: 0.1, delta: 0.05 }, label)
  expect(rows.map(({ key }) => key)).toEqual(['booster_rate'])
})
