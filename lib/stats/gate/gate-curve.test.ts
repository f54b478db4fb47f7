import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/gate-simulator-threshold-ltt.json'
import { gateCurve } from './gate-curve'
import type { GateCells, GateTable } from './gate-table'

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
