import { expect, it } from 'vitest'
import { speedingOf } from './pace'
import { type RaterRow, raterSort, sortRaters } from './rater-row'

const pace = { timed: 10, seconds: 40, others: 40, wordsPerMinute: 200 }

it.each([
  ['the pace of the others', {}, []],
  ['just 0.4 of it', { seconds: 16 }, []],
  ['less than that', { seconds: 15.9 }, ['others']],
  ['the same on too few outputs', { seconds: 15.9, wordsPerMinute: 2_000, timed: 9 }, []],
  ['a speed at which one can read', { wordsPerMinute: 700 }, []],
  ['one at which nobody can', { wordsPerMinute: 701 }, ['reading']],
  ['both', { seconds: 1, wordsPerMinute: 5_000 }, ['others', 'reading']],
  ['nobody to compare with', { seconds: 1, others: null, wordsPerMinute: null }, []],
  ['nothing measured', { timed: 0, seconds: null, others: 40, wordsPerMinute: null }, []],
])('of %s the rule says %j', (_what, change, reasons) => {
  expect(speedingOf({ ...pace, ...change })).toEqual(reasons)
})

const rater = (pseudonym: string, rated: number, seconds: number | null) =>
  ({ pseudonym, rated, idle: rated, pace: { ...pace, seconds } }) as RaterRow
const raters = [rater('b', 2, null), rater('a', 1, 9), rater('c', 3, 7)]

it.each([
  [null, 'abc'],
  ['constructor', 'abc'],
  ['-rated', 'cba'],
  ['rater', 'abc'],
  ['seconds', 'cab'],
  ['-seconds', 'acb'],
])('sorted by %s, what is unknown comes last', (sort, order) => {
  expect(
    sortRaters(raters, raterSort(sort))
      .map(({ pseudonym }) => pseudonym)
      .join(''),
  ).toBe(order)
})
