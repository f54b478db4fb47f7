import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withoutFencedText } from './arena'
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
