import { expect, it } from 'vitest'
import type { SignalMeta, SnapshotMeta } from '@/lib/server/snapshot/meta'
import { resolveContrast } from './contrast'

const criterion = (key: string, human: number, verified: number) => ({
  ...{ key, name: key, min: 1, max: 5, higher_is: 'better' as const, accept_at: 3 },
  ...{ human, verified, compared: 0 },
})
const signal = (
  name: string,
  [outputs, human, verified]: [number, number, number],
  judge: string | null = null,
) => ({
  ...{ criterion: 'quality', signal: name, outputs, human, verified },
  judges: [{ judge, outputs, human, verified }],
})
const metaOf = (signals: SignalMeta[], { human = 5, verified = 0 } = {}): SnapshotMeta => ({
  format: 4,
  audit: '',
  revision: 1,
  cut_at: null,
  criteria: [criterion('quality', human, verified), criterion('tone', 0, 3)],
  features: [],
  models: [],
  signals,
  tags: [],
  groups: [],
  counts: { outputs: 0, prompts: 0, facts: 0, ratings: 0 },
})

it('takes the first criterion, the humans, and self', () => {
  const meta = metaOf([signal('peer', [9, 9, 9]), signal('self', [2, 1, 0])])
  expect(resolveContrast(meta, {})).toEqual({
    ...{ criterion: 'quality', signal: 'self', judge: null, goal: 'human', common_scale: true },
  })
})

it('takes the verified label where no human rated, and the humans where there is neither', () => {
  expect(resolveContrast(metaOf([], { human: 0, verified: 3 }), {}).goal).toBe('verified')
  expect(resolveContrast(metaOf([], { human: 0, verified: 0 }), {}).goal).toBe('human')
  expect(resolveContrast(metaOf([]), { criterion: 'tone' }).goal).toBe('verified')
  expect(resolveContrast(metaOf([]), { signal: 'human' }).goal).toBe('verified')
})

it('without a self rating that has a goal takes the signal that covers most outputs with one', () => {
  const peer = signal('peer', [9, 3, 1])
  const flag = signal('flag:x', [5, 4, 1])
  expect(resolveContrast(metaOf([peer, flag]), {}).signal).toBe('flag:x')
  expect(resolveContrast(metaOf([peer, flag, signal('self', [9, 0, 9])]), {}).signal).toBe('flag:x')
  expect(resolveContrast(metaOf([peer, flag]), { goal: 'verified' }).signal).toBe('peer')
  expect(resolveContrast(metaOf([signal('b', [1, 1, 1]), signal('a', [1, 1, 1])]), {}).signal).toBe('a')
  expect(resolveContrast(metaOf([]), {}).signal).toBe('self')
})

it('with a judge chooses among the signals of this judge', () => {
  const meta = metaOf([signal('self', [9, 9, 9], 'a'), signal('peer', [4, 4, 4], 'b')])
  expect(resolveContrast(meta, { judge: 'b' })).toMatchObject({ signal: 'peer', judge: 'b' })
})

it('knows that a metric shares no scale', () => {
  const meta = metaOf([signal('metric:rouge', [1, 1, 1])])
  expect(resolveContrast(meta, {})).toMatchObject({ signal: 'metric:rouge', common_scale: false })
})
