import { expect, it } from 'vitest'
import { mediansOfOthers } from './medians-of-others'

it.each([
  { values: [], medians: [] },
  { values: [7], medians: [null] },
  { values: [7, 3], medians: [3, 7] },
  { values: [1, 2, 10], medians: [6, 5.5, 1.5] },
  { values: [5, 5, 5, 5], medians: [5, 5, 5, 5] },
  { values: [40, 10, 30, 20], medians: [20, 30, 20, 30] },
])('the medians of the others of $values are $medians', ({ values, medians }) => {
  expect(mediansOfOthers(Object.freeze([...values]))).toEqual(medians)
})
