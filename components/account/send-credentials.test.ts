import { expect, it } from 'vitest'
import { safePath, signInProblem } from './send-credentials'

it.each([
  ['/audits/a?model=b', '/audits/a?model=b'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
])('goes from %s to %s', (path, target) => {
  expect(safePath(path)).toBe(target)
})

it('has words for every code, the unknown ones too', () => {
  expect(signInProblem('TooManyAttempts')).toMatch(/Wait/)
  expect(signInProblem('<b>')).toBe('Signing in did not work. Try again.')
})
