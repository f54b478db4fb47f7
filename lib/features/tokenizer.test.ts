import fc from 'fast-check'
import { encode } from 'gpt-tokenizer/encoding/cl100k_base'
import { CL100K_TOKEN_SPLIT_REGEX } from 'gpt-tokenizer/encodingParams/constants'
import { expect, test } from 'vitest'
import { countBytePairTokens } from './bytepairs'
import { pieceEnd } from './pieces'
import { countTokens } from './tokenizer'
import { TokenTable } from './tokentable'

function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (let start = 0; start < text.length; ) {
    const end = pieceEnd(text, start)
    pieces.push(text.slice(start, end))
    start = end
  }
  return pieces
}

const UNITS = [
  ...['a', 'B', 'é', '漢', '𝒜', '7', '½', '’', "'", "'s", "'LL", "'Re", "'x"],
  ...[
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\t',
    '\u00a0',
    '\u2028',
    '.',
    '#',
    '—',
    '😀',
    '\ud800',
    '\udc00',
    '_',
    '\u0301',
  ],
]
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...UNITS), maxLength: 60 }),
)

test('pieces are those of the encoding’s own pattern', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(piecesOf(value)).toEqual(value.match(CL100K_TOKEN_SPLIT_REGEX) ?? [])
    }),
    { numRuns: 3_000 },
  )
})

test('counts are those of gpt-tokenizer', () => {
  fc.assert(
    fc.property(text, (value) => {
      // gpt-tokenizer takes U+FEFF for a byte order mark while it looks tokens up, and miscounts there.
      fc.pre(!value.includes('\ufeff'))
      expect(countTokens(value)).toBe(encode(value).length)
    }),
    { numRuns: 1_000 },
  )
})

test.each([
  ['tiktoken is great!', 6],
  ['antidisestablishmentarianism', 6],
  ['お誕生日おめでとう', 9],
  ['2 + 2 = 4', 7],
])('published counts of cl100k_base: %j', (value, count) => {
  // From OpenAI's cookbook, "How to count tokens with tiktoken".
  expect(countTokens(value)).toBe(count)
})

test('special tokens are plain text', () => {
  expect(countTokens('<|endoftext|>')).toBeGreaterThan(1)
})

test('long pieces count as in gpt-tokenizer', () => {
  for (const unit of ['a', 'xq', ' ', '=', '漢字', '😀', '\n']) {
    const long = unit.repeat(600)
    expect(countTokens(long), unit).toBe(encode(long).length)
  }
})

test('over 2,000 characters a run is counted in slices, which never cut a character', () => {
  const slices = (text: string, length: number) => {
    let sum = 0
    for (let at = 0; at < text.length; at += length) sum += encode(text.slice(at, at + length)).length
    return sum
  }
  const letters = 'xqz'.repeat(2_100)
  expect(countTokens(letters)).toBe(slices(letters, 2_000))
  // A sign of one code unit first, so that 2,000 units would end within a pair.
  const pairs = `=${'😀'.repeat(2_100)}`
  expect(countTokens(pairs)).toBe(slices(pairs.slice(0, 1_999), 2_000) + slices(pairs.slice(1_999), 2_000))
  expect(countTokens('a '.repeat(5_000))).toBe(encode('a '.repeat(5_000)).length)
})

test('the pair of the lowest rank is merged first, the leftmost of equals', () => {
  const ranks = new TokenTable(['a', 'b', 'c', 'aa', 'bc', 'ab', 'aaa'])
  const count = (bytes: string) => countBytePairTokens(bytes, ranks)
  expect(count('a')).toBe(1)
  expect(count('aa')).toBe(1)
  expect(count('aaa')).toBe(1)
  expect(count('aaaa')).toBe(2)
  // "bc" has a lower rank than "ab", so the a stays alone.
  expect(count('abc')).toBe(2)
  expect(count('ab')).toBe(1)
})

test('a token table finds its tokens and nothing else', () => {
  const table = new TokenTable(['one', '', 'two', 'on'])
  expect(table.find('a one two', 2, 5)).toBe(0)
  expect(table.find('a one two', 2, 4)).toBe(3)
  expect(table.find('a one two', 6, 9)).toBe(2)
  expect(table.find('a one two', 0, 1)).toBe(-1)
  expect(table.find('', 0, 0)).toBe(-1)
})
