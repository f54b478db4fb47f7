import { expect, it } from 'vitest'
import { outputsQuestion, PAGE_SIZE } from './question'

it.each([
  ['', 1],
  ['page=3', 3],
  ['page=-1', 1],
  ['page=x', 1],
  ['page=1e18', 1e9],
  ['page=1e300', 1e9],
  ['page=Infinity', 1e9],
])('%s is page %d', (query, page) => {
  expect(outputsQuestion(new URLSearchParams(query)).view.page).toBe(page)
  // What is left out must be a whole number that the database takes.
  expect(Number.isSafeInteger((page - 1) * PAGE_SIZE)).toBe(true)
})
