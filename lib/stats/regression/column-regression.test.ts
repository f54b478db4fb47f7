import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import inflation from '../fixtures/inflation-regression-model-fe.json'
import { normals, standardised } from '../test-support'
import type { ClusterRows } from './cluster'
import { clusteredRegression } from './clustered-regression'
import { type ColumnDesign, startsOf, widthOf } from './column-design'
import { columnRegression, termContrast } from './column-regression'

/** The same design by rows, as `clusteredRegression` takes it. */
function rowsOf({ starts, group, groups, columns, outcomes }: ColumnDesign): ClusterRows[] {
  return Array.from({ length: starts.length - 1 }, (_, g) => {
    const rows = Array.from({ length: starts[g + 1]! - starts[g]! }, (_, i) => starts[g]! + i)
    return {
      x: rows.flatMap((row) => [
        ...Array.from({ length: groups }, (_, at) => (group?.[row] === at ? 1 : 0)),
        ...columns.map((column) => column[row]!),
      ]),
      y: outcomes.map((y) => rows.map((row) => y[row]!)),
    }
  })
}

function expectSame(design: ColumnDesign) {
  const terms = Array.from({ length: widthOf(design) }, (_, j) => `term ${j}`)
  const contrasts = terms.map((name, j) => termContrast(j, design, name))
  const fast = columnRegression(design, terms, contrasts)
  const plain = clusteredRegression(rowsOf(design), terms)
  expect(fast).toMatchObject({ n: plain.n, clusters: plain.clusters, dropped: plain.dropped })
  plain.outcomes.forEach((outcome, o) => {
    outcome.terms.forEach((term, c) => {
      const own = fast.estimates[o]![c]!
      expect(own.reason).toBe(term.reason)
      expect(own.flags).toEqual(term.flags)
      for (const key of ['estimate', 'se', 'df', 'p'] as const) {
        if (term[key] === null) expect(own[key]).toBeNull()
        else expect(own[key]! / term[key]!).toBeCloseTo(1, 7)
      }
    })
  })
}

/** `sizes` clusters; outcomes that follow the first column, the group and the cluster. */
function made(sizes: readonly number[], groups: number, columns: number, seed: number): ColumnDesign {
  const normal = normals(seed)
  const cluster = sizes.flatMap((size, g) => Array.from({ length: size }, () => g))
  const shift = sizes.map(() => normal())
  const group = Int32Array.from(cluster, (_, i) =>
    i < groups ? i : Math.floor(groups * Math.abs(normal())) % groups,
  )
  const x = Array.from({ length: columns }, () =>
    Float64Array.from(cluster, (g) => normal() + 0.3 * shift[g]!),
  )
  const outcome = (slope: number) =>
    Float64Array.from(cluster, (g, i) => slope * (x[0]?.[i] ?? 0) + group[i]! + shift[g]! + normal())
  return {
    starts: startsOf(cluster),
    group: groups > 0 ? group : null,
    groups,
    columns: x,
    outcomes: [outcome(0.5), outcome(0)],
  }
}

describe('columnRegression', () => {
  it('equals clusteredRegression for clusters of few and of many rows', () => {
    const size = fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 1, max: 4 }) },
      fc.integer({ min: 8, max: 30 }),
    )
    fc.assert(
      fc.property(
        fc.array(size, { minLength: 12, maxLength: 30 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer(),
        (sizes, groups, columns, seed) => expectSame(made(sizes, groups, columns, seed)),
      ),
      { numRuns: 40 },
    )
  })

  it('equals it for so many clusters that the series stands in for eigenvectors', () => {
    expectSame(
      made(
        Array.from({ length: 1_500 }, (_, g) => 1 + (g % 5)),
        3,
        4,
        11,
      ),
    )
  })

  it('bounds degrees of freedom from below where there are plenty, and is exact where there are few', () => {
    const design = made(
      Array.from({ length: 2_500 }, (_, g) => 1 + (g % 3)),
      2,
      2,
      13,
    )
    // Non-zero in few clusters.
    const rare = design.columns[0]!.map((value, i) => (i % 600 === 0 ? value : 0))
    const sparse = { ...design, columns: [...design.columns, rare] }
    const terms = ['a', 'b', 'x', 'y', 'rare']
    const fast = columnRegression(
      sparse,
      terms,
      terms.map((_, j) => termContrast(j, sparse)),
    ).estimates[0]!
    const plain = clusteredRegression(rowsOf(sparse), terms).outcomes[0]!.terms
    plain.forEach((term, c) => {
      expect(fast[c]!.se! / term.se!).toBeCloseTo(1, 9)
      const ratio = fast[c]!.df! / term.df!
      if (term.df! > 1_100) expect([ratio > 0.95, ratio <= 1 + 1e-9]).toEqual([true, true])
      else expect(ratio).toBeCloseTo(1, 7)
    })
    expect(plain[4]!.df).toBeLessThan(20)
  })

  it('drops what is a combination of the terms before it, without groups too', () => {
    const design = made(
      Array.from({ length: 20 }, () => 3),
      2,
      2,
      5,
    )
    const twice = design.columns[0]!.map((value) => 2 * value)
    expectSame({ ...design, columns: [design.columns[0]!, twice, design.columns[1]!] })
    expectSame({ ...design, group: null, groups: 0 })
  })

  it('handles a group that one cluster alone holds, and fewer than two clusters', () => {
    const design = made([3, 3, 3, 3, 3, 3, 4], 2, 1, 9)
    expectSame({ ...design, group: Int32Array.from({ length: 22 }, (_, i) => (i < 18 ? 0 : 1)) })
    expectSame({ ...design, starts: Int32Array.of(0, 22) })
    const none = { ...design, starts: Int32Array.of(0), group: new Int32Array(0) }
    const empty = columnRegression(
      { ...none, columns: [new Float64Array(0)], outcomes: [new Float64Array(0)] },
      ['a', 'b', 'x'],
      [termContrast(2, design)],
    )
    expect(empty.estimates).toEqual([[expect.objectContaining({ estimate: null, reason: 'no rows' })]])
  })

  it("equals R's clubSandwich for inflation on models and features", () => {
    const rows = inflation.input.rows.toSorted((a, b) => a.prompt - b.prompt)
    const columns = [
      rows.map((row) => Math.log(row.len)),
      rows.map((row) => Math.log1p(row.hedge)),
      rows.map((row) => Math.log1p(row.bullets)),
    ]
    const design: ColumnDesign = {
      starts: startsOf(rows.map((row) => row.prompt)),
      group: Int32Array.from(rows, (row) => ['A', 'B', 'C', 'D'].indexOf(row.model)),
      groups: 4,
      columns: columns.map((column) => Float64Array.from(standardised(column))),
      outcomes: [Float64Array.from(rows, (row) => row.self - row.human)],
    }
    const terms = ['A', 'B', 'C', 'D', 'length', 'hedges', 'bullets']
    const { estimates } = columnRegression(
      design,
      terms,
      terms.map((name, j) => termContrast(j, design, name)),
    )
    const { fit } = inflation.expected
    estimates[0]!.forEach((estimate, j) => {
      expect(estimate.estimate).toBeCloseTo(fit.beta[j]!, 7)
      expect(estimate.se).toBeCloseTo(fit.se_CR2[j]!, 7)
      expect(estimate.df).toBeCloseTo(fit.satterthwaite_df_CR2[j]!, 7)
      expect(estimate.p).toBeCloseTo(fit.p_CR2[j]!, 7)
    })
  })
})
