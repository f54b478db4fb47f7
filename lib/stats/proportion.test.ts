import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import fixture from './fixtures/binomial-intervals.json'
import {
  clopperPearsonInterval,
  clopperPearsonLower,
  clopperPearsonUpper,
  clusteredProportion,
  wilsonInterval,
} from './proportion'

describe('binomial intervals against statsmodels and scipy', () => {
  it.each(fixture.expected.rows)('$x of $n', (row) => {
    const close = (actual: number | null, expected: number) => expect(actual).toBeCloseTo(expected, 9)
    const wilson = wilsonInterval(row.x, row.n)!
    const exact = clopperPearsonInterval(row.x, row.n)!
    close(wilson[0], row.wilson[0]!)
    close(wilson[1], row.wilson[1]!)
    close(exact[0], row.clopper_pearson[0]!)
    close(exact[1], row.clopper_pearson[1]!)
    close(clopperPearsonUpper(row.x, row.n), row.cp_one_sided_upper95)
    close(clopperPearsonLower(row.x, row.n), row.cp_one_sided_lower95)
  })

  it('are null without rows', () => {
    expect(wilsonInterval(0, 0)).toBeNull()
    expect(clopperPearsonInterval(0, 0)).toBeNull()
    expect(clopperPearsonUpper(0, 0)).toBeNull()
    expect(clopperPearsonLower(0, 0)).toBeNull()
  })

  it('hold the share, mirror it, and the exact one contains Wilson’s centre', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const x = Math.round(share * n)
          for (const interval of [wilsonInterval, clopperPearsonInterval]) {
            const [lo, hi] = interval(x, n)!
            const [mirrorLo, mirrorHi] = interval(n - x, n)!
            expect(lo).toBeLessThanOrEqual(x / n)
            expect(hi).toBeGreaterThanOrEqual(x / n)
            expect(lo).toBeCloseTo(1 - mirrorHi, 9)
            expect(hi).toBeCloseTo(1 - mirrorLo, 9)
          }
        },
      ),
    )
  })
})

describe('clusteredProportion', () => {
  it('is plain Wilson where clusters have one row', () => {
    const holds = [1, 0, 0, 1, 0, 0, 0, 1]
    const answer = clusteredProportion(
      holds.map(() => 1),
      holds,
    )
    // CR2 of single rows is the variance with n − 1.
    expect(answer.designEffect).toBeCloseTo(8 / 7, 12)
    expect(answer.estimate).toBe(0.375)
  })

  it('widens where rows of a cluster are alike', () => {
    const alike = clusteredProportion([4, 4, 4, 4, 4, 4], [4, 0, 4, 0, 0, 4])
    expect(alike.designEffect!).toBeGreaterThan(4)
    // t with 23 and 5 degrees of freedom at 0.975, from R's qt.
    expect(alike.nEffective).toBeCloseTo((24 / alike.designEffect!) * (2.0686576 / 2.5705818) ** 2, 6)
    const plain = wilsonInterval(12, 24)!
    expect(alike.ci![0]).toBeLessThan(plain[0])
    expect(alike.ci![1]).toBeGreaterThan(plain[1])
  })

  it('never narrows below independent rows', () => {
    const spread = clusteredProportion([4, 4, 4], [2, 2, 2])
    expect(spread.designEffect).toBe(0)
    expect(spread.nEffective).toBe(12)
  })

  it('all or none, one cluster, empty', () => {
    expect(clusteredProportion([3, 3], [0, 0])).toMatchObject({
      estimate: 0,
      designEffect: null,
      nEffective: 6,
    })
    expect(clusteredProportion([3, 3], [3, 3]).ci![1]).toBe(1)
    expect(clusteredProportion([5], [2])).toMatchObject({ clusters: 1, designEffect: null })
    expect(clusteredProportion([5], [2]).reason).toContain('one prompt')
    expect(clusteredProportion([], [])).toMatchObject({ estimate: null, ci: null, reason: 'no rows' })
  })
})
