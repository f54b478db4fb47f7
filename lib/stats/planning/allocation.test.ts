import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from './allocation'

describe('allocation to strata', () => {
  it('follows the sizes, by largest remainder', () => {
    expect(allocate([500, 300, 200], 10)).toEqual([5, 3, 2])
    expect(allocate([50, 30, 21], 10)).toEqual([5, 3, 2])
  })

  it('or gives each the same, what a full stratum cannot take going to the others', () => {
    expect(allocate([500, 300, 200], 30, [1, 1, 1])).toEqual([10, 10, 10])
    expect(allocate([500, 300, 4], 30, [1, 1, 1])).toEqual([13, 13, 4])
  })

  it('leaves no stratum out, and says where that cannot be', () => {
    expect(allocate([1_000_000, 1], 5)).toEqual([4, 1])
    expect(allocate([4, 4, 4], 2)).toBeNull()
    expect(allocate([4, 4], 20)).toEqual([4, 4])
    expect(allocate([], 3)).toEqual([])
  })

  it('sums to the total, within each stratum', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 20_000 }), fc.boolean(), (strata, total, equal) => {
        const shares = allocate(strata, total, equal ? strata.map(() => 1) : strata)
        fc.pre(total >= strata.length)
        const all = strata.reduce((a, b) => a + b, 0)
        expect(shares!.reduce((a, b) => a + b, 0)).toBe(Math.min(total, all))
        for (const [i, share] of shares!.entries()) {
          expect(share).toBeGreaterThanOrEqual(1)
          expect(share).toBeLessThanOrEqual(strata[i]!)
        }
      }),
    )
  })
})
