import { expect, it } from 'vitest'
import { repeatedErrors } from './import-answer'

it('tells an error that repeats once, at its first line, with the number of its lines', () => {
  const unknown = { path: 'criterion', message: '"x" is not a criterion' }
  expect(
    repeatedErrors([
      { line: 2, ...unknown },
      { line: 2, path: 'score', message: 'is required' },
      { line: 3, ...unknown },
      { line: 9, ...unknown, path: 'other' },
      { line: 12, ...unknown },
    ]),
  ).toEqual([
    { line: 2, ...unknown, lines: 3 },
    { line: 2, path: 'score', message: 'is required', lines: 1 },
    { line: 9, ...unknown, path: 'other', lines: 1 },
  ])
})
