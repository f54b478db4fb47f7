import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JudgeRows } from './judge-rows'
import { selfPreferenceGivenHuman, selfPreferenceWithinOutputs } from './self-preference'

const NAMES = ['a', 'b', 'c']
const score = fc.integer({ min: 0, max: 20 })
/** Six prompts, an output of each of three generators, a score by each of three judges. */
const scores = fc.array(score, { minLength: 54, maxLength: 54 })

function rowsOf(
  values: number[],
  { name = (n: string) => n, of = (value: number) => value } = {},
): JudgeRows {
  const places = values.map((_, i) => ({
    prompt: Math.floor(i / 9),
    generator: Math.floor(i / 3) % 3,
    judge: i % 3,
  }))
  return {
    judges: places.map(({ judge }) => name(NAMES[judge]!)),
    generators: places.map(({ generator }) => name(NAMES[generator]!)),
    outputs: places.map(({ prompt, generator }) => `${prompt} ${generator}`),
    prompts: places.map(({ prompt }) => prompt),
    scores: values.map(of),
  }
}

function reversed(rows: JudgeRows): JudgeRows {
  return {
    judges: Array.from(rows.judges).reverse(),
    generators: Array.from(rows.generators).reverse(),
    outputs: Array.from(rows.outputs).reverse(),
    prompts: Array.from(rows.prompts).reverse(),
    scores: Array.from(rows.scores).reverse(),
  }
}

describe('self-preference', () => {
  it('follows the unit of the scores, not their level, and forgets names and order', () => {
    fc.assert(
      fc.property(scores, (values) => {
        const plain = selfPreferenceWithinOutputs(rowsOf(values)).self
        fc.pre(plain.se !== null && plain.se > 1e-6)
        const others: [JudgeRows, number][] = [
          [rowsOf(values, { of: (value) => 3 * value + 7 }), 3],
          [rowsOf(values, { name: (n) => `judge ${'cab'.indexOf(n)}` }), 1],
          [reversed(rowsOf(values)), 1],
        ]
        for (const [rows, unit] of others) {
          const { self } = selfPreferenceWithinOutputs(rows)
          expect(self.estimate).toBeCloseTo(unit * plain.estimate!, 8)
          expect(self.se! / (unit * plain.se!)).toBeCloseTo(1, 6)
          expect(self.df! / plain.df!).toBeCloseTo(1, 6)
        }
      }),
      { numRuns: 50 },
    )
  })

  it('is moved by what a judge adds to its own outputs, by just that', () => {
    fc.assert(
      fc.property(scores, score, (values, more) => {
        const rows = rowsOf(values)
        const raised = {
          ...rows,
          scores: values.map((value, i) => (rows.judges[i] === rows.generators[i] ? value + more : value)),
        }
        const human = values.map((_, i) => values[i - (i % 3)]! / 2)
        const effects = (own: JudgeRows) => [
          selfPreferenceWithinOutputs(own).self.estimate!,
          selfPreferenceGivenHuman(own, human).common!.self.estimate!,
        ]
        const [before, after] = [effects(rows), effects(raised)]
        before.forEach((effect, k) => {
          expect(after[k]! - effect).toBeCloseTo(more, 7)
        })
      }),
      { numRuns: 50 },
    )
  })
})
