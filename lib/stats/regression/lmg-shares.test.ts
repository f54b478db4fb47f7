import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/lmg-shapley-r2-swiss.json'
import { normals } from '../test-support'
import { lmgShares } from './lmg-shares'

const covariance = fixture.input.covariance_matrix.flat()
const single = [[1], [2], [3], [4], [5]]

describe('lmgShares', () => {
  it('equals R relaimpo on the Swiss data', () => {
    const answer = lmgShares(covariance, 6, single)
    expect(answer.r2).toBeCloseTo(fixture.expected.r2, 9)
    expect(answer.method).toBe('exact')
    Object.values(fixture.expected.lmg).forEach((share, j) => {
      expect(answer.shares![j]).toBeCloseTo(share, 9)
    })
  })

  it('first and last are the gains alone and at the end', () => {
    const names = Object.keys(fixture.expected.first)
    names.forEach((name, j) => {
      const others = [1, 2, 3, 4, 5].filter((column) => column !== j + 1)
      const first = lmgShares(covariance, 6, [[j + 1]]).shares![0]
      const last = lmgShares(covariance, 6, [[j + 1]], { forced: others }).shares![0]
      expect(first).toBeCloseTo(fixture.expected.first[name as 'Agriculture'], 9)
      expect(last).toBeCloseTo(fixture.expected.last[name as 'Agriculture'], 9)
    })
  })

  it('shares of groups add up to what the forced columns leave, in any order of groups', () => {
    const answer = lmgShares(
      covariance,
      6,
      [
        [1, 2],
        [4, 5],
      ],
      { forced: [3] },
    )
    const other = lmgShares(
      covariance,
      6,
      [
        [5, 4],
        [2, 1],
      ],
      { forced: [3] },
    )
    expect(answer.shares![0]! + answer.shares![1]!).toBeCloseTo(answer.r2! - answer.r2Forced!, 12)
    expect(other.shares![1]).toBeCloseTo(answer.shares![0]!, 12)
    expect(answer.r2).toBeCloseTo(fixture.expected.r2, 9)
  })

  it('samples orders by seed above 12 groups; shares still add up', () => {
    const normal = normals(8)
    const size = 15
    const factor = Array.from({ length: size }, () => Array.from({ length: 40 }, () => normal()))
    const big = factor.flatMap((a) =>
      factor.map((b) => a.reduce((total, value, i) => total + value * b[i]!, 0)),
    )
    const groups = Array.from({ length: 14 }, (_, j) => [j + 1])
    const answer = lmgShares(big, size, groups, { permutations: 60 })
    expect(answer.method).toBe('sampled')
    expect(answer.shares!.reduce((a, b) => a + b)).toBeCloseTo(answer.r2!, 10)
    expect(lmgShares(big, size, groups, { permutations: 60 })).toEqual(answer)
  })

  it('a copy of a column shares with it; a constant column gains nothing; a constant outcome is null', () => {
    const copied = [4, 2, 2, 0, 2, 3, 3, 0, 2, 3, 3, 0, 0, 0, 0, 0]
    const { shares, r2 } = lmgShares(copied, 4, [[1], [2], [3]])
    expect(r2).toBeCloseTo(1 / 3, 12)
    expect(shares![0]).toBeCloseTo(shares![1]!, 12)
    expect(shares![2]).toBe(0)
    expect(lmgShares([0, 0, 0, 1], 2, [[1]])).toMatchObject({
      r2: null,
      shares: null,
      reason: 'the outcome is constant',
    })
    expect(lmgShares(covariance, 6, []).shares).toEqual([])
  })
})
