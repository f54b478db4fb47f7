import fc from 'fast-check'
import { expect, it } from 'vitest'
import { safePath, signInProblem } from './send-credentials'

it.each([
  ['/audits/a?model=b#by-model', '/audits/a?model=b#by-model'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/.//evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
])('goes from %s to %s', (path, target) => {
  expect(safePath(path)).toBe(target)
})

it('never leads to another server, however a browser reads it', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '\t',
    '\n',
    ' ',
    'evil.example',
    '@',
    ':',
    'http:',
    '?',
    '#',
    '%2f',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const target = safePath(pieces.join(''))
      expect(new URL(target, 'https://plumbline.example').origin).toBe('https://plumbline.example')
    }),
  )
})

it('has words for every code, the unknown ones too', () => {
  expect(signInProblem('TooManyAttempts')).toMatch(/Wait/)
  expect(signInProblem('<b>')).toBe('Signing in did not work. Try again.')
})
