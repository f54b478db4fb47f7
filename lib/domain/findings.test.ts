import { expect, it } from 'vitest'
import { type Found, findingsOf } from './findings'
import { plain } from './testing'

const contrast = { criterion: 'q', signal: 'self', judge: null, goal: 'human', common_scale: true } as const
const row = { prompts: 20, goal_mean: null, goal_mean_ci: null, spearman: null, spearman_ci: null }
const found = (part: object) =>
  ({
    contrast,
    headline: { inflation: null },
    n: { outputs: 90 },
    by_model: [],
    by_group: [],
    slices: null,
    agreement: null,
    features: [],
    feature_regression: null,
    classification: null,
    gate: { curve: [], higher_is: 'better', accept_at: 0.5 },
    ...part,
  }) as unknown as Found
const texts = (part: object) => findingsOf(found(part), (key) => key).map(({ text }) => plain(text))

it('says nothing where nothing is known', () => {
  expect(findingsOf(found({}), (key) => key)).toEqual([])
})

it('tells of two groups of raters only where their intervals do not meet', () => {
  const by_group = [
    { ...row, group: 'crowd', n: 40, inflation: 0.2, ci: [0.15, 0.25] },
    { ...row, group: 'expert', n: 30, inflation: 0.02, ci: [-0.03, 0.07] },
  ]
  expect(texts({ by_group })).toEqual([
    'Which people count changes the answer: inflation, in points, is +20 for crowd (+15 to +25; 40 outputs) and +2 for expert (−3 to +7; 30 outputs).',
  ])
  expect(texts({ by_group: [by_group[0], { ...by_group[1], ci: [-0.1, 0.16] }] })).toEqual([])
})

it('tells of the gate at the mark from which people accept', () => {
  const point = (t: number, rate: number | null) => ({ t, n: 60, false_accept_rate: rate, ci: [0.2, 0.4] })
  const gate = {
    higher_is: 'better',
    accept_at: 0.5,
    curve: [point(0.4, 0.5), point(0.6, 0.3), point(0.8, 0.1)],
  }
  expect(texts({ gate })).toEqual([
    'Of what a gate at the acceptance mark lets through, people would reject 30 % (95 % interval 20 % to 40 %; 60 outputs).',
  ])
  expect(texts({ gate: { ...gate, curve: [point(0.6, null)] } })).toEqual([])
})

it('names the largest slice only where it stands out after correction', () => {
  const top = {
    ...{ model: 'm', tag: null, where: [{ feature: 'words', lo: 100, hi: 400 }], n: 40, prompts: 20 },
    ...{
      inflation: 0.3,
      ci: [0.2, 0.4],
      difference: 0.2,
      difference_ci: [0.1, 0.3],
      p: 0.0001,
      p_adjusted: 0.01,
    },
  }
  expect(texts({ slices: { tested: 80, features: ['words'], rows: [top] } })).toEqual([
    'Of 80 slices, inflation is largest for m, words 100 to 400: +20 points against all other outputs (95 % interval +10 to +30; 40 outputs).',
  ])
  expect(
    texts({ slices: { tested: 80, features: ['words'], rows: [{ ...top, p_adjusted: 0.06 }] } }),
  ).toEqual([])
})

it('tells of the raters’ ceiling only where it is surely low', () => {
  const agreement = { ceiling: 0.61, ceiling_ci: [0.45, 0.7], outputs_with_two: 240 }
  expect(texts({ agreement })).toEqual([
    'No signal could correlate above 0.61 with the mean of these raters (95 % interval 0.45 to 0.70; 240 outputs): they agree too little among themselves.',
  ])
  expect(texts({ agreement: { ...agreement, ceiling_ci: [0.45, 0.85] } })).toEqual([])
})
