import { describe, expect, it } from 'vitest'
import { clusteredPearson, withinClusterPearson } from './clustered-pearson'
import { clusteredKendall, clusteredSpearman } from './clustered-rank-correlation'
import { pearson } from './pearson'
import { spearman } from './spearman'
import { promptPairCounts, withinClusterKendall } from './within-cluster-kendall'

/** The influence of a row is the derivative of the correlation in its weight. */
function numericInfluence(estimate: (counts: number[]) => number, n: number, row: number): number {
  const step = 1e-5
  const tilted = (sign: number) => Array.from({ length: n }, (_, i) => (i === row ? 1 + sign * step : 1))
  return (n * (estimate(tilted(1)) - estimate(tilted(-1)))) / (2 * step)
}

const xs = [1, 2, 2, 3, 3, 3, 4, 5, 5, 5, 2, 4]
const ys = [30, 20, 20, 20, 40, 10, 50, 30, 50, 60, 10, 50]
const gs = ['a', 'b', 'b', 'c', 'c', 'a', 'd', 'd', 'e', 'e', 'e', 'a']

function seFromNumericInfluence(estimate: (counts: number[]) => number): number {
  const byCluster = new Map<string, number>()
  gs.forEach((g, i) => {
    byCluster.set(g, (byCluster.get(g) ?? 0) + numericInfluence(estimate, xs.length, i) / xs.length)
  })
  const squares = [...byCluster.values()].reduce((total, value) => total + value * value, 0)
  return Math.sqrt((byCluster.size / (byCluster.size - 1)) * squares)
}

function sumsByCluster() {
  const names = [...new Set(gs)]
  const of = (f: (i: number) => number) =>
    names.map((name) => gs.reduce((total, g, i) => (g === name ? total + f(i) : total), 0))
  return {
    counts: of(() => 1),
    sumX: of((i) => xs[i]!),
    sumY: of((i) => ys[i]!),
    sumXX: of((i) => xs[i]! ** 2),
    sumYY: of((i) => ys[i]! ** 2),
    sumXY: of((i) => xs[i]! * ys[i]!),
  }
}

describe('clustered correlations: the error of ranks is the sandwich of numerical derivatives', () => {
  it('Pearson: the jackknife over prompts', () => {
    const answer = clusteredPearson(sumsByCluster())
    const z = Math.atanh(pearson(xs, ys).estimate!)
    const squares = [...new Set(gs)].map((left) => {
      const rest = gs.flatMap((g, i) => (g === left ? [] : [i]))
      const r = pearson(
        rest.map((i) => xs[i]!),
        rest.map((i) => ys[i]!),
      ).estimate!
      return (Math.atanh(r) - z) ** 2
    })
    const se = Math.sqrt((4 / 5) * squares.reduce((a, b) => a + b))
    expect(answer.estimate).toBeCloseTo(pearson(xs, ys).estimate!, 12)
    expect(answer.se).toBeCloseTo(se * (1 - answer.estimate! ** 2), 12)
    expect(answer.clusters).toBe(5)
    // Kish: 12²/(3² + 2² + 2² + 2² + 3²) − 1
    expect(answer.df).toBeCloseTo(144 / 30 - 1, 12)
    expect(answer.ci![0]).toBeLessThan(answer.estimate!)
  })

  it('Spearman', () => {
    const answer = clusteredSpearman({ x: xs, y: ys, clusters: gs })
    expect(answer.se).toBeCloseTo(
      seFromNumericInfluence((counts) => spearman(xs, ys, counts).estimate!),
      7,
    )
  })

  it('Kendall', () => {
    const answer = clusteredKendall({ x: xs, y: ys, clusters: gs })
    // τ-b as a function of weights, with pairs of a row and itself counted as ties.
    const weighted = (counts: number[]) => {
      let [score, tx, ty] = [0, 0, 0]
      xs.forEach((_, i) => {
        xs.forEach((_, j) => {
          const w = counts[i]! * counts[j]!
          score += w * Math.sign((xs[i]! - xs[j]!) * (ys[i]! - ys[j]!))
          tx += w * Math.abs(Math.sign(xs[i]! - xs[j]!))
          ty += w * Math.abs(Math.sign(ys[i]! - ys[j]!))
        })
      })
      return score / Math.sqrt(tx * ty)
    }
    expect(answer.estimate).toBeCloseTo(weighted(xs.map(() => 1)), 12)
    expect(answer.se).toBeCloseTo(seFromNumericInfluence(weighted), 7)
  })

  it('counts stand for repeated rows', () => {
    const twice = { x: [...xs, ...xs], y: [...ys, ...ys], clusters: [...gs, ...gs] }
    const counted = { x: xs, y: ys, clusters: gs, counts: xs.map(() => 2) }
    expect(clusteredSpearman(counted).se).toBeCloseTo(clusteredSpearman(twice).se!, 12)
    expect(clusteredKendall(counted).se).toBeCloseTo(clusteredKendall(twice).se!, 12)
  })

  it('empty, constant, one cluster, perfect', () => {
    expect(clusteredSpearman({ x: [], y: [], clusters: [] })).toMatchObject({ estimate: null, clusters: 0 })
    expect(clusteredKendall({ x: [1, 1], y: [1, 2], clusters: [1, 2] }).reason).toBe('one side is constant')
    expect(clusteredSpearman({ x: [1, 2, 3], y: [1, 3, 2], clusters: [1, 1, 1] })).toMatchObject({
      ci: null,
      clusters: 1,
    })
    const perfect = clusteredKendall({ x: [1, 2, 3], y: [1, 2, 3], clusters: [1, 2, 3] })
    expect(perfect).toMatchObject({ estimate: 1, ci: null, reason: 'a correlation of ±1 has no interval' })
    const none = { counts: [], sumX: [], sumY: [], sumXX: [], sumYY: [], sumXY: [] }
    expect(clusteredPearson(none).estimate).toBeNull()
    expect(withinClusterPearson(none).estimate).toBeNull()
  })
})

describe('within prompts', () => {
  it('Pearson is that of deviations from the prompt’s means, and prompts’ levels cancel', () => {
    const sums = sumsByCluster()
    const base = withinClusterPearson(sums)
    const meanOf = (values: number[], name: string) => {
      const own = values.filter((_, i) => gs[i] === name)
      return own.reduce((a, b) => a + b, 0) / own.length
    }
    const dx = xs.map((value, i) => value - meanOf(xs, gs[i]!))
    const dy = ys.map((value, i) => value - meanOf(ys, gs[i]!))
    expect(base.estimate).toBeCloseTo(pearson(dx, dy).estimate!, 12)
    expect(base.clusters).toBe(5)
    const shift = [1, 2, 3, 4, 5]
    const moved = withinClusterPearson({
      ...sums,
      sumX: sums.sumX.map((s, g) => s + shift[g]! * sums.counts[g]!),
      sumXX: sums.sumXX.map((s, g) => s + 2 * shift[g]! * sums.sumX[g]! + sums.counts[g]! * shift[g]! ** 2),
      sumXY: sums.sumXY.map((s, g) => s + shift[g]! * sums.sumY[g]!),
    })
    expect(moved.estimate).toBeCloseTo(base.estimate!, 10)
    expect(moved.se).toBeCloseTo(base.se!, 10)
  })

  it('a correlation that one prompt alone makes has no interval', () => {
    const sums = { counts: [3, 3], sumX: [0, 0], sumY: [0, 0], sumXX: [2, 0], sumYY: [2, 2], sumXY: [1, 0] }
    expect(withinClusterPearson(sums)).toMatchObject({ ci: null, clusters: 2 })
    expect(withinClusterPearson(sums).reason).toContain('without one of its prompts')
  })

  it('Kendall pools pairs of the same prompt', () => {
    const names = [...new Set(gs)]
    const counted = names.map((name) => {
      const at = gs.flatMap((g, i) => (g === name ? [i] : []))
      return promptPairCounts(
        at.map((i) => xs[i]!),
        at.map((i) => ys[i]!),
      )
    })
    const answer = withinClusterKendall({
      counts: counted.map((prompt) => prompt.count),
      concordant: counted.map((prompt) => prompt.concordant),
      discordant: counted.map((prompt) => prompt.discordant),
      untiedX: counted.map((prompt) => prompt.untiedX),
      untiedY: counted.map((prompt) => prompt.untiedY),
    })
    let [score, tx, ty] = [0, 0, 0]
    for (let i = 0; i < xs.length; i++) {
      for (let j = 0; j < i; j++) {
        if (gs[i] !== gs[j]) continue
        score += Math.sign((xs[i]! - xs[j]!) * (ys[i]! - ys[j]!))
        tx += xs[i] === xs[j] ? 0 : 1
        ty += ys[i] === ys[j] ? 0 : 1
      }
    }
    expect(answer.estimate).toBeCloseTo(score / Math.sqrt(tx * ty), 12)
    expect(answer).toMatchObject({ n: 12, clusters: 5 })
  })

  it('a prompt with one output says nothing', () => {
    const none = { concordant: [0, 0], discordant: [0, 0], untiedX: [0, 0], untiedY: [0, 0] }
    expect(withinClusterKendall({ counts: [1, 1], ...none }).reason).toBe(
      'needs prompts with at least 2 outputs',
    )
    expect(withinClusterKendall({ counts: [2, 2], ...none }).reason).toBe('constant within every prompt')
  })
})
