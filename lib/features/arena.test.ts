import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutFencedText } from './arena'
import { arenaPairScores } from './arena-pairs'
import { featureOf } from './feature-testing'

// Fixture arena-markdown-element-counts: count_markdown_elements and remove_pattern of lm-sys/FastChat, commit
// 0e6d3e4b, run on these texts. [text, headers, list items, bold spans]
const COUNTS: [string, number, number, number][] = [
  [
    '# Title\n\nSome **bold** text and __also bold__.\n\n- one\n- two\n  * nested\n1. first\n2. second\n',
    1,
    5,
    2,
  ],
  ['No markup at all. Just two sentences.', 0, 0, 0],
  ['```python\n# not a header\n- not a list\n**not bold**\n```\n## Real header\n+ item', 1, 1, 0],
  [
    '#NoSpace is not a header\n####### seven is not a header\n###### six is\n**a** **b** **multi\nline**',
    1,
    0,
    2,
  ],
  ['- [ ] task\n-no space\n12. twelve\n3) paren\n* star\n**Bold:** value __x__y__\n', 0, 3, 2],
  ['', 0, 0, 0],
]

test.each(COUNTS)('counts of FastChat for %j', (text, headers, lists, bold) => {
  expect(featureOf('arena_headers', text)).toBe(headers)
  expect(featureOf('arena_lists', text)).toBe(lists)
  expect(featureOf('arena_bold', text)).toBe(bold)
})

test('what stands between fences is deleted wherever it occurs, and the fences stay', () => {
  expect(withoutFencedText('- a\n```- a\n```\n- a\nb')).toBe('``````\nb')
  expect(withoutFencedText('a ``` b')).toBe('a ``` b')
  expect(withoutFencedText('``````')).toBe('``````')
})

test('list items are those of the pattern with \\s at a line’s start, which is quadratic', () => {
  const pattern = /(?<![^\n])\s*(?:\d+\.|[-*+])\s/g
  const text = fc.string({ unit: fc.constantFrom('-', '*', '+', '1', '23', '.', ' ', '\t', '\n', 'a', '#') })
  fc.assert(
    fc.property(text, (value) => {
      expect(featureOf('arena_lists', value)).toBe(value.match(pattern)?.length ?? 0)
    }),
  )
})

// Fixture arena-style-features-normalised: numpy transcriptions of FastChat rating_systems.preprocess_for_style
// and of arena-rank's examples. Columns: tokens, headers, lists, bold.
const A = [
  [812, 4, 12, 6],
  [100, 0, 0, 0],
  [450, 2, 8, 1],
  [300, 1, 0, 0],
  [95, 0, 3, 2],
]
const B = [
  [400, 0, 3, 1],
  [100, 0, 0, 0],
  [500, 5, 8, 0],
  [900, 0, 10, 4],
  [60, 1, 1, 0],
]
const PAIR_SCORES = {
  fastchat: [
    [1.1664881124900477, 1.4331564200137392, 1.0812558869994644, 0.7717147146073617],
    [-0.008198547643442343, -0.17037523874289207, -0.0209304063793142, -0.35872676186826574],
    [-0.19003255460876287, -0.9220307037850629, -0.0209304063793142, 0.5456264193122362],
    [-1.736000119240643, 0.8318320479800023, -1.8022415875975424, -1.8056918517570688],
    [0.7677431090028005, -1.1725825254657865, 0.7628465133567063, 0.8470774797057368],
  ],
  arena_rank: [
    [1.0418622786365235, 1.003136442620389, 0.914776431920942, 0.43454207580216914],
    [-0.00809791774584719, -0.1294369603381147, -0.031544014893825585, -0.40111576227892537],
    [-0.1706620156016767, -0.6148255616060448, -0.031544014893825585, 0.7688052110346069],
    [-1.5524568473762277, 1.003136442620389, -1.6087447595851052, -1.5710367355924577],
    [0.6893545020872278, -1.2620103632966184, 0.7570563574518141, 0.7688052110346069],
  ],
} as const

test.each(['fastchat', 'arena_rank'] as const)('pair scores as %s makes them', (variant) => {
  const scores = arenaPairScores(A, B, variant)
  PAIR_SCORES[variant].forEach((row, pair) => {
    row.forEach((value, column) => {
      expect(scores[pair]?.[column]).toBeCloseTo(value, 10)
    })
  })
})

test('pair scores are null where they are not defined', () => {
  expect(arenaPairScores([], [], 'fastchat')).toEqual([])
  expect(arenaPairScores([[1, 2]], [[0, 0]], 'arena_rank')).toEqual([[null, null]])
  expect(arenaPairScores([[1], [1]], [[0], [0]], 'fastchat')).toEqual([[null], [null]])
})
