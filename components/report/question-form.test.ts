import { expect, it } from 'vitest'
import { parseQuestion } from '@/lib/domain/selection'
import { goalsOf, queryOf } from './question-form'

const form = (entries: [string, string][]) => {
  const data = new FormData()
  for (const [key, value] of entries) data.append(key, value)
  return data
}

it('leaves out what is empty or default, and sorts the rest', () => {
  const query = queryOf(
    form([
      ['signal', 'self'],
      ['judge', ''],
      ['model', 'b'],
      ['model', 'a'],
      ['min_human_n', '1'],
    ]),
  )
  expect(query.toString()).toBe('model=a&model=b&signal=self')
})

it('adds the range that is being typed to those in force', () => {
  const query = queryOf(
    form([
      ['where', 'words:10..20'],
      ['_feature', 'bold'],
      ['_from', ''],
      ['_to', '3'],
    ]),
  )
  expect(query.getAll('where')).toEqual(['bold:..3', 'words:10..20'])
  expect(parseQuestion(query).where).toEqual([
    { feature: 'bold', lo: null, hi: 3 },
    { feature: 'words', lo: 10, hi: 20 },
  ])
})

it('ignores a range without ends', () => {
  const query = queryOf(
    form([
      ['_feature', 'bold'],
      ['_from', ''],
      ['_to', ' '],
    ]),
  )
  expect(query.toString()).toBe('')
})

it('names the goal that is waited for while nobody has rated', () => {
  expect(goalsOf({ goals: [] }, 'human')).toEqual(['human'])
  expect(goalsOf({ goals: ['human', 'verified'] }, 'verified')).toEqual(['human', 'verified'])
})
