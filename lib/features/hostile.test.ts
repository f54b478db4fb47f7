import { describe, expect, test } from 'vitest'
import { computeFeatures } from './compute'
import { prepared } from './feature-testing'
import { HOSTILE_TEXTS } from './hostile-texts'
import { detectLanguage } from './language'
import { FEATURES, type FeatureKey } from './registry'

const MIB = 2 ** 20
type Hostile = keyof typeof HOSTILE_TEXTS

/**
 * The texts that would be worst for each feature, were it written without care. A quadratic step takes minutes at
 * this size, and so fails by the runner's own time limit; the growth itself is measured by the bench.
 */
const WORST: Record<FeatureKey, readonly Hostile[]> = {
  chars: ['spaces, then a letter', 'emoji', 'high surrogates alone'],
  words: ['letters and hyphens', 'no space between words', 'apostrophes', 'dotted capitals'],
  sentences: ['dots', 'dots, then a letter', 'dots and brackets', 'brackets after a dot'],
  words_per_sentence: ['dots, then a letter', 'one-letter words'],
  paragraphs: ['newlines', 'blank lines with spaces', 'CRLF lines', 'line separators'],
  headers: ['hashes', 'newlines'],
  list_items: ['newlines', 'blank lines with spaces', 'digits', 'list markers', 'dashes'],
  bold: ['stars', 'underscores', 'bold, never closed'],
  code_blocks: [
    'backticks',
    'backticks, then lines',
    'open fences',
    'many fences',
    'fences with a long marker',
    'tildes',
  ],
  inline_code: ['backticks', 'inline code, never closed'],
  table_rows: ['pipes', 'pipes, then a letter', 'pipes and spaces'],
  links: [
    'square brackets',
    'closing brackets',
    'links, never closed',
    'labels, never closed',
    'addresses',
    'h letters',
  ],
  hedge_rate: ['hedges without end', 'one-letter words'],
  booster_rate: ['hedges without end'],
  confidence_tone: ['hedges without end', 'sigmas'],
  exclamation_rate: ['dots and brackets'],
  question_rate: ['dots and brackets'],
  number_rate: ['digits', 'digits with dots', 'digits with commas'],
  markdown_density: ['list markers', 'pipes', 'stars'],
  self_confidence_number: ['percents', 'percents and spaces', 'digits'],
  tokens: [
    'spaces',
    'newlines',
    'one letter',
    'a capital letter',
    'Chinese without spaces',
    'emoji',
    'null characters',
  ],
  readability: ['dots, then a letter', 'letters with marks'],
  variety: ['one-letter words', 'numbered words'],
  arena_headers: ['newlines', 'hashes'],
  arena_lists: ['newlines', 'blank lines with spaces', 'spaces', 'digits'],
  arena_bold: ['one-letter fences', 'fenced needle', 'many fences', 'stars'],
}

describe.each(FEATURES.map((feature) => [feature.key, feature] as const))('%s', (key, feature) => {
  test.each(WORST[key])('1 MiB of %s', (name) => {
    const value = feature.compute(prepared(HOSTILE_TEXTS[name](MIB)))
    expect(value === null || Number.isFinite(value)).toBe(true)
  })
})

test.each<Hostile>([
  'no space between words',
  'one-letter words',
  'Chinese without spaces',
  'emoji',
  'low surrogates alone',
])('the language of 1 MiB of %s', (name) => {
  expect(detectLanguage(prepared(HOSTILE_TEXTS[name](MIB)).words)).toMatch(/^([a-z]{2}|und)$/)
})

test.each<Hostile>([
  'combining marks',
  'combining marks in two blocks',
  'letters with marks',
  'special tokens',
])('all features of 1 MiB of %s', (name) => {
  const { values } = computeFeatures(HOSTILE_TEXTS[name](MIB))
  expect(values).toHaveLength(FEATURES.length)
})

test('hostile texts have the size they claim', () => {
  for (const [name, make] of Object.entries(HOSTILE_TEXTS)) {
    const bytes = new TextEncoder().encode(make(2 ** 14)).length
    expect(bytes, name).toBeGreaterThan(2 ** 13)
    expect(bytes, name).toBeLessThan(2 ** 15)
  }
})
