import { describe, expect, it } from 'vitest'
import canonical from '../fixtures/krippendorff-alpha-canonical-4x12.json'
import { gwetAc } from './gwet-ac'
import { krippendorffAlpha } from './krippendorff-alpha'
import { patternsOf, type RatingPatterns } from './rating-patterns'

const FEW = { draws: 200 }
function transposed<T>(rows: readonly (readonly T[])[]): T[][] {
  return rows[0]!.map((_, column) => rows.map((row) => row[column]!))
}

describe('gwetAc against R irrCAC on the 4 raters of its data set cac.raw4raters', () => {
  const patterns = patternsOf(transposed(canonical.input.ratings))

  it('AC1', () => {
    const answer = gwetAc(patterns, 'identity', FEW)
    expect(answer.observed).toBeCloseTo(0.8181818, 7)
    expect(answer.chance).toBeCloseTo(0.1903212, 7)
    expect(answer.estimate).toBeCloseTo(0.77544, 5)
  })

  it.each([
    ['linear', 0.939, 0.571, 0.859],
    ['quadratic', 0.975, 0.714, 0.914],
  ] as const)('AC2, %s', (weights, observed, chance, estimate) => {
    const answer = gwetAc(patterns, weights, FEW)
    expect(answer.observed).toBeCloseTo(observed, 3)
    expect(answer.chance).toBeCloseTo(chance, 3)
    expect(answer.estimate).toBeCloseTo(estimate, 3)
  })

  it('does not collapse where nearly all ratings are alike, as α does', () => {
    const skewed: RatingPatterns = {
      values: [0, 1],
      counts: [
        [2, 0],
        [1, 1],
      ],
      frequencies: [95, 5],
    }
    expect(gwetAc(skewed, 'identity', FEW).estimate!).toBeGreaterThan(0.9)
    expect(krippendorffAlpha(skewed, 'nominal', FEW).estimate!).toBeLessThan(0)
  })
})
