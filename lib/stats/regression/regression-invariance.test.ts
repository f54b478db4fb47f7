import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredMean } from '../clustered-mean'
import { normals } from '../test-support'
import { type ClusterRows, sumsOf } from './cluster'
import { clusteredRegression } from './clustered-regression'

function randomClusters(seed: number, sizes: readonly number[]): ClusterRows[] {
  const normal = normals(seed)
  return sizes.map((n, label) => {
    const shared = normal()
    const x = Array.from({ length: n }, () => [1, normal() + shared, normal()])
    return { label, x: x.flat(), y: [x.map(([, a]) => 0.5 * a! + shared + normal())] }
  })
}

describe('clusteredRegression keeps its answer', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 5, maxLength: 14 })

  it('by rows and by sums, in any order of clusters, with inputs frozen', () => {
    fc.assert(
      fc.property(sizes, fc.integer(), (counts, seed) => {
        const data = randomClusters(seed, counts).map((cluster) => Object.freeze(cluster))
        fc.pre(counts.reduce((a, b) => a + b) > 6)
        const rows = clusteredRegression(Object.freeze(data), ['1', 'a', 'b'])
        const sums = clusteredRegression(
          data.map((cluster) => sumsOf(cluster, 3)),
          ['1', 'a', 'b'],
        )
        const back = clusteredRegression([...data].reverse(), ['1', 'a', 'b'])
        rows.outcomes[0]!.terms.forEach((term, j) => {
          for (const other of [sums, back].map((fit) => fit.outcomes[0]!.terms[j]!)) {
            expect(other.estimate).toBeCloseTo(term.estimate!, 8)
            if (term.se === null) expect(other.se).toBeNull()
            else {
              expect(other.se! / term.se).toBeCloseTo(1, 5)
              expect(other.df! / term.df!).toBeCloseTo(1, 5)
            }
          }
        })
      }),
      { numRuns: 40 },
    )
  })

  it('in another basis: the effect of a is that of a contrast', () => {
    const data = randomClusters(3, [4, 5, 2, 7, 3, 6])
    const turned = data.map((cluster) => {
      const x = cluster.x as number[]
      const rows = Array.from({ length: x.length / 3 }, (_, i) => [
        x[3 * i]!,
        x[3 * i + 1]! + x[3 * i + 2]!,
        x[3 * i + 2]!,
      ])
      return { ...cluster, x: rows.flat() }
    })
    const plain = clusteredRegression(data, ['1', 'a', 'b']).outcomes[0]!.terms[2]!
    const contrasts = [{ name: 'b', weights: [0, 1, 1] }]
    const other = clusteredRegression(turned, ['1', 'a+b', 'b'], { contrasts }).outcomes[0]!.terms[0]!
    expect(other.estimate).toBeCloseTo(plain.estimate!, 10)
    expect(other.se).toBeCloseTo(plain.se!, 10)
    expect(other.df).toBeCloseTo(plain.df!, 8)
  })

  it('with one column is the clustered mean', () => {
    const data = randomClusters(9, [3, 1, 6, 2, 4])
    const ones = data.map((cluster) => ({ ...cluster, x: Array.from(cluster.y[0]!, () => 1) }))
    const counts = data.map((cluster) => cluster.y[0]!.length)
    const sums = data.map((cluster) => Array.from(cluster.y[0]!).reduce((a, b) => a + b, 0))
    const mean = clusteredMean(counts, sums)
    const term = clusteredRegression(ones, ['1']).outcomes[0]!.terms[0]!
    expect(term.se).toBeCloseTo(mean.se!, 12)
    expect(term.df).toBeCloseTo(mean.df!, 10)
    for (const type of ['CR0', 'CR1', 'CR1S', 'CR3'] as const) {
      expect(term.standardErrors![type]).toBeCloseTo(clusteredMean(counts, sums, { type }).se!, 12)
    }
  })
})

describe('clusteredRegression where little is defined', () => {
  it('drops a collinear and a zero column, with the reason, and keeps the rest', () => {
    const data = randomClusters(5, [4, 5, 6, 3, 4]).map((cluster) => {
      const x = cluster.x as number[]
      const rows = Array.from({ length: x.length / 3 }, (_, i) => [
        1,
        x[3 * i + 1]!,
        2 - 3 * x[3 * i + 1]!,
        0,
      ])
      return { ...cluster, x: rows.flat() }
    })
    const fit = clusteredRegression(data, ['1', 'a', 'same', 'none'])
    expect(fit.k).toBe(2)
    expect(fit.dropped).toEqual([
      { term: 'same', reason: 'is a combination of the terms before it' },
      { term: 'none', reason: 'is 0 in every row' },
    ])
    expect(fit.outcomes[0]!.terms[2]).toMatchObject({
      estimate: null,
      reason: 'is a combination of the terms before it',
    })
    const without = data.map((cluster) => ({
      ...cluster,
      x: cluster.x.flatMap((value, at) => (at % 4 < 2 ? [value] : [])),
    }))
    const small = clusteredRegression(without, ['1', 'a'])
    expect(fit.outcomes[0]!.terms[1]!.se).toBeCloseTo(small.outcomes[0]!.terms[1]!.se!, 10)
  })

  it('has few degrees of freedom for a feature that is non-zero in few of many prompts', () => {
    const normal = normals(11)
    const data: ClusterRows[] = Array.from({ length: 400 }, (_, g) => ({
      x: Array.from({ length: 3 }, (_, i) => [1, g < 8 && i === 0 ? 1 : 0]).flat(),
      y: [Array.from({ length: 3 }, () => normal())],
    }))
    const term = clusteredRegression(data, ['1', 'rare']).outcomes[0]!.terms[1]!
    expect(term.df!).toBeGreaterThan(5)
    expect(term.df!).toBeLessThan(8)
  })

  it('gives no error to a term that one prompt alone decides', () => {
    const data = randomClusters(21, [3, 4, 5, 4]).map((cluster, g) => ({
      ...cluster,
      x: (cluster.x as number[]).map((value, at) => (at % 3 === 2 ? (g === 1 ? 1 : 0) : value)),
    }))
    const term = clusteredRegression(data, ['1', 'a', 'only one']).outcomes[0]!.terms[2]!
    expect(term.estimate).not.toBeNull()
    expect(term).toMatchObject({ se: null, ci: null, reason: 'rests on one prompt' })
  })

  it('empty, one cluster, constant outcome', () => {
    const empty = clusteredRegression([], ['1']).outcomes[0]!.terms[0]
    expect(empty).toMatchObject({ estimate: null, n: 0, reason: 'no rows' })
    const one = clusteredRegression(randomClusters(2, [9]), ['1', 'a', 'b']).outcomes[0]!.terms[1]!
    expect(one).toMatchObject({ se: null, clusters: 1, reason: 'needs at least 2 prompts' })
    const flat = randomClusters(4, [5, 6, 4, 5]).map((cluster) => ({
      ...cluster,
      y: [Array.from(cluster.y[0]!, () => 0.3)],
    }))
    const [constant, slope] = clusteredRegression(flat, ['1', 'a', 'b']).outcomes[0]!.terms
    expect(constant!.estimate).toBeCloseTo(0.3, 12)
    expect(slope).toMatchObject({ se: 0, p: null, flags: ['degenerate'] })
  })
})
