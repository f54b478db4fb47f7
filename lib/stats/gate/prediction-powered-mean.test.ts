import { describe, expect, it } from 'vitest'
import clusteredFixture from '../fixtures/ppi-plus-plus-clustered.json'
import meanFixture from '../fixtures/ppi-plus-plus-mean.json'
import { seededRandom } from '../random'
import { groupBy } from '../test-support'
import {
  clusteredLambda,
  clusteredPredictionPoweredMean,
  type PpiClusters,
  type PpiSums,
  predictionPoweredMean,
} from './prediction-powered-mean'

const { labeled, unlabeled } = meanFixture.input.sufficient
const sums: PpiSums = {
  labelled: {
    n: labeled.n,
    sumY: labeled.sum_y,
    sumYY: labeled.sum_y2,
    sumS: labeled.sum_s,
    sumSS: labeled.sum_s2,
    sumYS: labeled.sum_ys,
  },
  unlabelled: { n: unlabeled.n, sumS: unlabeled.sum_s, sumSS: unlabeled.sum_s2 },
}

describe('predictionPoweredMean against ppi_py', () => {
  it.each([
    ['tuned', undefined, meanFixture.expected.ppi_plus_plus],
    ['λ = 1', 1, meanFixture.expected.ppi_lambda_1],
    ['λ = 0', 0, meanFixture.expected.classical_lambda_0],
  ] as const)('%s', (_, lambda, expected) => {
    const answer = predictionPoweredMean(sums, 0.95, lambda)
    expect(answer.estimate).toBeCloseTo(expected.estimate, 8)
    expect(answer.ci![0]).toBeCloseTo(expected.ci[0]!, 8)
    expect(answer.ci![1]).toBeCloseTo(expected.ci[1]!, 8)
  })

  it('λ, error and effective number of labels', () => {
    const answer = predictionPoweredMean(sums)
    expect(answer.lambda).toBeCloseTo(meanFixture.expected.lambda, 8)
    expect(answer.se).toBeCloseTo(meanFixture.expected.se, 8)
    expect(answer.effectiveN).toBeCloseTo(meanFixture.expected.effective_n, 6)
  })
})

type Row = (number | null)[]
const rows: Row[] = clusteredFixture.input.rows

function totalsOf(data: Row[]): { sums: PpiSums; clusters: PpiClusters } {
  const total = (of: Row[], f: (y: number, s: number) => number) =>
    of.reduce((t, [, y, s]) => t + f(y ?? 0, s!), 0)
  const labelled = data.filter(([, y]) => y !== null)
  const rest = data.filter(([, y]) => y === null)
  const prompts = groupBy(data, ([prompt]) => prompt!)
  const per = (f: (own: Row[]) => number) => prompts.map(([, own]) => f(own))
  const withLabel = (own: Row[]) => own.filter(([, y]) => y !== null)
  const without = (own: Row[]) => own.filter(([, y]) => y === null)
  return {
    sums: {
      labelled: {
        n: labelled.length,
        sumY: total(labelled, (y) => y),
        sumYY: total(labelled, (y) => y * y),
        sumS: total(labelled, (_, s) => s),
        sumSS: total(labelled, (_, s) => s * s),
        sumYS: total(labelled, (y, s) => y * s),
      },
      unlabelled: { n: rest.length, sumS: total(rest, (_, s) => s), sumSS: total(rest, (_, s) => s * s) },
    },
    clusters: {
      labelled: per((own) => withLabel(own).length),
      sumY: per((own) => total(withLabel(own), (y) => y)),
      sumS: per((own) => total(withLabel(own), (_, s) => s)),
      unlabelled: per((own) => without(own).length),
      sumSUnlabelled: per((own) => total(without(own), (_, s) => s)),
    },
  }
}

describe('clusteredPredictionPoweredMean', () => {
  const data = totalsOf(rows)
  const answer = clusteredPredictionPoweredMean(data.sums, data.clusters)
  const expected = clusteredFixture.expected

  it('equals the reference', () => {
    expect(answer.estimate).toBeCloseTo(expected.estimate, 9)
    expect(answer.lambda).toBeCloseTo(expected.lambda, 9)
    expect(answer.se).toBeCloseTo(expected.se_clustered, 9)
    expect(answer.ci![0]).toBeCloseTo(expected.ci95_t[0]!, 9)
    expect(answer.ci![1]).toBeCloseTo(expected.ci95_t[1]!, 9)
    expect(answer.clusters).toBe(expected.labelled_prompts)
    expect(predictionPoweredMean(data.sums).se).toBeCloseTo(expected.se_iid_ppi_py, 9)
    expect(answer.reason).toBeUndefined()
  })

  it('does not depend on the order of rows, and follows a shift of the human scores', () => {
    const back = totalsOf([...rows].reverse())
    expect(clusteredPredictionPoweredMean(back.sums, back.clusters).se).toBeCloseTo(answer.se!, 10)
    const moved = totalsOf(rows.map(([prompt, y, s]) => [prompt!, y === null ? null : y! + 10, s!]))
    const shifted = clusteredPredictionPoweredMean(moved.sums, moved.clusters)
    expect(shifted.estimate).toBeCloseTo(answer.estimate! + 10, 8)
    expect(shifted.se).toBeCloseTo(answer.se!, 8)
  })

  it('a constant signal or nothing unlabelled is the plain mean; few labels say so', () => {
    const flat = totalsOf(rows.map(([prompt, y]) => [prompt!, y!, 70]))
    const plain = clusteredPredictionPoweredMean(flat.sums, flat.clusters)
    expect(plain).toMatchObject({ lambda: 0 })
    expect(plain.estimate).toBeCloseTo(plain.classical!.estimate, 10)
    expect(plain.effectiveN).toBeCloseTo(plain.n, 10)
    const all = totalsOf(rows.filter(([, y]) => y !== null))
    expect(clusteredPredictionPoweredMean(all.sums, all.clusters)).toMatchObject({ lambda: 0, unlabelled: 0 })
    const one = totalsOf([
      [1, 60, 70],
      [1, 50, 60],
      [2, null, 65],
    ])
    expect(clusteredPredictionPoweredMean(one.sums, one.clusters)).toMatchObject({
      ci: null,
      reason: 'needs labels in at least 2 prompts',
    })
    const single = totalsOf([
      [1, 60, 70],
      [2, null, 65],
    ])
    expect(predictionPoweredMean(single.sums)).toMatchObject({ estimate: 60, se: null, lambda: 0 })
    const none = totalsOf([[2, null, 65]])
    expect(clusteredPredictionPoweredMean(none.sums, none.clusters)).toMatchObject({
      estimate: null,
      reason: 'no labelled outputs',
    })
  })
})

describe('clusteredLambda', () => {
  const many = (prompts: number) => {
    const random = seededRandom(4)
    return Array.from({ length: prompts }, (_, g) => {
      const ease = random()
      return Array.from({ length: 4 }, (_, i): Row => {
        const y = ease + 0.3 * random()
        const s = 0.8 * y + 0.2 * random()
        return [g, i < 2 ? y : null, s]
      })
    }).flat()
  }

  it('has the least clustered error of all λ', () => {
    const { sums: own, clusters } = totalsOf(many(40))
    const best = clusteredLambda(own, clusters)!
    const se = (lambda: number) => clusteredPredictionPoweredMean(own, clusters, 0.95, lambda).se!
    expect(best).toBeGreaterThan(0)
    expect(best).toBeLessThan(1)
    for (const lambda of [0, best - 0.01, best + 0.01, 1]) expect(se(best)).toBeLessThan(se(lambda))
  })

  it('is left to the independent one with few prompts, or where there is nothing to tune', () => {
    const { sums: own, clusters } = totalsOf(many(12))
    expect(clusteredLambda(own, clusters)).toBeUndefined()
    const { sums: flat, clusters: same } = totalsOf(many(40).map(([prompt, y]) => [prompt!, y ?? null, 0.5]))
    expect(clusteredLambda(flat, same)).toBeUndefined()
  })
})
