import { describe, expect, it } from 'vitest'
import { tCdf } from '../distributions/student-t'
import { normals } from '../test-support'
import { type AltTestOptions, alternativeAnnotatorTest as test } from './alternative-annotator-test'

type AnnotatorRating = { output: number; prompt: number; rater: string; human: number; signal: number }

const alternativeAnnotatorTest = (ratings: readonly AnnotatorRating[], options?: AltTestOptions) =>
  test(
    {
      outputs: ratings.map(({ output }) => output),
      prompts: ratings.map(({ prompt }) => prompt),
      raters: ratings.map(({ rater }) => rater),
      values: ratings.map(({ human }) => human),
      signal: ratings.map(({ signal }) => signal),
    },
    options,
  )

/** Four raters and a signal around the output's level, with errors of the given size. */
function study(signalError: number, outputs = 60, outputsPerPrompt = 1): AnnotatorRating[] {
  const normal = normals(17)
  return Array.from({ length: outputs }, (_, output) => {
    const level = 3 * normal()
    const signal = level + signalError * normal()
    return ['a', 'b', 'c', 'd'].map((rater) => ({
      output,
      prompt: Math.floor(output / outputsPerPrompt),
      rater,
      human: level + normal(),
      signal,
    }))
  }).flat()
}

describe('alternativeAnnotatorTest', () => {
  it('lets a precise signal pass and a wild one fail', () => {
    const good = alternativeAnnotatorTest(study(0.1))
    expect(good).toMatchObject({ winningRate: 1, passes: true, skippedRaters: 0 })
    expect(good.advantage!).toBeGreaterThan(0.7)
    const bad = alternativeAnnotatorTest(study(5))
    expect(bad).toMatchObject({ winningRate: 0, passes: false })
    expect(bad.advantage!).toBeLessThan(0.4)
  })

  it('has the authors’ one-sample t test where each prompt has one output', () => {
    const ratings = study(1)
    const { raters } = alternativeAnnotatorTest(ratings, { epsilon: 0.1 })
    const one = raters[0]!
    const differences = Array.from({ length: 60 }, (_, output) => {
      const own = ratings.filter((rating) => rating.output === output)
      const others = own.filter(({ rater }) => rater !== one.rater).map(({ human }) => human)
      const rmse = (value: number) => Math.sqrt(others.reduce((total, o) => total + (value - o) ** 2, 0) / 3)
      const { human, signal } = own.find(({ rater }) => rater === one.rater)!
      return Number(rmse(human) <= rmse(signal)) - Number(rmse(signal) <= rmse(human))
    })
    const mean = differences.reduce((a, b) => a + b) / 60
    const sd = Math.sqrt(differences.reduce((total, d) => total + (d - mean) ** 2, 0) / 59)
    expect(one.p).toBeCloseTo(tCdf((mean - 0.1) / (sd / Math.sqrt(60)), 59), 8)
    expect(one.raterShare - one.signalShare).toBeCloseTo(mean, 12)
    expect(one).toMatchObject({ n: 60, clusters: 60 })
  })

  it('does not depend on the order of ratings', () => {
    const ratings = study(1, 40, 4)
    const forth = alternativeAnnotatorTest(ratings)
    const back = alternativeAnnotatorTest([...ratings].reverse())
    expect(back.winningRate).toBe(forth.winningRate)
    expect(back.advantage).toBeCloseTo(forth.advantage!, 12)
    expect(forth.raters[0]!.clusters).toBe(10)
  })

  it('counts ties for both: a signal that repeats a unanimous jury wins by epsilon alone', () => {
    const unanimous = study(0).map((rating) => ({ ...rating, human: 1, signal: 1 }))
    const answer = alternativeAnnotatorTest(unanimous, { score: 'accuracy' })
    expect(answer.raters[0]).toMatchObject({ signalShare: 1, raterShare: 1, p: 0, wins: true })
    expect(alternativeAnnotatorTest(unanimous, { score: 'accuracy', epsilon: 0 }).passes).toBe(false)
  })

  it('needs three raters with enough shared outputs', () => {
    const few = alternativeAnnotatorTest(study(0.1, 29))
    expect(few).toMatchObject({ winningRate: null, passes: null, skippedRaters: 4 })
    expect(few.reason).toBe('needs 3 raters with 30 shared outputs each, has 0')
    expect(alternativeAnnotatorTest([])).toMatchObject({ raters: [], passes: null })
  })
})
