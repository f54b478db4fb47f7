import { expect, it } from 'vitest'
import { medianPace, timeLeft } from './pace'

it('is the median, which one long pause does not move', () => {
  expect(medianPace([30, 10, 20, 4_000, 25])).toBe(25)
  expect(medianPace([30, 10, 20, 4_000, 25, 26])).toBe(25.5)
})

it('is not told of from fewer than five outputs, nor when nothing is left', () => {
  expect(medianPace([30, 30, 30, 30])).toBeNull()
  expect(timeLeft([30, 30, 30, 30], 10)).toBeNull()
  expect(timeLeft([30, 30, 30, 30, 30], 0)).toBeNull()
})

it.each([
  [1, 'less than a minute'],
  [2, 'about 1 minute'],
  [15, 'about 8 minutes'],
  [49, 'about 25 minutes'],
  [112, 'about 55 minutes'],
  [116, 'about 1 hour'],
  [180, 'about 1½ hours'],
  [1_000, 'about 8½ hours'],
])('says of %d outputs at half a minute each: %s', (outputs, words) => {
  expect(timeLeft([10, 20, 30, 40, 50], outputs)).toBe(words)
})
