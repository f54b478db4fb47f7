import { describe, expect, it } from 'vitest'
import inflation from '../fixtures/inflation-regression-model-fe.json'
import stacked from '../fixtures/stacked-feature-effects-self-human-correct.json'
import { groupBy, standardised } from '../test-support'
import { type ClusterRows, sumsOf } from './cluster'
import { clusteredRegression } from './clustered-regression'
import { expectClubSandwich } from './testing'

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
