import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import pava from '../fixtures/isotonic-pava-weighted-ties.json'
import { crossFittedIsotonic, isotonicAt, isotonicRegression } from './isotonic'

describe('isotonicRegression', () => {
  it('equals R Iso::pava with ties and weights', () => {
    const map = isotonicRegression(pava.input.x, pava.input.y, pava.input.w)
    expect(map.x).toEqual(pava.expected.x_unique)
    map.y.forEach((value, l) => {
      expect(value).toBeCloseTo(pava.expected.fitted[l]!, 10)
    })
  })

  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 20 })), {
    minLength: 1,
    maxLength: 30,
  })

  it('never falls, keeps the mean, and is its own fit', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const x = Object.freeze(rows.map(([a]) => a))
        const y = Object.freeze(rows.map(([, b]) => b))
        const map = isotonicRegression(x, y)
        for (let i = 1; i < map.y.length; i++) expect(map.y[i]!).toBeGreaterThanOrEqual(map.y[i - 1]!)
        const fitted = x.map((value) => isotonicAt(map, value)!)
        const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
        expect(total(fitted)).toBeCloseTo(total(y), 8)
        const again = isotonicRegression(x, fitted)
        again.y.forEach((value, i) => {
          expect(value).toBeCloseTo(map.y[i]!, 10)
        })
      }),
    )
  })

  it('is straight between points and constant outside; empty has no value', () => {
    const map = { x: [1, 3, 4], y: [10, 20, 20] }
    expect([0, 1, 2, 3.5, 9].map((x) => isotonicAt(map, x))).toEqual([10, 10, 15, 20, 20])
    expect(isotonicAt(isotonicRegression([], []), 1)).toBeNull()
  })

  it('judges prompts by maps fitted without them', () => {
    const x = Array.from({ length: 40 }, (_, i) => i % 5)
    const y = x.map((value, i) => value + ((i * 7) % 3))
    const prompts = x.map((_, i) => `p${Math.floor(i / 4)}`)
    const answer = crossFittedIsotonic(x, y, prompts, { seed: 3 })
    expect(answer.folds).toBe(5)
    expect(answer.fitted.every((value) => value !== null)).toBe(true)
    expect(answer).toEqual(crossFittedIsotonic(x, y, prompts, { seed: 3 }))
    const other = y.map((value, i) => (prompts[i] === 'p0' ? value + 100 : value))
    const moved = crossFittedIsotonic(x, other, prompts, { seed: 3 })
    expect(moved.fitted.slice(0, 4)).toEqual(answer.fitted.slice(0, 4))
    expect(crossFittedIsotonic([1, 2], [1, 2], ['p', 'p']).fitted).toEqual([null, null])
  })
})
