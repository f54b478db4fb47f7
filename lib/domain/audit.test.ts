import { expect, it } from 'vitest'
import { criterionSchema } from './audit'

const withScale = (min: number, max: number) =>
  criterionSchema.safeParse({ key: 'x', name: 'X', min, max }).error?.issues.map(({ message }) => message)

it('refuses a scale whose width is no number, since no score could be placed on it', () => {
  expect(withScale(-1e308, 1e308)).toEqual(['is too far above min'])
  expect(withScale(0, 1e308)).toBeUndefined()
  expect(withScale(2, 2)).toEqual(['must be above min'])
})
