import { describe, expect, it } from 'vitest'
import { clusteredMean } from './clustered-mean'
import fixture from './fixtures/mean-inflation-two-way-prompt-rater.json'
import { type TwoWayCells, twoWayClusteredMean } from './two-way-mean'

const rows = fixture.input.rows.map(([output, prompt, rater, self, human]) => ({
  output: output!,
  prompt: prompt!,
  rater: rater!,
  inflation: self! - human!,
}))

const cells: TwoWayCells = {
  prompts: rows.map((row) => row.prompt),
  raters: rows.map((row) => row.rater),
  weights: rows.map(() => 1 / 3),
  weightedSums: rows.map((row) => row.inflation / 3),
}

describe('twoWayClusteredMean', () => {
  it('equals Cameron–Gelbach–Miller by R sandwich', () => {
    const answer = twoWayClusteredMean(cells)
    expect(answer.estimate).toBeCloseTo(fixture.expected.mean, 8)
    expect(answer.varPrompt).toBeCloseTo(fixture.expected.var_prompt_CR1, 8)
    expect(answer.varRater).toBeCloseTo(fixture.expected.var_rater_CR1, 8)
    expect(answer.varCell).toBeCloseTo(fixture.expected.var_intersection_CR1, 8)
    expect(answer.se).toBeCloseTo(fixture.expected.se_two_way, 8)
    expect(answer).toMatchObject({ df: 5, clusters: 14, raters: 6 })
  })

  it('takes sums of cells, in any order and under any names, for the same answer', () => {
    const sums = new Map<string, [number, number]>()
    for (const row of [...rows].reverse()) {
      const key = `${row.prompt} ${row.rater}`
      const [weight, sum] = sums.get(key) ?? [0, 0]
      sums.set(key, [weight + 1, sum + row.inflation])
    }
    const keys = [...sums.keys()]
    const answer = twoWayClusteredMean({
      prompts: keys.map((key) => `p${key.split(' ')[0]}`),
      raters: keys.map((key) => `r${key.split(' ')[1]}`),
      weights: keys.map((key) => sums.get(key)![0]),
      weightedSums: keys.map((key) => sums.get(key)![1]),
    })
    expect(answer.se).toBeCloseTo(fixture.expected.se_two_way, 10)
  })

  it('with one rating a prompt, each by a rater of its own, is the one-way CR1', () => {
    const values = [1, 4, 2, 8]
    const answer = twoWayClusteredMean({
      prompts: [1, 2, 3, 4],
      raters: [1, 2, 3, 4],
      weights: [1, 1, 1, 1],
      weightedSums: values,
    })
    expect(answer.se).toBeCloseTo(clusteredMean([1, 1, 1, 1], values, { type: 'CR1' }).se!, 12)
  })

  it('falls back to the larger one-way variance where the difference is not positive', () => {
    const answer = twoWayClusteredMean({
      prompts: [1, 1, 2, 2],
      raters: [1, 2, 1, 2],
      weights: [1, 1, 1, 1],
      weightedSums: [1, -1, -1, 1],
    })
    expect(answer.flags).toEqual(['degenerate'])
    const mixed = twoWayClusteredMean({
      prompts: [1, 1, 2, 2],
      raters: [1, 2, 1, 2],
      weights: [1, 1, 1, 1],
      weightedSums: [1.2, -1, -1, 1],
    })
    expect(mixed.flags).toEqual(['two_way_not_psd'])
    expect(mixed.se! ** 2).toBeCloseTo(Math.max(mixed.varPrompt!, mixed.varRater!), 15)
  })

  it('constant, one rater, one prompt, empty', () => {
    const of = (prompts: number[], raters: number[], value = 0.3) =>
      twoWayClusteredMean({
        prompts,
        raters,
        weights: prompts.map(() => 1),
        weightedSums: prompts.map(() => value),
      })
    expect(of([1, 1, 2], [1, 2, 1])).toMatchObject({ se: 0, flags: ['degenerate'], p: null })
    expect(of([1, 2], [7, 7])).toMatchObject({ estimate: 0.3, ci: null, reason: 'needs at least 2 raters' })
    expect(of([1, 1], [1, 2])).toMatchObject({ ci: null, reason: 'needs at least 2 prompts' })
    expect(of([], [])).toMatchObject({ estimate: null, n: 0, reason: 'no rows' })
  })
})
