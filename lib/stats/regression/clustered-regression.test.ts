import { describe, expect, it } from 'vitest'
import { clusteredMean } from '../clustered-mean'
import grunfeld from '../fixtures/cluster-robust-grunfeld.json'
import petersen from '../fixtures/cluster-robust-petersen-sufficient-stats.json'
import hanna from '../fixtures/hanna-inflation-chatgpt-vs-human.json'
import { groupBy } from '../test-support'
import type { Cluster, ClusterRows } from './cluster'
import { clusteredRegression } from './clustered-regression'
import { expectClubSandwich } from './testing'

const firms = groupBy(grunfeld.input.rows, ([firm]) => firm!)

describe('clusteredRegression against R clubSandwich, sandwich and fixest', () => {
  const pooled: ClusterRows[] = firms.map(([label, rows]) => ({
    label,
    x: rows.flatMap(([, , , value, capital]) => [1, value!, capital!]),
    y: [rows.map(([, , inv]) => inv!)],
  }))

  it('Grunfeld, pooled', () => {
    const fit = clusteredRegression(pooled, ['constant', 'value', 'capital'])
    expectClubSandwich(fit, grunfeld.expected.pooled, 7)
    expect(fit).toMatchObject({ n: 200, clusters: 10, k: 3, dropped: [] })
  })

  it('Grunfeld with effects of firms, which are nested in the clusters', () => {
    const data: ClusterRows[] = firms.map(([label, rows], own) => ({
      label,
      x: rows.flatMap(([, , , value, capital]) => [
        ...firms.map((_, g) => (g === own ? 1 : 0)),
        value!,
        capital!,
      ]),
      y: [rows.map(([, , inv]) => inv!)],
    }))
    const terms = [...firms.map(([firm]) => `firm ${firm}`), 'value', 'capital']
    const [, ...others] = clusteredRegression(data, terms).outcomes[0]!.terms
    others.slice(-2).forEach((term, j) => {
      const expected = grunfeld.expected.firm_fixed_effects
      expect(term.estimate).toBeCloseTo(expected.beta[j]!, 9)
      expect(term.se).toBeCloseTo(expected.se_CR2[j]!, 7)
      expect(term.standardErrors!.CR0).toBeCloseTo(expected.se_CR0[j]!, 7)
      // fixest does not count effects that are nested in the clusters among the parameters.
      const fixest = Math.sqrt((10 / 9) * (199 / (200 - 3))) * term.standardErrors!.CR0
      expect(fixest).toBeCloseTo(expected.se_fixest_default_nested[j]!, 6)
    })
  })

  it.each([
    ['firm', petersen.input.by_firm],
    ['year', petersen.input.by_year],
  ])('Petersen by %s, from sums alone', (by, rows) => {
    const data: Cluster[] = rows.map(([label, n, sx, sy, sxx, sxy, syy]) => ({
      label: label!,
      n: n!,
      cross: [n!, sx!, sx!, sxx!],
      right: [[sy!, sxy!]],
      yy: [syy!],
    }))
    const expected = petersen.expected
    clusteredRegression(data, ['constant', 'x']).outcomes[0]!.terms.forEach((term, j) => {
      expect(term.estimate).toBeCloseTo(expected.beta[j]!, 7)
      expect(term.standardErrors!.ols).toBeCloseTo(expected.se_ols[j]!, 7)
      expect(term.standardErrors!.CR1S).toBeCloseTo(
        expected[by === 'firm' ? 'se_firm_CR1S' : 'se_year_CR1S'][j]!,
        7,
      )
      expect(term.se).toBeCloseTo(expected[by === 'firm' ? 'se_firm_CR2' : 'se_year_CR2'][j]!, 7)
      if (by === 'year') expect(term.df).toBeCloseTo(expected.df_year_CR2[j]!, 5)
    })
  })

  it('HANNA: ChatGPT’s inflation and its slope on length, from sums of prompts', () => {
    const data: Cluster[] = hanna.input.rows.map(([label, n, y, yy, z, zz, zy]) => ({
      label: label!,
      n: n!,
      cross: [n!, z!, z!, zz!],
      right: [[y!, zy!]],
      yy: [yy!],
    }))
    const [intercept, slope] = clusteredRegression(data, ['constant', 'z'], { type: 'CR1S' }).outcomes[0]!
      .terms
    expect(intercept!.estimate).toBeCloseTo(hanna.expected.intercept, 6)
    expect(slope!.estimate).toBeCloseTo(hanna.expected.slope_z, 6)
    expect(intercept!.se).toBeCloseTo(hanna.expected.se_CR1S[0]!, 6)
    expect(slope!.se).toBeCloseTo(hanna.expected.se_CR1S[1]!, 6)
    const column = (k: number) => hanna.input.rows.map((row) => row[k]!)
    const mean = clusteredMean(column(1), column(2), { type: 'CR1S' })
    expect(mean.estimate).toBeCloseTo(hanna.expected.mean_inflation, 6)
    expect(mean.se).toBeCloseTo(hanna.expected.se_CR1S_mean, 6)
    expect(mean).toMatchObject({ n: hanna.expected.n, clusters: hanna.expected.clusters })
  })
})
