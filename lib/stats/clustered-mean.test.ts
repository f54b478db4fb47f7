import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredMean, designEffectOfMean } from './clustered-mean'
import { clusteredWeightedMean } from './clustered-weighted-mean'
import fixture from './fixtures/mean-inflation-clustered.json'

const column = (k: number) => fixture.input.per_prompt.map((row) => row[k]!)
const counts = column(0)
const sums = column(1)
const squares = column(2)
const { fit, design_effect } = fixture.expected

describe('clusteredMean against R clubSandwich', () => {
  it.each([
    ['CR0', fit.se_CR0[0]!],
    ['CR1', fit.se_CR1[0]!],
    ['CR1S', fit.se_CR1S[0]!],
    ['CR2', fit.se_CR2[0]!],
    ['CR3', fit.se_CR3[0]!],
  ] as const)('%s', (type, se) => {
    const answer = clusteredMean(counts, sums, { type })
    expect(answer.estimate).toBeCloseTo(fit.beta[0]!, 8)
    expect(answer.se).toBeCloseTo(se, 8)
  })

  it('has the degrees of freedom, interval and p of CR2', () => {
    const answer = clusteredMean(counts, sums)
    expect(answer.df).toBeCloseTo(fit.satterthwaite_df_CR2[0]!, 8)
    expect(answer.ci![0]).toBeCloseTo(fit.ci95_CR2_lower[0]!, 8)
    expect(answer.ci![1]).toBeCloseTo(fit.ci95_CR2_upper[0]!, 8)
    expect(answer.p).toBeCloseTo(fit.p_CR2[0]!, 10)
    expect(answer).toMatchObject({ n: 52, clusters: 14, flags: [] })
    expect(designEffectOfMean(counts, sums, squares)).toBeCloseTo(design_effect, 8)
  })
})

describe('clusteredMean where little is defined', () => {
  it('empty', () => {
    expect(clusteredMean([], [])).toMatchObject({
      estimate: null,
      se: null,
      ci: null,
      n: 0,
      reason: 'no rows',
    })
  })

  it('one cluster', () => {
    const answer = clusteredMean([4], [6])
    expect(answer).toMatchObject({ estimate: 1.5, se: null, df: null, ci: null, clusters: 1 })
    expect(answer.reason).toBe('needs at least 2 prompts')
  })

  it('constant values have standard error 0 and say so', () => {
    const answer = clusteredMean([3, 5, 2], [3 * 0.1, 5 * 0.1, 2 * 0.1])
    expect(answer.se).toBe(0)
    expect(answer.flags).toEqual(['degenerate'])
    expect(answer.p).toBeNull()
    expect(designEffectOfMean([3, 5], [0.3, 0.5], [0.03, 0.05])).toBeNull()
  })

  it('clusters without rows do not count', () => {
    expect(clusteredMean([2, 0, 3], [1, 0, 2])).toEqual(clusteredMean([2, 3], [1, 2]))
  })

  it('one cluster of nearly all rows stays finite', () => {
    const answer = clusteredMean([1e6, 1], [4e5, 1])
    expect(Number.isFinite(answer.se)).toBe(true)
    expect(answer.df!).toBeGreaterThan(0)
  })
})

const clusters = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 9 }), fc.double({ min: -5, max: 5, noNaN: true })),
  { minLength: 2, maxLength: 12 },
)

describe('clusteredMean keeps', () => {
  it('its error under a shift, and scales with the unit', () => {
    fc.assert(
      fc.property(clusters, fc.integer({ min: -9, max: 9 }), (rows, shift) => {
        const n = rows.map(([count]) => count)
        const base = clusteredMean(
          n,
          rows.map(([, s]) => s),
        )
        const moved = clusteredMean(
          n,
          rows.map(([count, s]) => s + count * shift),
        )
        const scaled = clusteredMean(
          n,
          rows.map(([, s]) => 100 * s),
        )
        expect(moved.estimate! - shift).toBeCloseTo(base.estimate!, 9)
        expect(moved.se).toBeCloseTo(base.se!, 9)
        expect(scaled.se).toBeCloseTo(100 * base.se!, 7)
        expect(moved.df).toBeCloseTo(base.df!, 9)
      }),
    )
  })

  it('its answer under another order of clusters, with inputs frozen', () => {
    fc.assert(
      fc.property(clusters, (rows) => {
        const n = Object.freeze(rows.map(([count]) => count))
        const s = Object.freeze(rows.map(([, value]) => value))
        const forth = clusteredMean(n, s)
        const back = clusteredMean([...n].reverse(), [...s].reverse())
        expect(back.se).toBeCloseTo(forth.se!, 12)
        expect(back.df).toBeCloseTo(forth.df!, 9)
      }),
    )
  })

  it('equals the textbook mean for clusters of one row', () => {
    const values = [1, 2, 4, 8, 9]
    const answer = clusteredMean(
      values.map(() => 1),
      values,
    )
    const variance = values.reduce((total, v) => total + (v - 4.8) ** 2, 0) / 4
    expect(answer.se).toBeCloseTo(Math.sqrt(variance / 5), 12)
    expect(answer.df).toBeCloseTo(4, 9)
  })
})

describe('clusteredWeightedMean', () => {
  it('with equal weights is CR1 with G − 1 for equal clusters', () => {
    const n = [4, 4, 4, 4]
    const s = [1, 2, 5, 3]
    const weighted = clusteredWeightedMean(n, n, s)
    const plain = clusteredMean(n, s, { type: 'CR1' })
    expect(weighted.estimate).toBeCloseTo(plain.estimate!, 12)
    expect(weighted.se).toBeCloseTo(plain.se!, 12)
    expect(weighted.df).toBeCloseTo(3, 12)
    expect(weighted.flags).toEqual(['weighted'])
  })

  it('does not depend on the scale of the weights', () => {
    const one = clusteredWeightedMean([2, 3, 2], [2, 4, 7], [1, 3, 2])
    const ten = clusteredWeightedMean([2, 3, 2], [20, 40, 70], [10, 30, 20])
    expect(ten.se).toBeCloseTo(one.se!, 12)
    expect(ten.df).toBeCloseTo(one.df!, 12)
  })

  it('empty, one cluster, constant', () => {
    expect(clusteredWeightedMean([], [], []).reason).toBe('no rows')
    expect(clusteredWeightedMean([2], [3], [6])).toMatchObject({ estimate: 2, ci: null, clusters: 1 })
    expect(clusteredWeightedMean([2, 2], [3, 1], [0.3, 0.1])).toMatchObject({
      se: 0,
      flags: ['weighted', 'degenerate'],
    })
  })
})
