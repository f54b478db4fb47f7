import { expect, test } from 'vitest'
import { canonicalJson } from './canonical'
import { draftFaults, submissionFaults } from './scores'

const criteria = [
  { key: 'quality', name: 'Quality', min: 1, max: 5, step: 1 },
  { key: 'truth', name: 'Truth', min: 0, max: 1, step: null },
]

test('a submission needs every criterion; a draft may leave some out', () => {
  expect(draftFaults(criteria, { quality: 1 })).toEqual([])
  expect(submissionFaults(criteria, { quality: 1 })).toEqual([
    { path: 'scores.truth', message: 'Truth has no score yet' },
  ])
  expect(submissionFaults(criteria, { quality: 5, truth: 0.123 })).toEqual([])
})

test.each([
  [{ quality: 0 }, 'Quality: 0 is off the scale from 1 to 5'],
  [{ quality: Number.NaN }, 'Quality: NaN is off the scale from 1 to 5'],
  [{ quality: 1.5 }, 'Quality: 1.5 is between the steps of 1 from 1'],
  [{ truth: 1.0001 }, 'Truth: 1.0001 is off the scale from 0 to 1'],
  [{ toString: 1 }, 'There is no criterion "toString"'],
])('%j: %s', (scores, message) => {
  expect(draftFaults(criteria, scores).map((fault) => fault.message)).toEqual([message])
})

test('a score that its scale is too wide for is refused before it is kept', () => {
  const fault = (min: number, max: number, score: number) =>
    draftFaults([{ key: 'x', name: 'X', min, max, step: null }], { x: score })[0]?.message
  expect(fault(-1e308, 1e308, 1e308)).toMatch(/^X: 1e\+308 cannot be placed/)
  expect(fault(-1e308, 1e308, 0)).toMatch(/cannot be placed/)
  expect(fault(0, 1e308, 1e-320)).toMatch(/cannot be placed/)
  expect(fault(0, 1e308, 0)).toBeUndefined()
  expect(fault(0, 1e-320, 1e-320)).toBeUndefined()
})

test('a criterion named like a member of every object still needs its score', () => {
  const odd = [{ key: 'constructor', name: 'Odd', min: 0, max: 1, step: 1 }]
  expect(submissionFaults(odd, {})).toHaveLength(1)
})

test('canonical JSON does not depend on the order of keys', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x', gone: undefined })).toBe(
    '{"a":"x","b":[{"c":null,"d":1}]}',
  )
  expect(canonicalJson(JSON.parse('{"z": 1, "__proto__": 2}'))).toBe('{"__proto__":2,"z":1}')
})
