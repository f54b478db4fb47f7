import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredKendall, clusteredSpearman } from './clustered-rank-correlation'
import fixture from './fixtures/spearman-kendall-ties.json'
import { kendall } from './kendall'
import { midRanks, pairsOfTable } from './levels'
import { pearson } from './pearson'
import { spearman } from './spearman'

const { x, y, table } = fixture.input
const expected = fixture.expected

describe('correlations with ties against scipy', () => {
  const cells = pairsOfTable(table.counts)

  it.each([
    ['rows', spearman(x, y)],
    ['a table', spearman(cells.x, cells.y, cells.counts)],
  ])('Spearman from %s', (_, answer) => {
    expect(answer.estimate).toBeCloseTo(expected.spearman, 9)
    expect(answer.p).toBeCloseTo(expected.spearman_p_t, 9)
    expect(answer.ci![0]).toBeCloseTo(expected.spearman_ci95_bonett_wright[0]!, 9)
    expect(answer.ci![1]).toBeCloseTo(expected.spearman_ci95_bonett_wright[1]!, 9)
    expect(answer.n).toBe(12)
  })

  it.each([
    ['rows', kendall(x, y)],
    ['a table', kendall(cells.x, cells.y, cells.counts)],
  ])('Kendall from %s', (_, answer) => {
    expect(answer.tauB).toBeCloseTo(expected.kendall_tau_b, 9)
    expect(answer.tauC).toBeCloseTo(expected.kendall_tau_c, 9)
    expect(answer.p).toBeCloseTo(expected.kendall_p_asymptotic, 9)
    expect(answer.gamma).toBeCloseTo(expected.goodman_kruskal_gamma, 9)
    expect(answer.somersD).toBeCloseTo(expected.somers_d_y_given_x, 9)
    expect(answer).toMatchObject({ concordant: expected.concordant, discordant: expected.discordant, n: 12 })
  })

  it('Pearson', () => {
    const answer = pearson(x, y)
    expect(answer.estimate).toBeCloseTo(expected.pearson, 9)
    expect(answer.p).toBeCloseTo(expected.pearson_p, 9)
  })
})

const pairs = fc.array(
  fc.record({
    x: fc.integer({ min: 0, max: 6 }),
    y: fc.integer({ min: 0, max: 6 }),
    g: fc.integer({ min: 0, max: 4 }),
  }),
  { minLength: 2, maxLength: 40 },
)
const split = (rows: { x: number; y: number; g: number }[]) => ({
  x: Object.freeze(rows.map((row) => row.x)),
  y: Object.freeze(rows.map((row) => row.y)),
  clusters: Object.freeze(rows.map((row) => row.g)),
})

describe('rank correlations', () => {
  it('count pairs as the definition does', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        let concordant = 0
        let discordant = 0
        for (let i = 0; i < rows.length; i++) {
          for (let j = 0; j < i; j++) {
            const sign = Math.sign((rows[i]!.x - rows[j]!.x) * (rows[i]!.y - rows[j]!.y))
            if (sign > 0) concordant++
            if (sign < 0) discordant++
          }
        }
        const { x, y } = split(rows)
        expect(kendall(x, y)).toMatchObject({ concordant, discordant })
      }),
    )
  })

  it('are symmetric, keep under monotone maps and any order, and turn sign when one side is reversed', () => {
    fc.assert(
      fc.property(pairs, (rows) => {
        const { x, y, clusters } = split(rows)
        const cube = x.map((value) => value ** 3)
        const down = y.map((value) => -value)
        const base = spearman(x, y)
        fc.pre(base.estimate !== null)
        expect(spearman(y, x).estimate).toBeCloseTo(base.estimate!, 12)
        expect(spearman(cube, y).estimate).toBeCloseTo(base.estimate!, 12)
        expect(spearman(x, down).estimate).toBeCloseTo(-base.estimate!, 12)
        expect(pearson(midRanks(x), midRanks(y)).estimate).toBeCloseTo(base.estimate!, 10)
        const tau = kendall(x, y).tauB!
        expect(kendall(cube, down).tauB).toBeCloseTo(-tau, 12)
        expect(clusteredSpearman({ x, y, clusters }).estimate).toBeCloseTo(base.estimate!, 12)
        expect(clusteredKendall({ x, y, clusters }).estimate).toBeCloseTo(tau, 12)
        const back = { x: [...x].reverse(), y: [...y].reverse(), clusters: [...clusters].reverse() }
        const forth = clusteredKendall({ x, y, clusters })
        if (forth.se !== null) expect(clusteredKendall(back).se).toBeCloseTo(forth.se, 12)
      }),
    )
  })

  it('are null where a side is constant or empty, and have no interval at ±1', () => {
    for (const answer of [pearson([1, 1, 1], [1, 2, 3]), spearman([1, 1, 1], [1, 2, 3])]) {
      expect(answer).toMatchObject({ estimate: null, ci: null, p: null, reason: 'one side is constant' })
    }
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3]).reason).toBe('one side is constant')
    expect(kendall([1, 2, 3], [4, 4, 4])).toMatchObject({
      tauB: null,
      gamma: null,
      reason: 'one side is constant',
    })
    expect(spearman([], [])).toMatchObject({ estimate: null, n: 0 })
    expect(pearson([], []).estimate).toBeNull()
    expect(kendall([], []).tauB).toBeNull()
    expect(spearman([1, 2, 3, 4, 5], [2, 4, 6, 8, 10])).toMatchObject({ estimate: 1, ci: null, p: 0 })
    expect(pearson([1, 2, 3, 4], [-3, -5, -7, -9])).toMatchObject({ estimate: -1, ci: null })
    expect(pearson([1, 2, 4], [2, 1, 3])).toMatchObject({ ci: null, reason: 'needs at least 4 rows' })
  })
})
