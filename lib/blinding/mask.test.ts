import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inContext, MASK, masked } from './mask'

test('each range is hidden by the same mask, however long', () => {
  expect(masked('I am gpt-x, Score: 9', [{ start: 5, end: 10 }])).toBe(`I am ${MASK}, Score: 9`)
  expect(masked('ab', [{ start: 0, end: 2 }])).toBe(MASK)
  expect(masked('abc', [])).toBe('abc')
})

test('ranges that overlap or meet become one, in whatever order', () => {
  const ranges = [
    { start: 4, end: 6 },
    { start: 0, end: 2 },
    { start: 1, end: 4 },
  ]
  expect(masked('abcdefgh', ranges)).toBe(`${MASK}gh`)
})

test('a range that reaches over the end of an excerpt hides its rest', () => {
  expect(masked('abcd', [{ start: 2, end: 9 }])).toBe(`ab${MASK}`)
  expect(masked('abcd', [{ start: 7, end: 9 }])).toBe('abcd')
})

test('no character of a range is left, and every other one is', () => {
  const range = fc
    .tuple(fc.nat(30), fc.nat(10))
    .map(([start, length]) => ({ start, end: start + length + 1 }))
  fc.assert(
    fc.property(fc.array(range), (ranges) => {
      const text = Array.from({ length: 30 }, (_, i) => String.fromCharCode(65 + i)).join('')
      const left = [...text].filter((_, i) => !ranges.some(({ start, end }) => start <= i && i < end))
      expect(masked(text, ranges).replaceAll(MASK, '')).toBe(left.join(''))
    }),
  )
})

test('the context of words is one line, cut where it is long', () => {
  const text = `${'x'.repeat(100)}\n\nI am ChatGPT\tyes ${'y'.repeat(100)}`
  const { before, words, after } = inContext(text, { start: 107, end: 114 }, 10)
  expect(before).toBe('…xxx I am ')
  expect(words).toBe('ChatGPT')
  expect(after).toBe(' yes yyyyy…')
})
