import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/binscatter-covariate-adjusted.json'
import { quantileKnots } from '../quantile-bins'
import { binscatter } from './binscatter'

const column = (k: number) => fixture.input.rows.map((row) => row[k]!)
const [x, y, w, t, cluster] = [0, 1, 2, 3, 4].map(column) as [
  number[],
  number[],
  number[],
  number[],
  number[],
]

interface Reference {
  fit: number[]
  ci_lower: number[]
  ci_upper: number[]
  x?: number[]
}

describe('binscatter against R binsreg', () => {
  it.each([
    ['no covariates', 8, { x, y }, fixture.expected.no_covariates_8],
    ['covariates', 8, { x, y, covariates: [w, t] }, fixture.expected.covariates_8_at_mean],
    ['clusters', 6, { x, y, covariates: [w, t], clusters: cluster }, fixture.expected.covariates_6_cluster],
  ])('%s', (_, bins, input, expected: Reference) => {
    const dots = binscatter(input, quantileKnots(x, bins))
    expect(dots).toHaveLength(bins)
    dots.forEach((dot, j) => {
      expect(dot.estimate).toBeCloseTo(expected.fit[j]!, 7)
      expect(dot.ci![0]).toBeCloseTo(expected.ci_lower[j]!, 7)
      expect(dot.ci![1]).toBeCloseTo(expected.ci_upper[j]!, 7)
      if (expected.x) expect(dot.xMean).toBeCloseTo(expected.x[j]!, 7)
    })
  })
})

describe('binscatter at its limits', () => {
  it('constant x has no bins; empty input has none', () => {
    expect(binscatter({ x: [1, 1], y: [1, 2] }, quantileKnots([1, 1], 4))).toEqual([])
    expect(binscatter({ x: [], y: [] }, quantileKnots([], 4))).toEqual([])
  })

  it('a bin of one row has a height and no error', () => {
    const dots = binscatter({ x: [0, 1, 2, 9], y: [1, 2, 4, 7] }, [0, 2, 9])
    expect(dots[1]).toMatchObject({ n: 1, estimate: 7, se: null, ci: null, reason: 'rests on one prompt' })
    expect(dots[0]!.ci).not.toBeNull()
  })

  it('an empty bin is null with its reason', () => {
    const dots = binscatter({ x: [0, 1, 5, 6], y: [1, 2, 4, 7] }, [0, 1, 3, 6])
    expect(dots[1]).toMatchObject({ n: 0, xMean: null, estimate: null, ci: null })
    expect(dots[1]!.reason).toBeDefined()
  })
})
