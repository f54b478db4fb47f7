import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredWeightedMean } from '../clustered-weighted-mean'
import { clusteredProportion } from '../proportion'
import { RunningProportion, RunningWeightedProportion } from './running-proportion'

const rows = fc.array(fc.tuple(fc.nat(5), fc.boolean(), fc.constantFrom(1, 2, 5)), { maxLength: 40 })

describe('a share that is kept up', () => {
  it('is clusteredProportion’s after every row', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const running = new RunningProportion(6)
        const counts = new Float64Array(6)
        const holds = new Float64Array(6)
        for (const [cluster, held] of all) {
          running.add(cluster, 1, Number(held))
          counts[cluster]! += 1
          holds[cluster]! += Number(held)
          const expected = clusteredProportion(counts, holds)
          const { designEffect, ci, ...rest } = running.result()
          expect(rest).toMatchObject({
            estimate: expected.estimate,
            n: expected.n,
            clusters: expected.clusters,
          })
          if (expected.designEffect === null) expect(designEffect).toBeNull()
          else expect(designEffect).toBeCloseTo(expected.designEffect, 9)
          expect(ci![0]).toBeCloseTo(expected.ci![0], 9)
          expect(ci![1]).toBeCloseTo(expected.ci![1], 9)
        }
      }),
    )
  })

  it('takes the holds of rows that are there already', () => {
    const running = new RunningProportion(3)
    for (const cluster of [0, 0, 1, 2]) running.add(cluster, 1, 0)
    running.add(0, 0, 1)
    running.add(2, 0, 1)
    expect(running.result()).toEqual(clusteredProportion([2, 1, 1], [1, 0, 1]))
  })

  it('with weights has the error of the weighted mean', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const running = new RunningWeightedProportion(6)
        const sums = { counts: new Float64Array(6), weights: new Float64Array(6), held: new Float64Array(6) }
        for (const [cluster, held, weight] of all) {
          running.add(cluster, weight, held ? weight : 0)
          sums.counts[cluster]! += 1
          sums.weights[cluster]! += weight
          sums.held[cluster]! += held ? weight : 0
        }
        const expected = clusteredWeightedMean(sums.counts, sums.weights, sums.held)
        const { estimate, designEffect, n } = running.result()
        if (expected.estimate === null) {
          expect(estimate).toBeNull()
          return
        }
        expect(estimate).toBeCloseTo(expected.estimate, 12)
        if (expected.se === null || designEffect === null) return
        expect(designEffect * ((estimate! * (1 - estimate!)) / n)).toBeCloseTo(expected.se ** 2, 12)
      }),
    )
  })

  it('is nothing for no rows', () => {
    expect(new RunningProportion(2).result()).toMatchObject({ estimate: null, ci: null })
    expect(new RunningWeightedProportion(2).result()).toMatchObject({ estimate: null, ci: null })
  })
})
