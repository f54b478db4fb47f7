import fc from 'fast-check'
import { expect, test } from 'vitest'
import { prepared } from './feature-testing'
import { removeFences } from './fences'
import { normaliseText } from './normalise'
import { hashWord, Words } from './words'

const wordsOf = (words: Words) => Array.from({ length: words.length }, (_, i) => words.at(i))

test('fences are those of the published pattern', () => {
  const fence = /^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1[`~]*[ \t]*$|$(?![\s\S]))/gm
  const text = fc.string({
    unit: fc.constantFrom('`', '```', '~~~', '~', '\n', '\n', ' ', '\t', 'a', '\r', '\u2028'),
    maxLength: 30,
  })
  fc.assert(
    fc.property(text, (value) => {
      const blocks = value.match(fence)?.length ?? 0
      expect(removeFences(value)).toEqual({ prose: value.replace(fence, ''), blocks })
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['a\n```\ncode\n```\nb', 'a\n\nb', 1],
  ['```js\nonly code\n```', '', 1],
  ['a\n~~~\nnever closed', 'a\n', 1],
  ['````\n```\n````\nb', '\nb', 1],
  ['``` on the last line', '``` on the last line', 0],
  ['a ``` b\n', 'a ``` b\n', 0],
  ['```\na\n~~~\nb', '', 1],
])('fences of %j', (text, prose, blocks) => {
  expect(removeFences(text)).toEqual({ prose, blocks })
})

test('inline code is no language, but structure', () => {
  expect(prepared('use `a` and `b c`').plain).toBe('use   and  ')
  expect(prepared('use `a` and `b c`').prose).toBe('use `a` and `b c`')
})

test('line ends become LF and accents are composed', () => {
  expect(normaliseText('a\r\nb\rc\n')).toBe('a\nb\rc\n')
  expect(normaliseText('cafe\u0301')).toBe('caf\u00e9')
})

test('NFC is skipped only for texts that are in NFC', () => {
  // Every code unit that the quick look lets pass, alone and beside letters that accents compose with.
  for (let unit = 0; unit < 0x1_0000; unit++) {
    const char = String.fromCharCode(unit)
    for (const text of [char, `e${char}`, `${char}e`]) {
      if (normaliseText(text) !== text.normalize('NFC') && text !== '\r\n') {
        expect.fail(`U+${unit.toString(16)} is not composed`)
      }
    }
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(normaliseText(text)).toBe(text.replaceAll('\r\n', '\n').normalize('NFC'))
    }),
  )
})

test('a run of more marks than any language writes stays as it is', () => {
  const marks = '\u0301\u0316'.repeat(20)
  expect(normaliseText(`cafe\u0301 e${marks} cafe\u0301`)).toBe(`caf\u00e9 e${marks} caf\u00e9`)
})

test('words are those of the published pattern', () => {
  const word = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('a', 'É', '7', '-', "'", '’', ' ', '𝒜', '😀', 'ß', '漢', '\ud800') }),
  )
  fc.assert(
    fc.property(text, (value) => {
      const words = new Words(value)
      // A letter's lower case may hold a mark that no word holds; the one such letter has a test of its own.
      const expected = value.replaceAll('İ', 'I').match(word) ?? []
      expect(wordsOf(words)).toEqual(expected.map((found) => found.toLowerCase().replaceAll('’', "'")))
      expect(words.letters).toBe(value.match(/\p{L}/gu)?.length ?? 0)
      wordsOf(words).forEach((found, i) => {
        expect(words.hash(i)).toBe(hashWord(found))
        expect(words.same(0, i)).toBe(found === words.at(0))
      })
    }),
    { numRuns: 1_000 },
  )
})

test.each([
  ['It’s a well-known co-op; it’s OK.', ["it's", 'a', 'well-known', 'co-op', "it's", 'ok']],
  ["'quoted' -- dash - and trailing-", ['quoted', 'dash', 'and', 'trailing']],
  ['3.5% of 1,000', ['3', '5', 'of', '1', '000']],
  ['İstanbul ΟΔΟΣ Straße', ['istanbul', 'οδος', 'straße']],
  ['日本語 text', ['日本語', 'text']],
  ['', []],
])('words of %j', (text, expected) => {
  expect(wordsOf(new Words(text))).toEqual(expected)
})
