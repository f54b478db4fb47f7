import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extent, niceTicks, padded } from './ticks'

describe('ticks', () => {
  it.each([
    [0, 100, [0, 20, 40, 60, 80, 100]],
    [-12, 31, [-10, 0, 10, 20, 30]],
    [0.02, 0.19, [0.05, 0.1, 0.15]],
    [5, 5, [5]],
  ])('from %d to %d are %j', (lo, hi, ticks) => expect(niceTicks(lo, hi)).toEqual(ticks))

  it('stand inside, in order, a few of them', () => {
    const end = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(end, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (lo, length) => {
        const hi = lo + length
        fc.pre(hi > lo)
        const ticks = niceTicks(lo, hi)
        expect(ticks.length).toBeLessThanOrEqual(11)
        for (const [i, tick] of ticks.entries()) {
          expect(tick).toBeGreaterThanOrEqual(lo - length * 1e-6)
          expect(tick).toBeLessThanOrEqual(hi + length * 1e-6)
          if (i > 0) expect(tick).toBeGreaterThan(ticks[i - 1]!)
        }
      }),
    )
  })
})

describe('extents', () => {
  it('hold what is there, and zero if asked', () => {
    expect(extent([0.3, null, 0.1])).toEqual([0.1, 0.3])
    expect(extent([0.3, null, 0.1], true)).toEqual([0, 0.3])
    expect(extent([null])).toBeNull()
    expect(extent([])).toBeNull()
  })

  it('get air on both sides, a single point too', () => {
    expect(padded([0, 1], 0.1)).toEqual([-0.1, 1.1])
    expect(padded([2, 2], 0.1, 0.5)).toEqual([1.5, 2.5])
  })
})
