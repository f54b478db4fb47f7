import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeFeatures } from './compute'
import { FEATURES } from './registry'

const markup = fc.string({
  unit: fc.constantFrom(
    ...['```', '~~~', '`', '**', '__', '#', '- ', '1. ', '|', '[a](b)', '](', 'https://a', '\n', '\n\n', ' '],
    ...[
      'perhaps',
      'no doubt',
      'I’m certain',
      '95% sure',
      '3.5%',
      '.',
      '!',
      '?',
      '…',
      '😀',
      '\ud800',
      'é',
      '\t',
    ],
  ),
  maxLength: 60,
})
const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), markup)

const at = (key: string) => FEATURES.findIndex((feature) => feature.key === key)
const COUNTS = FEATURES.filter(({ unit }) => !unit.includes(' ') && unit !== 'percent').map(({ key }) => key)

test('any string has a value or null for every feature, never NaN, never an error', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { language, values } = computeFeatures(text)
      expect(language).toMatch(/^([a-z]{2}|und)$/)
      expect(values).toHaveLength(FEATURES.length)
      for (const value of values) expect(value === null || Number.isFinite(value)).toBe(true)
      for (const key of COUNTS) {
        const value = values[at(key)]
        expect(Number.isInteger(value) && Number(value) >= 0, key).toBe(true)
      }
      const tone = values[at('confidence_tone')] ?? 0
      expect(Math.abs(tone)).toBeLessThan(1)
      const variety = values[at('variety')] ?? 1
      expect(variety).toBeGreaterThan(0)
      expect(variety).toBeLessThanOrEqual(1)
    }),
    { numRuns: 1_000 },
  )
})

test('the list of counts is what the property above believes it is', () => {
  expect(COUNTS).toEqual(
    expect.arrayContaining(['chars', 'words', 'sentences', 'headers', 'tokens', 'links']),
  )
})

test('line ends do not matter', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const unix = text.replaceAll('\r', '')
      expect(computeFeatures(unix.replaceAll('\n', '\r\n'))).toEqual(computeFeatures(unix))
    }),
  )
})

test('space at either end is not counted as characters', () => {
  fc.assert(
    fc.property(anyText, fc.constantFrom(' ', '\n', '\t\n ', '\u00a0'), (text, space) => {
      // A combining mark at the start would join the space before it.
      fc.pre(!/^\p{M}/u.test(text))
      const chars = (value: string) => computeFeatures(value).values[at('chars')]
      expect(chars(space + text + space)).toBe(chars(text))
    }),
  )
})

test('the same text gives the same numbers, whatever came before', () => {
  fc.assert(
    fc.property(anyText, anyText, (text, other) => {
      const first = computeFeatures(text)
      computeFeatures(other)
      expect(computeFeatures(text)).toEqual(first)
    }),
  )
})

test('without words rates, words per sentence and tone are null', () => {
  for (const text of ['', '   ', '...', '!!! ???', '```\nonly code\n```', '`inline code only`']) {
    const { values } = computeFeatures(text)
    expect(values[at('words')], text).toBe(0)
    for (const { key } of FEATURES) {
      if (
        key.endsWith('_rate') ||
        ['words_per_sentence', 'confidence_tone', 'markdown_density'].includes(key)
      ) {
        expect(values[at(key)], `${key} of ${JSON.stringify(text)}`).toBeNull()
      }
    }
  }
})

test('features for English only are null in other languages, and the others stand', () => {
  const french = 'Peut-être que la réponse est 42! Je suis certain à 95%, mais qui sait? **Voilà** tout.'
  const { language, values } = computeFeatures(french)
  expect(language).toBe('fr')
  for (const { key, englishOnly } of FEATURES) {
    if (englishOnly) expect(values[at(key)], key).toBeNull()
  }
  expect(values[at('words')]).toBe(16)
  expect(values[at('bold')]).toBe(1)
})
