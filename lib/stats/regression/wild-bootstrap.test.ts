import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/wild-cluster-bootstrap-enumerated.json'
import { groupBy, normals } from '../test-support'
import type { ClusterRows } from './cluster'
import { wildClusterBootstrap, wildClusterBootstrapMean } from './wild-bootstrap'

const clusters: ClusterRows[] = groupBy(fixture.input.rows, ([cluster]) => cluster!).map(([label, rows]) => ({
  label,
  x: rows.flatMap(([, x]) => [1, x!]),
  y: [rows.map(([, , y]) => y!)],
}))
const expected = fixture.expected

describe('wildClusterBootstrap', () => {
  it('enumerates all signs as the reference in R does', () => {
    const slope = wildClusterBootstrap(clusters, ['1', 'x'], 1)
    const intercept = wildClusterBootstrap(clusters, ['1', 'x'], 0)
    expect(slope.t).toBeCloseTo(expected.t_CR1S_x, 9)
    expect(slope).toMatchObject({ p: expected.p_symmetric_x, draws: expected.draws, enumerated: true })
    expect(intercept.t).toBeCloseTo(expected.t_CR1S_intercept, 9)
    expect(intercept.p).toBe(expected.p_symmetric_intercept)
  })

  it('draws signs from a seed where there are many clusters, and repeats them', () => {
    const normal = normals(5)
    const many: ClusterRows[] = Array.from({ length: 15 }, () => ({
      x: Array.from({ length: 4 }, () => [1, normal()]).flat(),
      y: [Array.from({ length: 4 }, () => 2 + normal())],
    }))
    const first = wildClusterBootstrap(many, ['1', 'x'], 0, { draws: 499, seed: 3 })
    expect(first).toEqual(wildClusterBootstrap(many, ['1', 'x'], 0, { draws: 499, seed: 3 }))
    expect(first).toMatchObject({ enumerated: false, draws: 499, p: 1 / 500 })
    expect(wildClusterBootstrap(many, ['1', 'x'], 1, { draws: 499 }).p!).toBeGreaterThan(0.05)
  })

  it('of a mean: p cannot fall below 2^(1 − G)', () => {
    const n = [4, 4, 4, 4]
    const sums = [8.1, 7.9, 8.3, 8.0]
    const answer = wildClusterBootstrapMean(
      n,
      sums,
      sums.map((s) => (s * s) / 4 + 0.1),
    )
    expect(answer.p).toBe(2 / 16)
  })

  it('empty, one cluster, constant, dropped term', () => {
    expect(wildClusterBootstrap([], ['1'], 0)).toMatchObject({ p: null, reason: 'needs at least 2 prompts' })
    expect(wildClusterBootstrap(clusters.slice(0, 1), ['1', 'x'], 0).p).toBeNull()
    expect(wildClusterBootstrapMean([2, 2], [0, 0], [0, 0]).reason).toBe('no variance around the fit')
    const twice = clusters.map((cluster) => ({ ...cluster, x: (cluster.x as number[]).map(() => 1) }))
    expect(wildClusterBootstrap(twice, ['1', 'again'], 1).reason).toBe(
      'is a combination of the terms before it',
    )
  })
})
