import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/gate-simulator-threshold-ltt.json'
import { seededRandom } from '../random'
import {
  certifiedThreshold,
  minimumCertifiablePasses,
  oneRowPerCluster,
  passesToCertify,
} from './certified-threshold'
import type { GateTable } from './gate-table'

const { levels, count, rejected } = fixture.input
const table: GateTable = { levels, outputs: count, labelled: count, rejected }

describe('certifiedThreshold', () => {
  it('finds the threshold of the reference, by both rules', () => {
    const answer = certifiedThreshold(table)
    expect(answer).toMatchObject({
      threshold: fixture.expected.selected_threshold_fixed_sequence,
      holmThreshold: fixture.expected.selected_threshold_holm,
      minimumPasses: fixture.expected.n_min,
    })
    expect(answer.tests.map(({ threshold }) => threshold)).toEqual(
      fixture.expected.fixed_sequence.slice(0, 2),
    )
    for (const test of answer.tests) {
      const row = fixture.expected.rows.find(({ threshold }) => threshold === test.threshold)!
      expect(test.p).toBeCloseTo(row.p_value, 9)
    }
  })

  it('starts by the pass share of all outputs where only some are labelled', () => {
    const large = { ...table, outputs: count.map((n) => n * 250) }
    expect(certifiedThreshold(large)).toEqual(certifiedThreshold(table))
  })

  it('says how many more labels it needs', () => {
    const few = { levels, outputs: count, labelled: count.map(() => 3), rejected: levels.map(() => 0) }
    const answer = certifiedThreshold(few)
    expect(answer).toMatchObject({ threshold: null, moreLabels: 76 - 33 })
    expect(answer.reason).toBe('needs at least 76 labelled outputs, one per prompt: has 33')
    const near = { levels: [0, 1], outputs: [100, 100], labelled: [100, 100], rejected: [60, 6] }
    const more = certifiedThreshold(near)
    expect(more.threshold).toBeNull()
    expect(more.moreLabels!).toBeGreaterThan(50)
    const bad = { levels: [0, 1], outputs: [100, 100], labelled: [100, 100], rejected: [60, 30] }
    expect(certifiedThreshold(bad)).toMatchObject({ threshold: null, moreLabels: null })
    expect(certifiedThreshold({ levels: [], outputs: [], labelled: [], rejected: [] }).moreLabels).toBe(76)
  })

  it('knows the sizes of the paper’s arithmetic', () => {
    expect(minimumCertifiablePasses(0.1, 0.05)).toBe(76)
    expect(minimumCertifiablePasses(0.05, 0.05)).toBe(153)
    expect(passesToCertify(0, 0.05, 0.05)).toBe(59)
    expect(passesToCertify(0.099, 0.1, 0.05)).toBeNull()
    expect(() => minimumCertifiablePasses(0, 0.05)).toThrow(RangeError)
  })

  it('is wrong no more often than it says', () => {
    // True rates rise as the threshold falls: 0.05, 0.102, 0.2. Certifying the second or third is an error.
    const random = seededRandom(12)
    const rates = [0.35, 0.18, 0.05]
    const sizes = [150, 100, 150]
    let wrong = 0
    const studies = 1000
    for (let study = 0; study < studies; study++) {
      const bad = rates.map(
        (rate, l) => Array.from({ length: sizes[l]! }, () => random() < rate).filter(Boolean).length,
      )
      const { threshold } = certifiedThreshold({
        levels: [1, 2, 3],
        outputs: sizes,
        labelled: sizes,
        rejected: bad,
      })
      if (threshold !== null && threshold < 3) wrong++
    }
    expect(wrong / studies).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / studies))
  })
})

describe('oneRowPerCluster', () => {
  it('takes one row of each cluster, the same for the same seed', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 })
    fc.assert(
      fc.property(names, fc.integer(), (clusters, seed) => {
        const rows = oneRowPerCluster(Object.freeze(clusters), seed)
        expect(rows.map((row) => clusters[row]).sort()).toEqual([...new Set(clusters)].sort())
        expect(oneRowPerCluster(clusters, seed)).toEqual(rows)
      }),
    )
  })

  it('takes each row of a cluster equally often', () => {
    const hits = [0, 0, 0, 0]
    for (let seed = 0; seed < 4000; seed++) hits[oneRowPerCluster(['p', 'p', 'p', 'p'], seed)[0]!]!++
    for (const hit of hits) expect(Math.abs(hit - 1000)).toBeLessThan(4 * Math.sqrt(750))
  })
})
