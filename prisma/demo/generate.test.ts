import { describe, expect, it } from 'vitest'
import { clusteredMean } from '@/lib/stats/clustered-mean'
import { clusteredRegression } from '@/lib/stats/regression/clustered-regression'
import { generateDemo, PLANTED, standardise } from './generate'
import { DEMO_SEED, DEMO_TOPICS } from './seed'
import { GOAL_EFFECTS, MODELS, SELF_EFFECTS, SEVERITIES } from './truth'

const demo = generateDemo(DEMO_SEED, 0, DEMO_TOPICS)
const z = standardise(demo.outputs.map((output) => output.text))

const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length
const rows = demo.outputs.map((output, i) => {
  const own = demo.modelRatings.find(
    (rating) => rating.output_id === output.output_id && rating.rater_model === output.model,
  )!
  const proxy = (own.score - 1) / 9
  const human = demo.humanRatings.filter((rating) => rating.output_id === output.output_id)
  const goal = mean(human.map((rating) => (rating.score - 1) / 4))
  return {
    prompt: output.prompt_id,
    model: output.model,
    z: z[i]!,
    proxy,
    goal,
    inflation: proxy - goal,
    output,
  }
})
const byPrompt = Array.from({ length: DEMO_TOPICS }, (_, i) =>
  rows.slice(i * MODELS.length, (i + 1) * MODELS.length),
)

describe('the demo', () => {
  it('is the same for the same seed', () => {
    expect(generateDemo(DEMO_SEED, 0, DEMO_TOPICS)).toEqual(demo)
  })

  it('has about 60 prompts × 4 models, each output rated by 5 raters whose severities cancel', () => {
    expect(demo.outputs).toHaveLength(DEMO_TOPICS * MODELS.length)
    expect(demo.humanRatings).toHaveLength(demo.outputs.length * Object.keys(SEVERITIES).length)
    expect(Object.values(SEVERITIES).reduce((sum, s) => sum + s, 0)).toBeCloseTo(0, 12)
  })

  it('draws every rating with exactly its true expectation: none is cut off at the end of a scale', () => {
    const reach = Math.max(...Object.values(SEVERITIES))
    for (const { goal, inflation } of demo.truth.values()) {
      expect(goal - reach).toBeGreaterThan(0)
      expect(Math.max(goal + reach, goal + inflation)).toBeLessThan(1)
    }
  })

  it('writes texts whose length and structure differ within a model too', () => {
    for (const { name } of MODELS) {
      const lengths = demo.outputs.filter((o) => o.model === name).map((o) => o.text.length)
      expect(Math.max(...lengths) / Math.min(...lengths)).toBeGreaterThan(1.5)
    }
  })

  it('lets the mean inflation of each model be recovered', () => {
    for (const { name } of MODELS) {
      const own = byPrompt.map((prompt) => prompt.filter((row) => row.model === name))
      const sums = own.map((prompt) => prompt.reduce((sum, row) => sum + row.inflation, 0))
      const counts = own.map((prompt) => prompt.length)
      const { ci } = clusteredMean(counts, sums)
      const truth = mean(
        rows
          .filter((row) => row.model === name)
          .map((row) => demo.truth.get(row.output.output_id)!.inflation),
      )
      expect(ci![0]).toBeLessThan(truth)
      expect(ci![1]).toBeGreaterThan(truth)
    }
  })

  it('lets the planted effects of the features on proxy, goal and inflation be recovered', () => {
    const terms = [...MODELS.map((model) => model.name), ...PLANTED]
    const clusters = byPrompt.map((prompt) => ({
      x: prompt.flatMap((row) => [
        ...MODELS.map(({ name }) => Number(row.model === name)),
        ...PLANTED.map((key) => row.z[key]!),
      ]),
      y: [prompt.map((row) => row.proxy), prompt.map((row) => row.goal), prompt.map((row) => row.inflation)],
    }))
    const [proxy, goal, inflation] = clusteredRegression(clusters, terms).outcomes
    for (const [k, key] of PLANTED.entries()) {
      const onGoal = GOAL_EFFECTS[key] ?? 0
      const onInflation = SELF_EFFECTS[key] ?? 0
      for (const [outcome, truth] of [
        [proxy!, onGoal + onInflation],
        [goal!, onGoal],
        [inflation!, onInflation],
      ] as const) {
        const { ci } = outcome.terms[MODELS.length + k]!
        expect(ci![0]).toBeLessThan(truth)
        expect(ci![1]).toBeGreaterThan(truth)
      }
    }
  })
})
