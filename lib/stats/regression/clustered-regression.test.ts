import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusteredMean } from '../clustered-mean'
import grunfeld from '../fixtures/cluster-robust-grunfeld.json'
import petersen from '../fixtures/cluster-robust-petersen-sufficient-stats.json'
import hanna from '../fixtures/hanna-inflation-chatgpt-vs-human.json'
import inflation from '../fixtures/inflation-regression-model-fe.json'
import stacked from '../fixtures/stacked-feature-effects-self-human-correct.json'
import { groupBy, normals, standardised } from '../test-support'
import { type Cluster, type ClusterRows, sumsOf } from './cluster'
import { clusteredRegression, type Regression } from './clustered-regression'

const TYPES = ['ols', 'CR0', 'CR1', 'CR1S', 'CR2', 'CR3', 'CV3'] as const

interface ClubSandwich {
  beta: number[]
  se_ols: number[]
  se_CR0: number[]
  se_CR1: number[]
  se_CR1S: number[]
  se_CR2: number[]
  se_CR3: number[]
  se_CV3_jackknife: number[]
  satterthwaite_df_CR2: number[]
  p_CR2: number[]
  ci95_CR2_lower: number[]
  ci95_CR2_upper: number[]
}

function expectClubSandwich(fit: Regression, expected: ClubSandwich, digits: number) {
  fit.outcomes[0]!.terms.forEach((term, j) => {
    expect(term.estimate).toBeCloseTo(expected.beta[j]!, digits)
    for (const type of TYPES) {
      const key = type === 'CV3' ? 'se_CV3_jackknife' : (`se_${type}` as const)
      expect(term.standardErrors![type], `${term.term} ${type}`).toBeCloseTo(expected[key][j]!, digits)
    }
    expect(term.df).toBeCloseTo(expected.satterthwaite_df_CR2[j]!, digits)
    expect(term.p).toBeCloseTo(expected.p_CR2[j]!, digits)
    expect(term.ci![0]).toBeCloseTo(expected.ci95_CR2_lower[j]!, digits - 1)
    expect(term.ci![1]).toBeCloseTo(expected.ci95_CR2_upper[j]!, digits - 1)
  })
}

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

interface AuditRow {
  model: string
  prompt: number
  len: number
  hedge: number
  bullets: number
  self: number
  human: number
  correct?: number
}

function auditClusters(rows: AuditRow[], outcomes: ((row: AuditRow) => number)[]): ClusterRows[] {
  const features = [
    standardised(rows.map((row) => Math.log(row.len))),
    standardised(rows.map((row) => Math.log1p(row.hedge))),
    standardised(rows.map((row) => Math.log1p(row.bullets))),
  ]
  const design = rows.map((row, i) => ({
    row,
    x: [
      ...['A', 'B', 'C', 'D'].map((model) => (row.model === model ? 1 : 0)),
      ...features.map((column) => column[i]!),
    ],
  }))
  return groupBy(design, ({ row }) => row.prompt).map(([label, cluster]) => ({
    label,
    x: cluster.flatMap(({ x }) => x),
    y: outcomes.map((outcome) => cluster.map(({ row }) => outcome(row))),
  }))
}

const TERMS = ['A', 'B', 'C', 'D', 'length', 'hedges', 'bullets']
const byRows = auditClusters(inflation.input.rows, [(row) => row.self - row.human])

describe('inflation with effects of models and features', () => {
  it.each([
    ['rows × rows', byRows],
    ['terms × terms', byRows.map((cluster) => sumsOf(cluster, TERMS.length))],
  ])('equals clubSandwich in the form %s', (_, clusters) => {
    expectClubSandwich(clusteredRegression(clusters, TERMS), inflation.expected.fit, 7)
  })

  it('explains as much as R says', () => {
    const { rss } = clusteredRegression(byRows, TERMS).outcomes[0]!
    const values = inflation.input.rows.map((row) => row.self - row.human)
    const spread =
      values.reduce((total, value) => total + value ** 2, 0) - values.reduce((a, b) => a + b) ** 2 / 52
    expect(1 - rss / spread).toBeCloseTo(inflation.expected.r2_centered, 8)
  })

  it('finds the prompt whose removal moves an effect most', () => {
    const { influence, estimate } = clusteredRegression(byRows, TERMS).outcomes[0]!.terms[4]!
    const changes = byRows.map((left) => {
      const rest = byRows.filter((cluster) => cluster !== left)
      return {
        cluster: left.label,
        change: clusteredRegression(rest, TERMS).outcomes[0]!.terms[4]!.estimate! - estimate!,
      }
    })
    const most = changes.reduce((a, b) => (Math.abs(b.change) > Math.abs(a.change) ? b : a))
    expect(influence!.cluster).toBe(most.cluster)
    expect(influence!.change).toBeCloseTo(most.change, 8)
  })
})

describe('effects on the self rating, the human rating, correctness, and their differences', () => {
  const rows: AuditRow[] = stacked.input.rows
  const clusters = auditClusters(rows, [
    (row) => row.self,
    (row) => row.human,
    (row) => row.correct!,
    (row) => row.self - row.human,
    (row) => row.correct! - row.human,
  ])
  const fit = clusteredRegression(clusters, TERMS, { jointTests: [[4, 5, 6]] })
  const features = (outcome: number) => fit.outcomes[outcome]!.terms.slice(4)

  it.each([
    [0, stacked.expected.beta_self],
    [1, stacked.expected.beta_human],
    [2, stacked.expected.beta_correct],
  ])('outcome %i', (outcome, beta) => {
    features(outcome).forEach((term, j) => {
      expect(term.estimate).toBeCloseTo(beta[j]!, 7)
    })
  })

  it.each([
    [3, stacked.expected.diff_self_minus_human],
    [4, stacked.expected.diff_correct_minus_human],
  ])('difference %i', (outcome, expected) => {
    features(outcome).forEach((term, j) => {
      expect(term.estimate).toBeCloseTo(expected.beta[j]!, 7)
      expect(term.se).toBeCloseTo(expected.se_CR2[j]!, 7)
      expect(term.df).toBeCloseTo(expected.df[j]!, 7)
      expect(term.p).toBeCloseTo(expected.p[j]!, 7)
    })
  })

  it('joint HTZ test that no feature moves self and human differently', () => {
    const joint = fit.outcomes[3]!.jointTests[0]!
    const expected = stacked.expected.joint_HTZ
    expect(joint.f).toBeCloseTo(expected.F, 5)
    expect(joint.dfNum).toBe(expected.df_num)
    expect(joint.dfDenom).toBeCloseTo(expected.df_denom, 5)
    expect(joint.p).toBeCloseTo(expected.p, 5)
  })

  it('a joint test of one term is its t test', () => {
    const one = clusteredRegression(clusters, TERMS, { jointTests: [[4]] }).outcomes[3]!
    const term = one.terms[4]!
    expect(one.jointTests[0]!.f).toBeCloseTo((term.estimate! / term.se!) ** 2, 8)
    expect(one.jointTests[0]!.dfDenom).toBeCloseTo(term.df!, 8)
    expect(one.jointTests[0]!.p).toBeCloseTo(term.p!, 8)
  })
})

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
