import fc from 'fast-check'
import { expect, test } from 'vitest'
import { featureOf } from './feature-testing'
import { countLinks } from './links'

test.each([
  ['# a\n## b\n###### c\n####### d\n#e\n #f\n#', 3],
  ['text # no header\n```\n# in code\n```', 0],
  ['#\n# ', 2],
])('headings of %j', (text, count) => {
  expect(featureOf('headers', text)).toBe(count)
})

test.each([
  ['- a\n* b\n+ c\n1. d\n12) e\n  - f', 6],
  ['-a\n1.5 litres\n- \n--- \na - b', 1],
  ['\n\n\n   - a\n\n - b', 2],
  ['~~~\n- in code\n~~~\n- out', 1],
])('list items of %j', (text, count) => {
  expect(featureOf('list_items', text)).toBe(count)
})

test.each([
  ['**a** __b__ **c d**', 3],
  ['**multi\nline** and **', 1],
  ['** **', 1],
  ['****', 0],
  ['2 ** 3 and 4 ** 5', 1],
])('bold spans of %j', (text, count) => {
  expect(featureOf('bold', text)).toBe(count)
})

test.each([
  ['```js\na\n```\n~~~\nb\n~~~', 2, 0],
  ['```\nnever closed', 1, 0],
  ['`a` and `b` and `c\nd`', 0, 2],
  ['a lone ` here', 0, 0],
  ['```\n`x`\n```\n`y`', 1, 1],
])('code of %j', (text, blocks, spans) => {
  expect(featureOf('code_blocks', text)).toBe(blocks)
  expect(featureOf('inline_code', text)).toBe(spans)
})

test.each([
  ['| a | b |\n|---|---|\n  | 1 | 2 |  \n| no end', 3],
  ['||\n|', 1],
  ['a | b', 0],
])('table rows of %j', (text, count) => {
  expect(featureOf('table_rows', text)).toBe(count)
})

test.each([
  ['[a](b) ![c](d.png) https://e.org http://f', 4],
  ['[https://a.org](https://a.org)', 1],
  ['[a](b', 0],
  ['[a]\n(b) [](x) [y]()', 0],
  ['[![image](a.png)](b)', 1],
  ['[see https://a.org', 1],
  ['ftp://a https:// b', 0],
  ['(<https://a.org>), [1](https://b.org)', 2],
])('links of %j', (text, count) => {
  expect(countLinks(text)).toBe(count)
})

test('links are those of the plain pattern, which is quadratic', () => {
  const pattern = /\[[^\]\n]+\]\([^)\n]+\)|https?:\/\/\S+/g
  const text = fc.string({
    unit: fc.constantFrom('[', ']', '(', ')', '](', '\n', ' ', 'h', 'http', 'https://', '://', 'a'),
    maxLength: 40,
  })
  fc.assert(
    fc.property(text, (value) => {
      expect(countLinks(value)).toBe(value.match(pattern)?.length ?? 0)
    }),
    { numRuns: 2_000 },
  )
})

test('markup density is per hundred words, and null without words', () => {
  expect(featureOf('markdown_density', '# One\n\n- **two** three\n- four\n\n|a|\n')).toBe((100 * 5) / 5)
  expect(featureOf('markdown_density', '# \n- \n')).toBeNull()
})
