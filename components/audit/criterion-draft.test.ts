import { expect, it } from 'vitest'
import { criterionSchema } from '@/lib/domain/audit'
import { TEMPLATES } from '@/lib/domain/templates'
import { anchorPoints, draftOf, emptyDraft, inputOf, keyFrom } from './criterion-draft'

it.each(TEMPLATES.map(({ criterion }) => criterion))('$key comes back as it was', (criterion) => {
  expect(criterionSchema.parse(inputOf(draftOf(criterion, 'x')))).toEqual(criterionSchema.parse(criterion))
})

it('keeps what is no number as it was typed, so that it can be refused', () => {
  const draft = { ...emptyDraft('x'), key: 'a', name: 'A', max: 'five' }
  const { error } = criterionSchema.safeParse(inputOf(draft))
  expect(error?.issues.map(({ path }) => path)).toEqual([['max']])
})

it('offers each step as an anchor, the two ends of a fine scale, and none of a scale upside down', () => {
  const draft = emptyDraft('x')
  expect(anchorPoints(draft)).toEqual(['1', '2', '3', '4', '5'])
  expect(anchorPoints({ ...draft, max: '100', step: '' })).toEqual(['1', '100'])
  expect(anchorPoints({ ...draft, max: '0' })).toEqual([])
  expect(anchorPoints({ ...draft, step: '0' })).toEqual(['1', '5'])
})

it('drops labels of points that the scale no longer has', () => {
  const draft = { ...emptyDraft('x'), max: '3', labels: { '1': 'low', '5': 'gone', '2': ' ' } }
  expect(inputOf(draft).labels).toEqual({ '1': 'low' })
})

it.each([
  ['Overall quality', 'overall_quality'],
  ['  1. Ärger & Öl ', 'a_rger_o_l'],
  ['中文', ''],
])('makes a key of %s', (name, key) => expect(keyFrom(name)).toBe(key))
