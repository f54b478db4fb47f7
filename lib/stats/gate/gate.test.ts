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
import { gateCurve } from './gate-curve'
import type { GateCells, GateTable } from './gate-table'
import { stratifiedFalseAcceptRate } from './stratified-false-accept'

const { levels, count, rejected } = fixture.input
const table: GateTable = { levels, outputs: count, labelled: count, rejected }

describe('gateCurve against statsmodels and scipy', () => {
  const curve = gateCurve(table)

  it.each(fixture.expected.rows)('threshold $threshold', (row) => {
    const point = curve.find(({ threshold }) => threshold === row.threshold)!
    expect(point).toMatchObject({
      n: row.passed,
      rejected: row.rejected_by_human,
      missedGood: row.missed_good,
    })
    expect(point.passShare).toBeCloseTo(row.pass_share, 9)
    expect(point.falseAcceptRate).toBeCloseTo(row.false_accept_rate, 9)
    expect(point.recallOfGood).toBeCloseTo(row.recall_of_good, 9)
    expect(point.falseRejectRate).toBeCloseTo(1 - row.recall_of_good, 9)
    expect(point.upper).toBeCloseTo(row.cp_upper_one_sided, 9)
    for (const side of [0, 1] as const) {
      expect(point.ci![side]).toBeCloseTo(row.wilson95[side]!, 9)
      expect(point.exact![side]).toBeCloseTo(row.clopper_pearson95[side]!, 9)
    }
  })

  it('where less is better passes signals at or below the threshold, and mirrors', () => {
    const mirrored: GateTable = {
      levels: levels.map((level) => 10 - level).reverse(),
      outputs: [...count].reverse(),
      labelled: [...count].reverse(),
      rejected: [...rejected].reverse(),
    }
    const other = gateCurve(mirrored, { higherIs: 'worse' })
    for (const point of curve) {
      const twin = other.find(({ threshold }) => threshold === 10 - point.threshold)!
      expect(twin).toEqual({ ...point, threshold: 10 - point.threshold })
    }
    expect(other.map(({ threshold }) => threshold)).toEqual(mirrored.levels)
  })

  it('widens its intervals where prompts are alike, and not where each output is its own prompt', () => {
    const cells = (perPrompt: number): GateCells => {
      const rows = levels.flatMap((_, l) =>
        Array.from({ length: count[l]! }, (_, i) => ({ l, rejected: i < rejected[l]! ? 1 : 0 })),
      )
      return {
        prompts: rows.map((_, i) => Math.floor(i / perPrompt)),
        level: rows.map(({ l }) => l),
        labelled: rows.map(() => 1),
        rejected: rows.map((row) => row.rejected),
      }
    }
    const plain = curve[5]!
    const single = gateCurve(table, { cells: cells(1) })[5]!
    const alike = gateCurve(table, { cells: cells(8) })[5]!
    expect(single.falseAcceptRate).toBe(plain.falseAcceptRate)
    expect(single.ci![1]).toBeCloseTo(plain.ci![1], 3)
    expect(alike.ci![1] - alike.ci![0]).toBeGreaterThan(1.3 * (plain.ci![1] - plain.ci![0]))
  })

  it('empty, nothing labelled, all good, one level', () => {
    expect(gateCurve({ levels: [], outputs: [], labelled: [], rejected: [] })).toEqual([])
    const blind = gateCurve({ levels: [1, 2], outputs: [5, 5], labelled: [0, 0], rejected: [0, 0] })
    expect(blind[0]).toMatchObject({
      passShare: 1,
      falseAcceptRate: null,
      ci: null,
      exact: null,
      recallOfGood: null,
    })
    const good = gateCurve({ levels: [1], outputs: [5], labelled: [5], rejected: [0] })
    expect(good[0]).toMatchObject({ falseAcceptRate: 0, falsePositiveRate: null, recallOfGood: 1 })
    expect(good[0]!.ci![0]).toBe(0)
  })
})

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

describe('stratifiedFalseAcceptRate', () => {
  const strata: GateTable = {
    levels: [1, 2, 3],
    outputs: [500, 300, 200],
    labelled: [10, 60, 20],
    rejected: [8, 18, 2],
  }

  it('weighs levels by all their outputs', () => {
    const answer = stratifiedFalseAcceptRate(strata, 2)
    const rates = [18 / 60, 2 / 20]
    expect(answer.estimate).toBeCloseTo((300 * rates[0]! + 200 * rates[1]!) / 500, 12)
    const variance = (300 ** 2 * 0.3 * 0.7) / 59 + (200 ** 2 * 0.1 * 0.9) / 19
    expect(answer.se).toBeCloseTo(Math.sqrt(variance) / 500, 12)
    expect(answer.ci![0]).toBeLessThan(answer.estimate!)
    expect(answer).toMatchObject({ n: 80, outputs: 500 })
  })

  it('is the plain rate where levels are labelled in proportion', () => {
    const fair: GateTable = { levels: [1, 2], outputs: [400, 600], labelled: [40, 60], rejected: [20, 6] }
    expect(stratifiedFalseAcceptRate(fair, 1).estimate).toBeCloseTo(0.26, 12)
  })

  it('an unlabelled level leaves bounds only; nothing passes; no variance', () => {
    const gap = { ...strata, labelled: [10, 0, 20], rejected: [8, 0, 2] }
    const answer = stratifiedFalseAcceptRate(gap, 2)
    expect(answer).toMatchObject({ estimate: null, ci: null })
    expect(answer.bounds![0]).toBeCloseTo(0.04, 12)
    expect(answer.bounds![1]).toBeCloseTo(0.64, 12)
    expect(stratifiedFalseAcceptRate(strata, 9)).toMatchObject({ estimate: null, reason: 'nothing passes' })
    const clean = { ...strata, rejected: [0, 0, 0] }
    expect(stratifiedFalseAcceptRate(clean, 1)).toMatchObject({ estimate: 0, ci: null })
    expect(stratifiedFalseAcceptRate(strata, 1, 'worse').outputs).toBe(500)
  })
})
