import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import fixture from './fixtures/binscatter-covariate-adjusted.json'
import { binOf, quantileKnots, quantileKnotsFromCounts } from './quantile-bins'
import { ruleOfThumbBins } from './rule-of-thumb-bins'

const column = (k: number) => fixture.input.rows.map((row) => row[k]!)

describe('quantileKnots against binsreg', () => {
  it('has its knots and its bin sizes', () => {
    const x = column(0)
    const knots = quantileKnots(x, 8)
    knots.forEach((knot, i) => {
      expect(knot).toBeCloseTo(fixture.expected.knots_8[i]!, 9)
    })
    const sizes = Array.from({ length: 8 }, () => 0)
    for (const value of x) sizes[binOf(knots, value)!]!++
    expect(sizes).toEqual(fixture.expected.no_covariates_8.n)
  })

  it('has its rule-of-thumb number of bins, with and without covariates', () => {
    const [x, y, w] = [column(0), column(1), column(2)]
    expect(ruleOfThumbBins(x, y).unlimited).toBe(fixture.expected.nbins.no_covariates.ROT)
    expect(ruleOfThumbBins(x, y, [w, column(3)]).unlimited).toBe(fixture.expected.nbins.with_covariates.ROT)
  })
})

describe('quantile bins', () => {
  it('are left-open, and the first holds the least value', () => {
    const knots = [1, 2, 4]
    expect([1, 1.5, 2, 2.0001, 4].map((x) => binOf(knots, x))).toEqual([0, 0, 0, 1, 1])
    expect([0.9, 4.1, Number.NaN].map((x) => binOf(knots, x))).toEqual([null, null, null])
    expect(binOf([3], 3)).toBeNull()
  })

  it('average two neighbours where the position is whole (type 2)', () => {
    expect(quantileKnots([4, 1, 3, 2], 2)).toEqual([1, 2.5, 4])
    expect(quantileKnots([5, 1, 3], 2)).toEqual([1, 3, 5])
  })

  it('collapse under ties; constant and empty input', () => {
    expect(quantileKnots([0, 0, 0, 0, 0, 0, 1, 2], 4)).toEqual([0, 0.5, 2])
    expect(quantileKnots([7, 7, 7], 5)).toEqual([7])
    expect(quantileKnots([], 5)).toEqual([])
    expect(quantileKnotsFromCounts([], [], 3)).toEqual([])
  })

  it('from counts equal those from rows', () => {
    const values = fc.array(fc.integer({ min: -3, max: 9 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 12 }), (rows, bins) => {
        const levels = [...new Set(rows)].sort((a, b) => a - b)
        const counts = levels.map((level) => rows.filter((row) => row === level).length)
        const knots = quantileKnots(Object.freeze(rows), bins)
        expect(quantileKnotsFromCounts(levels, counts, bins)).toEqual(knots)
        if (knots.length > 1) for (const row of rows) expect(binOf(knots, row)).not.toBeNull()
      }),
    )
  })

  it('their number stays within 3…20, 10 rows a bin and the distinct values', () => {
    const x = Array.from({ length: 400 }, (_, i) => i % 4)
    expect(
      ruleOfThumbBins(
        x,
        x.map((v, i) => v * 3 + (i % 7)),
      ).bins,
    ).toBe(4)
    const few = Array.from({ length: 25 }, (_, i) => i)
    expect(
      ruleOfThumbBins(
        few,
        few.map((v) => (v * v) % 11),
      ).bins,
    ).toBe(2)
    expect(
      ruleOfThumbBins(
        few.map(() => 1),
        few,
      ).reason,
    ).toBe('the feature is constant')
    expect(ruleOfThumbBins([], []).reason).toBe('needs at least 10 rows')
    expect(
      ruleOfThumbBins(
        few,
        few.map(() => 0),
      ).bins,
    ).toBeNull()
  })
})
