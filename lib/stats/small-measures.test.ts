import { describe, expect, it } from 'vitest'
import { differenceOfProportions } from './difference-of-proportions'
import { distanceSkewness } from './distance-skewness'
import fixture from './fixtures/scale-harmonisation.json'
import { bangBlindingIndex } from './reliability/blinding-index'
import { scaleScore, unitScore } from './scale'
import { standardisedDifference } from './standardised-difference'

describe('unitScore', () => {
  it.each(fixture.input.cases.map((one, i) => ({ ...one, unit: fixture.expected.unit[i]! })))(
    '$value on $min…$max',
    ({ value, min, max, unit }) => {
      const answer = unitScore(value, min, max)
      if (unit === null) expect(answer).toBeNull()
      else {
        expect(100 * answer!).toBeCloseTo(unit, 9)
        expect(scaleScore(answer!, min, max)).toBeCloseTo(value, 12)
      }
    },
  )

  it('not a number is invalid', () => {
    expect(unitScore(Number.NaN, 0, 1)).toBeNull()
    expect(unitScore(Number.POSITIVE_INFINITY, 0, 1)).toBeNull()
  })
})

describe('differenceOfProportions', () => {
  it('equals Newcombe’s example, 56/70 − 48/80', () => {
    const { estimate, ci } = differenceOfProportions(56, 70, 48, 80)
    expect(estimate).toBeCloseTo(0.2, 12)
    expect(ci![0]).toBeCloseTo(0.0524, 4)
    expect(ci![1]).toBeCloseTo(0.3339, 4)
  })

  it('equal shares, 0 and all, one side empty', () => {
    const equal = differenceOfProportions(3, 10, 3, 10)
    expect(equal.estimate).toBe(0)
    expect(equal.ci![0]).toBeCloseTo(-equal.ci![1], 12)
    expect(differenceOfProportions(10, 10, 0, 10).ci![1]).toBe(1)
    expect(differenceOfProportions(1, 2, 0, 0)).toMatchObject({ estimate: null, ci: null })
  })
})

describe('bangBlindingIndex', () => {
  it('equals the formula of R BI, and is 0 when as many are right as wrong', () => {
    const answer = bangBlindingIndex(82, 25, 170)
    expect(answer.estimate).toBeCloseTo((2 * (82 / 107) - 1) * (107 / 277), 12)
    const [c, w] = [82 / 277, 25 / 277]
    expect(answer.se).toBeCloseTo(Math.sqrt((c * (1 - c) + w * (1 - w) + 2 * c * w) / 277), 12)
    expect(bangBlindingIndex(20, 20, 5).estimate).toBe(0)
  })

  it('all right, all wrong, all unsure, none; chance among several', () => {
    expect(bangBlindingIndex(9, 0, 0)).toMatchObject({ estimate: 1, se: 0, chance: 0 })
    expect(bangBlindingIndex(0, 9, 0).estimate).toBe(-1)
    expect(bangBlindingIndex(0, 0, 9)).toMatchObject({ estimate: 0, chance: 0 })
    expect(bangBlindingIndex(0, 0, 0)).toMatchObject({ estimate: null, ci: null, reason: 'no guesses' })
    expect(bangBlindingIndex(5, 15, 0, 4).chance).toBe(-0.5)
  })
})

describe('distanceSkewness', () => {
  it('is 0 for symmetric values, 1 for one point off the centre, null at the centre', () => {
    expect(distanceSkewness([-2, -1, 1, 2], [1, 3, 3, 1])).toBeCloseTo(0, 12)
    expect(distanceSkewness([0.4], [7])).toBe(1)
    expect(distanceSkewness([0], [7])).toBeNull()
    expect(distanceSkewness([], [])).toBeNull()
  })

  it('keeps its value when levels, centre and scale move together', () => {
    const base = distanceSkewness([-1, 0, 3], [2, 5, 4])!
    expect(base).toBeGreaterThan(0)
    expect(distanceSkewness([3, 5, 11], [2, 5, 4], 5)).toBeCloseTo(base, 12)
  })
})

describe('standardisedDifference', () => {
  const sumsOf = (values: number[]) => ({
    n: values.length,
    sum: values.reduce((a, b) => a + b, 0),
    sumOfSquares: values.reduce((a, b) => a + b * b, 0),
  })

  it('is the difference of means in standard deviations', () => {
    expect(standardisedDifference(sumsOf([1, 3]), sumsOf([4, 6]))).toBeCloseTo(-3 / Math.SQRT2, 12)
  })

  it('single rows, constant and empty groups are null', () => {
    expect(standardisedDifference(sumsOf([1]), sumsOf([4, 6]))).toBeNull()
    expect(standardisedDifference(sumsOf([0.1, 0.1, 0.1]), sumsOf([0.1, 0.1, 0.1]))).toBeNull()
    expect(standardisedDifference(sumsOf([]), sumsOf([]))).toBeNull()
  })
})
