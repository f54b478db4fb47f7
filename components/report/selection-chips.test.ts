import { expect, it } from 'vitest'
import { formatQuestion, parseQuestion } from '@/lib/domain/selection'
import { chipsOf } from './selection-chips'

it('has a chip for each value of each filter, which leads to the question without it', () => {
  const query =
    'family=gpt&min_human_n=2&model=a&model=b&signal=self&tag=t&where=words%3A..9&where=words%3A12..12'
  const question = parseQuestion(new URLSearchParams(query))
  const chips = chipsOf(question, (key) => key.toUpperCase())
  expect(chips.map(({ label }) => label)).toEqual([
    'Model: a',
    'Model: b',
    'Family: gpt',
    'Tag: t',
    'WORDS up to 9',
    'WORDS 12',
    'At least 2 human ratings',
  ])
  expect(chips.map(({ without }) => formatQuestion(without).toString())).toEqual([
    query.replace('model=a&', ''),
    query.replace('model=b&', ''),
    query.replace('family=gpt&', ''),
    query.replace('tag=t&', ''),
    query.replace('where=words%3A..9&', ''),
    query.replace('&where=words%3A12..12', ''),
    query.replace('min_human_n=2&', ''),
  ])
})
