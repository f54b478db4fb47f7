import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/self-preference-did-three-judges.json'
import { clusteredRegression } from '../regression/clustered-regression'
import { groupBy, normals } from '../test-support'
import { cellMeans, didOfCellMeans } from './cell-means'
import { judgeMeans } from './judge-means'
import type { JudgeRows } from './judge-rows'
import {
  selfPreferenceByJudge,
  selfPreferenceGivenHuman,
  selfPreferenceWithinOutputs,
  shrunkHuman,
} from './self-preference'

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
    const shuffled = selfPreferenceWithinOutputs(reordered((i) => (i * 7) % data.length))
    expect(shuffled.self.estimate).toBeCloseTo(self.estimate!, 10)
    expect(shuffled.self.se).toBeCloseTo(self.se!, 10)
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
    const indices = data.map((_, i) => i)
    const clusters = groupBy(indices, (i) => rows.prompts[i]!).map(([label, own]) => ({
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

function reordered(place: (i: number) => number): JudgeRows {
  const pick = <T>(values: ArrayLike<T>) => data.map((_, i) => values[place(i)]!)
  return {
    judges: pick(rows.judges),
    generators: pick(rows.generators),
    outputs: pick(rows.outputs),
    prompts: pick(rows.prompts),
    scores: pick(rows.scores),
  }
}

describe('self-preference judge by judge', () => {
  /** Four judges and their outputs: leniency, quality and planted preferences, without noise. */
  function exact({ noise = 0 } = {}): JudgeRows & { delta: Record<string, number> } {
    const delta: Record<string, number> = { a: 10, b: 0, c: -4, d: 6 }
    const lenient: Record<string, number> = { a: 1, b: 9, c: 3, d: -2 }
    const family: Record<string, string> = { a: 'x', b: 'x', c: 'c', d: 'd' }
    const normal = normals(5)
    const names = Object.keys(delta)
    const all = Array.from({ length: 30 }, (_, prompt) =>
      names.flatMap((generator, k) =>
        names.map((judge) => {
          const same = judge !== generator && family[judge] === family[generator]
          const quality = 10 * Math.sin(prompt) + 5 * k + ((prompt * 7 + k) % 5)
          const own = judge === generator ? delta[judge]! : same ? 3 : 0
          const score = quality + lenient[judge]! + own + noise * normal()
          return { judge, generator, prompt, output: `${prompt} ${generator}`, same, score }
        }),
      ),
    ).flat()
    return {
      judges: all.map(({ judge }) => judge),
      generators: all.map(({ generator }) => generator),
      outputs: all.map(({ output }) => output),
      prompts: all.map(({ prompt }) => prompt),
      scores: all.map(({ score }) => score),
      relatives: all.map(({ same }) => Number(same)),
      delta,
    }
  }

  it('recovers each planted preference exactly: no other judge’s preference enters', () => {
    const { delta, ...made } = exact()
    const { judges, family } = selfPreferenceByJudge(made)
    for (const { judge, self } of judges) expect(self.estimate).toBeCloseTo(delta[judge]!, 9)
    expect(family!.estimate).toBeCloseTo(3, 9)
  })

  it('covers it with noise, and equals the regression with a dummy for each output', () => {
    const { delta, ...made } = exact({ noise: 2 })
    const names = Object.keys(delta)
    const outputs = [...new Set(Array.from(made.outputs))]
    const indices = Array.from({ length: made.scores.length }, (_, i) => i)
    const clusters = groupBy(indices, (i) => made.prompts[i]!).map(([label, own]) => ({
      label,
      x: own.flatMap((i) => [
        ...outputs.map((output) => Number(made.outputs[i] === output)),
        ...names.map((name) => Number(made.judges[i] === name)),
        made.relatives![i]!,
        ...names.map((name) => Number(made.judges[i] === name && made.generators[i] === name)),
      ]),
      y: [own.map((i) => made.scores[i]!)],
    }))
    const terms = [...outputs.map(String), ...names, 'family', ...names.map((name) => `self of ${name}`)]
    const plain = clusteredRegression(clusters, terms).outcomes[0]!.terms.slice(-names.length)
    for (const [j, { judge, self }] of selfPreferenceByJudge(made).judges.entries()) {
      expect(self.ci![0]).toBeLessThan(delta[judge]!)
      expect(self.ci![1]).toBeGreaterThan(delta[judge]!)
      expect(self.estimate).toBeCloseTo(plain[j]!.estimate!, 8)
      expect(self.se).toBeCloseTo(plain[j]!.se!, 8)
      expect(self.df).toBeCloseTo(plain[j]!.df!, 6)
    }
  })

  it('means of own and others’ outputs beside the other judges’', () => {
    const { delta: _, ...made } = exact()
    const indices = Array.from({ length: made.scores.length }, (__, i) => i)
    const mean = (keep: (i: number) => boolean) => {
      const own = indices.filter(keep)
      return own.reduce((sum, i) => sum + made.scores[i]!, 0) / own.length
    }
    const [a] = judgeMeans(made)
    expect(a!.own.score.estimate).toBeCloseTo(
      mean((i) => made.judges[i] === 'a' && made.generators[i] === 'a'),
      9,
    )
    expect(a!.own.byOthers.estimate).toBeCloseTo(
      mean((i) => made.judges[i] !== 'a' && made.generators[i] === 'a'),
      9,
    )
    expect(a!.others.byOthers.estimate).toBeCloseTo(
      mean((i) => made.judges[i] !== 'a' && made.generators[i] !== 'a'),
      9,
    )
    expect(a!.others.score).toMatchObject({ n: 90, clusters: 30 })
  })

  it('says what is missing: a second judge, a third', () => {
    const { delta: _, ...made } = exact()
    const only = (keep: (i: number) => boolean): JudgeRows => {
      const at = Array.from({ length: made.scores.length }, (__, i) => i).filter(keep)
      const pick = <T>(values: ArrayLike<T>) => at.map((i) => values[i]!)
      return {
        judges: pick(made.judges),
        generators: pick(made.generators),
        outputs: pick(made.outputs),
        prompts: pick(made.prompts),
        scores: pick(made.scores),
      }
    }
    const alone = selfPreferenceByJudge(only((i) => made.judges[i] === 'a'))
    expect(alone.judges[0]!.self).toMatchObject({ estimate: null, ci: null })
    const pair = ['a', 'c']
    const two = only(
      (i) => pair.includes(String(made.judges[i])) && pair.includes(String(made.generators[i])),
    )
    for (const { self } of selfPreferenceByJudge(two).judges) {
      expect(self).toMatchObject({ estimate: null, ci: null })
      expect(self.reason).toBeDefined()
    }
    // The common one is told all the same: half of what both together prefer.
    expect(selfPreferenceWithinOutputs(two).self.estimate).toBeCloseTo(3, 9)
    expect(selfPreferenceByJudge(only(() => false))).toEqual({ judges: [], family: null })
    expect(judgeMeans(only(() => false))).toEqual([])
  })
})

describe('self-preference over thousands of prompts', () => {
  /** Five judges, of which two are of one family and some miss; one of them rated a few prompts only. */
  function many(prompts: number): JudgeRows & { human: number[] } {
    const normal = normals(11)
    const names = ['a', 'b', 'c', 'd', 'e']
    const all = Array.from({ length: prompts }, (_, prompt) =>
      names.slice(prompt % 2, 4).flatMap((generator, k) =>
        names
          .filter((judge, j) => (judge === 'e' ? prompt < 3 : (prompt * 5 + 3 * j + k) % 7 > 1))
          .map((judge, j) => {
            const same = judge + generator === 'ab' || judge + generator === 'ba'
            const human = (prompt % 3) + k
            const score = j + human + 2 * Number(judge === generator) + Number(same) + normal()
            return { judge, generator, prompt, output: `${prompt} ${generator}`, same, score, human }
          }),
      ),
    ).flat()
    return {
      judges: all.map(({ judge }) => judge),
      generators: all.map(({ generator }) => generator),
      outputs: all.map(({ output }) => output),
      prompts: all.map(({ prompt }) => prompt),
      scores: all.map(({ score }) => score),
      relatives: all.map(({ same }) => Number(same)),
      human: all.map(({ human }) => human),
    }
  }

  it('answers the same as with every prompt taken apart', () => {
    const rows = many(2500)
    const judges = [...new Set(Array.from(rows.judges))]
    const indices = Array.from({ length: rows.scores.length }, (_, i) => i)
    const clusters = groupBy(indices, (i) => rows.prompts[i]!).map(([label, own]) => ({
      label,
      x: own.flatMap((i) => [
        ...judges.map((judge) => Number(rows.judges[i] === judge)),
        rows.human[i]!,
        rows.relatives![i]!,
        Number(rows.judges[i] === rows.generators[i]),
      ]),
      y: [own.map((i) => rows.scores[i]!)],
    }))
    const terms = [...judges.map(String), 'human', 'family', 'self']
    const plain = clusteredRegression(clusters, terms).outcomes[0]!.terms
    const { self, humanSlope } = selfPreferenceGivenHuman(rows, rows.human).common!
    for (const [found, expected] of [
      [self, plain.at(-1)!],
      [humanSlope!, plain.at(-3)!],
    ] as const) {
      expect(found).toMatchObject({ n: expected.n, clusters: 2500, flags: expected.flags })
      expect(found.estimate).toBeCloseTo(expected.estimate!, 9)
      expect(found.se! / expected.se!).toBeCloseTo(1, 9)
      expect(found.df! / expected.df!).toBeCloseTo(1, 8)
      expect(found.p).toBeCloseTo(expected.p!, 9)
    }
  })

  it('finds what was planted, judge by judge, and nothing of a judge that never rated itself', () => {
    const { judges, family } = selfPreferenceByJudge(many(2500))
    for (const { judge, self } of judges) {
      if (judge === 'e') expect(self).toMatchObject({ estimate: null, ci: null })
      else expect(Math.abs(self.estimate! - 2)).toBeLessThan(4 * self.se!)
    }
    expect(Math.abs(family!.estimate! - 1)).toBeLessThan(4 * family!.se!)
    expect(selfPreferenceWithinOutputs(many(2500)).self.se).toBeGreaterThan(0)
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
