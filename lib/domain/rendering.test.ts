import { expect, test } from 'vitest'
import { canRender } from './rendering'

test('texts as models write them are rendered', () => {
  expect(canRender('')).toBe(true)
  expect(
    canRender('## A head\n\nSome **bold** words, `code`, and [a link](https://example.org).\n'.repeat(200)),
  ).toBe(true)
})

test.each([
  ['a very long text', 'word '.repeat(6_001)],
  ['brackets without end', ']'.repeat(2_001)],
  ['bold that is never closed', '**a '.repeat(1_001)],
  ['code that is never closed', '`a'.repeat(2_001)],
])('%s is not', (_what, text) => {
  expect(canRender(text)).toBe(false)
})
