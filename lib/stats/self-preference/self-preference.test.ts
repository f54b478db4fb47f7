import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/self-preference-did-three-judges.json'
import { clusteredRegression } from '../regression/clustered-regression'
import { cellMeans, didOfCellMeans } from './cell-means'
import { type JudgeRows, rowsByPrompt } from './judge-rows'
import { selfPreferenceGivenHuman, selfPreferenceWithinOutputs, shrunkHuman } from './self-preference'

const data = fixture.input.rows
const rows: JudgeRows = {
  judges: data.map(({ judge }) => judge),
  generators: data.map(({ generator }) => generator),
  outputs: data.map(({ generator, prompt }) => `${generator} ${prompt}`),
  prompts: data.map(({ prompt }) => prompt),
  scores: data.map(({ score }) => score),
}
const human = data.map((row) => row.human)
const expected = fixture.expected

describe('self-preference against R lm and clubSandwich', () => {
  it('means of cells and their difference in differences', () => {
    const means = cellMeans(rows)
    expect([means.judges, means.generators]).toEqual([expected.cell_means.rows, expected.cell_means.cols])
    means.means.forEach((row, j) => {
      row.forEach((value, k) => {
        expect(value).toBeCloseTo(expected.cell_means.values[j]![k]!, 7)
      })
    })
    didOfCellMeans(means).forEach(({ judge, estimate }, j) => {
      expect(judge).toBe(expected.did_cell_means.judge[j])
      expect(estimate).toBeCloseTo(expected.did_cell_means.estimate[j]!, 7)
    })
  })

  it('within outputs: equals the regression with a dummy for each output', () => {
    const { self, sharedOutputs } = selfPreferenceWithinOutputs(rows)
    expect(self.estimate).toBeCloseTo(expected.model_output_fe.self.beta, 7)
    expect(self.se).toBeCloseTo(expected.model_output_fe.self.se_CR2, 7)
    expect(self.df).toBeCloseTo(expected.model_output_fe.self.df, 6)
    expect(self.standardErrors!.CR1).toBeCloseTo(expected.model_output_fe.self.se_CR1, 7)
    expect(sharedOutputs).toBeGreaterThan(20)
  })

  it('given the human score', () => {
    const { self, humanSlope } = selfPreferenceGivenHuman(rows, human).common!
    expect(self.estimate).toBeCloseTo(expected.model_human_control.self.beta, 7)
    expect(self.se).toBeCloseTo(expected.model_human_control.self.se_CR2, 7)
    expect(self.df).toBeCloseTo(expected.model_human_control.self.df, 6)
    expect(self.standardErrors!.CR1).toBeCloseTo(expected.model_human_control.self.se_CR1, 7)
    expect(humanSlope!.estimate).toBeCloseTo(expected.model_human_control.human_slope, 7)
  })

  it('given the human score, judge by judge', () => {
    selfPreferenceGivenHuman(rows, human, { perJudge: true }).perJudge!.forEach(({ judge, self }, j) => {
      const reference = expected.per_judge_human_control
      expect(judge).toBe(reference.judge[j])
      expect(self.estimate).toBeCloseTo(reference.self.beta[j]!, 7)
      expect(self.se).toBeCloseTo(reference.self.se_CR2[j]!, 7)
      expect(self.df).toBeCloseTo(reference.self.df[j]!, 6)
      expect(self.standardErrors!.CR1).toBeCloseTo(reference.self.se_CR1[j]!, 7)
    })
  })

  it('with effects of generators, by the general regression', () => {
    const names = ['A', 'B', 'C']
    const clusters = rowsByPrompt(rows).map(([label, own]) => ({
      label,
      x: own.flatMap((i) => [
        ...names.map((name) => (rows.judges[i] === name ? 1 : 0)),
        ...names.slice(1).map((name) => (rows.generators[i] === name ? 1 : 0)),
        rows.judges[i] === rows.generators[i] ? 1 : 0,
      ]),
      y: [own.map((i) => rows.scores[i]!)],
    }))
    const self = clusteredRegression(clusters, ['A', 'B', 'C', 'by B', 'by C', 'self']).outcomes[0]!.terms[5]!
    expect(self.estimate).toBeCloseTo(expected.model_generator_fe.self.beta, 7)
    expect(self.se).toBeCloseTo(expected.model_generator_fe.self.se_CR2, 7)
    expect(self.df).toBeCloseTo(expected.model_generator_fe.self.df, 6)
  })
})

function subset(keep: (row: (typeof data)[number]) => boolean): JudgeRows {
  const at = data.flatMap((row, i) => (keep(row) ? [i] : []))
  const pick = <T>(values: ArrayLike<T>) => at.map((i) => values[i]!)
  return {
    judges: pick(rows.judges),
    generators: pick(rows.generators),
    outputs: pick(rows.outputs),
    prompts: pick(rows.prompts),
    scores: pick(rows.scores),
  }
}

describe('self-preference keeps and refuses', () => {
  it('leniency of a judge and quality of an output cancel', () => {
    const lenient = Array.from(rows.scores, (score, i) => score + (rows.judges[i] === 'B' ? 20 : 0))
    const better = lenient.map(
      (score, i) => score + Number(rows.prompts[i]) * (rows.generators[i] === 'C' ? 3 : 1),
    )
    const base = selfPreferenceWithinOutputs(rows).self
    const moved = selfPreferenceWithinOutputs({ ...rows, scores: better }).self
    expect(moved.estimate).toBeCloseTo(base.estimate!, 8)
    expect(moved.se).toBeCloseTo(base.se!, 8)
    const means = didOfCellMeans(cellMeans({ ...rows, scores: lenient }))
    expect(means[1]!.estimate).toBeCloseTo(expected.did_cell_means.estimate[1]!, 7)
  })

  it('one judge, judges that rate only themselves, a missing cell, empty', () => {
    const alone = selfPreferenceWithinOutputs(subset(({ judge }) => judge === 'A')).self
    expect(alone).toMatchObject({ estimate: null, ci: null })
    expect(alone.reason).toContain('one judge only')
    const own = selfPreferenceWithinOutputs(subset(({ judge, generator }) => judge === generator)).self
    expect(own).toMatchObject({ estimate: null })
    expect(own.reason).toBeDefined()
    const gap = cellMeans(subset(({ judge, generator }) => !(judge === 'B' && generator === 'C')))
    expect(didOfCellMeans(gap).map(({ estimate }) => estimate)).toEqual([null, null, null])
    const none = subset(() => false)
    expect(selfPreferenceWithinOutputs(none).self.estimate).toBeNull()
    expect(selfPreferenceGivenHuman(none, []).common!.self.estimate).toBeNull()
    expect(cellMeans(none).means).toEqual([])
  })

  it('shrinks human scores to their generator’s mean by their reliability', () => {
    const shrunk = shrunkHuman([1, 3, 10, 20], ['A', 'A', 'B', 'B'], (name) => (name === 'A' ? 0.5 : 1))
    expect(Array.from(shrunk)).toEqual([1.5, 2.5, 10, 20])
  })
})
