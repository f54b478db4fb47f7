import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonErrorAt, parseJson } from './json'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

it('agrees with JSON.parse on what is JSON', () => {
  const damaged = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', '{', ' ', '0', '\\', ':', '\n'))
    .map(([json, at, put]) => {
      const place = at % (json.length + 1)
      return json.slice(0, place) + put + json.slice(place + 1)
    })
  fc.assert(
    fc.property(fc.oneof(fc.json(), damaged, fc.string()), (text) => {
      expect(jsonErrorAt(text) === null).toBe(isJson(text))
    }),
    { numRuns: 2_000 },
  )
})

it.each([
  ['', 'unexpected end at line 1, column 1'],
  ['{"a": 1,}', 'unexpected character at line 1, column 9'],
  ['{\n  "a": tru\n}', 'unexpected character at line 2, column 8'],
  ['[1, 2', 'unexpected end at line 1, column 6'],
  ['{"a": 1} x', 'unexpected character at line 1, column 10'],
  ["{'a': 1}", 'unexpected character at line 1, column 2'],
])('says where %j goes wrong', (text, message) => {
  expect(() => parseJson(text)).toThrow(`Malformed JSON: ${message}.`)
})

it.each(['[', '"', '\\"', '"a', '0', ' '])('reads a megabyte of %j without running out of stack', (unit) => {
  const text = `["${unit.repeat(1_000_000)}`
  expect(jsonErrorAt(text) === null).toBe(isJson(text))
})
