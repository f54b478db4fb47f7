import { expect, test } from 'vitest'
import { analysisOf } from './report-plan'
import { questionSchema } from './selection'

const PRIMARY = { criterion: 'quality', signal: 'self', goal: 'human' } as const
const CONTRAST = { ...PRIMARY, judge: null, common_scale: true }
const asked = (more: object = {}) => questionSchema.parse(more)

test('the primary contrast on all outputs is planned', () => {
  expect(analysisOf(PRIMARY, CONTRAST, asked())).toBe('planned')
  expect(analysisOf({ ...PRIMARY, threshold: 4 }, CONTRAST, asked({ bins: '5', feature: ['words'] }))).toBe(
    'planned',
  )
})

test.each([
  ['criterion', { criterion: 'safe' }, {}],
  ['signal', { signal: 'peer' }, {}],
  ['judge', { judge: 'gpt-4o' }, {}],
  ['goal', { goal: 'verified' as const }, {}],
  ['models', {}, { model: ['gpt-4o'] }],
  ['tags', {}, { tag: ['x'] }],
  ['ranges', {}, { where: ['words:1..2'] }],
  ['fewest ratings', {}, { min_human_n: '2' }],
])('another choice of %s is exploratory', (_what, contrast, selection) => {
  expect(analysisOf(PRIMARY, { ...CONTRAST, ...contrast }, asked(selection))).toBe('exploratory')
})

test('without a planned contrast nothing is either', () => {
  expect(analysisOf(undefined, CONTRAST, asked())).toBeNull()
})
