import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseQuestion } from '@/lib/domain/selection'
import { whyNull } from '@/lib/domain/sentences'
import { testDatabase } from '@/lib/server/db/testing'
import { type Seed, type SeedOutput, seedAudit } from '@/lib/server/snapshot/testing'
import alone from '@/lib/stats/fixtures/inflation-regression-model-fe.json'
import stacked from '@/lib/stats/fixtures/stacked-feature-effects-self-human-correct.json'
import { report } from './report'
import { dice } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-effects-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

async function ask(seed: Seed, query = '') {
  const { id } = await seedAudit(pool, seed)
  const audit = { id, slug: 's', name: 'S', kind: 'self-rating', status: 'open', synthetic: false } as const
  return report({ audit, question: parseQuestion(new URLSearchParams(query)) })
}

type FixtureRow = {
  model: string
  prompt: number
  len: number
  hedge: number
  bullets: number
  self: number
  human: number
  correct?: number
}

/** R's rows as an audit: scores of 0…100 as unit scores, and features that go through the same logarithms. */
function auditOf(rows: readonly FixtureRow[]): Seed {
  const name = (row: FixtureRow, i: number) => `${String(row.prompt).padStart(2, '0')}-${row.model}-${i}`
  return {
    criteria: [{ key: 'quality', min: 0, max: 100 }],
    outputs: rows.map((row, i) => ({
      output: name(row, i),
      prompt: `p${row.prompt}`,
      model: row.model,
      features: { words: row.len - 1, headers: row.hedge, list_items: row.bullets },
    })),
    scores: rows.map((row, i) => ({ output: name(row, i), judge: row.model, unit: row.self / 100 })),
    ratings: rows.map((row, i) => ({ output: name(row, i), rater: 'r', unit: row.human / 100 })),
    verified: rows.flatMap((row, i) =>
      row.correct === undefined ? [] : { output: name(row, i), unit: row.correct / 100 },
    ),
  }
}

describe('effects of features', () => {
  it("equal R's on the self rating, the human rating, correctness and the difference", async () => {
    const { features, feature_regression: fit } = await ask(auditOf(stacked.input.rows))
    const {
      beta_self,
      beta_human,
      beta_correct,
      diff_self_minus_human: difference,
      joint_HTZ,
    } = stacked.expected
    expect(features.map(({ feature }) => feature)).toEqual(['words', 'headers', 'list_items'])
    features.forEach((row, j) => {
      expect(100 * row.effect_on_proxy!.estimate).toBeCloseTo(beta_self[j]!, 7)
      expect(100 * row.effect_on_goal!.estimate).toBeCloseTo(beta_human[j]!, 7)
      expect(100 * row.effect_on_verified!.estimate).toBeCloseTo(beta_correct[j]!, 7)
      const { estimate, se, df, p } = row.effect_on_inflation!
      expect(100 * estimate).toBeCloseTo(difference.beta[j]!, 7)
      expect(100 * se).toBeCloseTo(difference.se_CR2[j]!, 7)
      expect(df).toBeCloseTo(difference.df[j]!, 7)
      expect(p).toBeCloseTo(difference.p[j]!, 7)
    })
    expect(fit).toMatchObject({ n: 52, prompts: 14, models: 4, verified: { n: 52, prompts: 14 } })
    expect(fit!.joint_test).toMatchObject({ method: 'htz', df_num: 3 })
    expect(fit!.joint_test!.f).toBeCloseTo(joint_HTZ.F, 5)
    expect(fit!.joint_test!.p).toBeCloseTo(joint_HTZ.p, 5)
  })

  it("give each model R's inflation at the features of all, and shares that add up to R's R²", async () => {
    const answer = await ask(auditOf(alone.input.rows))
    const { length_controlled_inflation: expected, r2_centered, r2_within } = alone.expected
    const controlled = answer.by_model.map((row) => row.controlled!)
    const at = (name: 'controlled' | 'se_CR2' | 'df' | 'ci_lower' | 'ci_upper') => expected[name] as number[]
    controlled.forEach((own, m) => {
      expect(100 * own.estimate).toBeCloseTo(at('controlled')[m]!, 7)
      expect(100 * own.se).toBeCloseTo(at('se_CR2')[m]!, 7)
      expect(own.df).toBeCloseTo(at('df')[m]!, 6)
      expect(100 * own.ci![0]).toBeCloseTo(at('ci_lower')[m]!, 6)
      expect(100 * own.ci![1]).toBeCloseTo(at('ci_upper')[m]!, 6)
    })
    const { r2_models, r2_features, r2_by_group } = answer.feature_regression!
    expect(r2_models! + r2_features!).toBeCloseTo(r2_centered, 9)
    expect(r2_features! / (1 - r2_models!)).toBeCloseTo(r2_within, 9)
    const sum = (shares: (number | null)[]) => shares.reduce<number>((total, share) => total + share!, 0)
    expect(sum(answer.features.map(({ r2_share }) => r2_share))).toBeCloseTo(r2_features!, 12)
    expect(sum(r2_by_group!.map(({ r2_share }) => r2_share))).toBeCloseTo(r2_features!, 12)
    expect(answer.features.every((row) => row.effect_on_verified === null)).toBe(true)
    expect(whyNull(answer.notes, 'feature_regression.verified')).toBe('no output has a verified label')
  })

  it('tell what goes with twice the length, planted on the proxy and not on the goal', async () => {
    const { features } = await ask(planted())
    const [words] = features
    expect(words!.feature).toBe('words')
    const { proxy, goal, inflation } = words!.effect_per_doubling!
    expect(inflation!.estimate).toBeCloseTo(0.08, 2)
    expect(Math.abs(goal!.estimate)).toBeLessThan(0.02)
    expect(proxy!.estimate - goal!.estimate).toBeCloseTo(inflation!.estimate, 12)
    expect(words!.effect_on_inflation!.p_adjusted).toBeLessThan(1e-6)
    expect(words!.effect_on_inflation!.ci![0]).toBeGreaterThan(0)
  })
})

describe('features that cannot enter', () => {
  const words = (i: number) => 20 + ((i * 37) % 300)

  it('are named with the reason, and nothing crashes', async () => {
    const seed = planted((i) => ({
      words: words(i),
      words_per_sentence: 1 + words(i),
      hedge_rate: i % 3 ? 2 * (i % 7) : null,
      booster_rate: 1.5,
      list_items: i === 4 || i === 17 ? 3 : 0,
      number_rate: i % 11,
    }))
    const { features, notes } = await ask(seed)
    expect(features.map(({ feature }) => feature)).toEqual(['words', 'number_rate'])
    const why = (feature: string) => notes.find(({ field }) => field === `features.${feature}`)?.why
    expect(why('words_per_sentence')).toBe('left out: collinear with words')
    expect(why('booster_rate')).toBe('left out: the same in every output')
    expect(why('list_items')).toBe('left out: other than 0 in only 2 outputs')
    expect(why('hedge_rate')).toMatch(/^left out: missing in 40 of 120 outputs$/)
  })

  it('leave the outputs that lack one out where few do', async () => {
    const seed = planted((i) => ({ words: words(i), hedge_rate: i < 6 ? null : i % 5 }))
    const { feature_regression: fit, notes } = await ask(seed)
    expect(fit!.n).toBe(114)
    expect(notes).toContainEqual({
      field: 'feature_regression.n',
      why: '6 of 120 outputs lack a feature and do not count here',
    })
  })

  it('are all, where there are too few outputs', async () => {
    const seed = planted()
    const few = { ...seed, outputs: seed.outputs.slice(0, 12) }
    const kept = new Set(few.outputs.map(({ output }) => output))
    const own = <T extends { output: string }>(rows: T[]) => rows.filter(({ output }) => kept.has(output))
    const {
      features,
      feature_regression: fit,
      by_model,
      notes,
    } = await ask({
      ...few,
      scores: own(seed.scores!),
      ratings: own(seed.ratings!),
    })
    expect([features, fit]).toEqual([[], null])
    expect(by_model.every(({ controlled }) => controlled === null)).toBe(true)
    expect(notes).toContainEqual({
      field: 'feature_regression',
      why: 'not enough data: 12 of at least 25 outputs, five for each model and feature',
    })
  })
})

it('a metric has effects on each side and none on inflation', async () => {
  const seed = planted()
  const scores = seed.scores!.map(({ output, unit }) => ({ output, unit, signal: 'metric:rouge' }))
  const { features, feature_regression: fit, by_model, notes } = await ask({ ...seed, scores })
  expect(features[0]!.effect_on_proxy).not.toBeNull()
  expect(features.every((row) => row.effect_on_inflation === null && row.r2_share === null)).toBe(true)
  expect(whyNull(notes, 'features.words.effect_on_inflation')).toBe('no common scale')
  expect(fit!.r2_by_group).toBeNull()
  expect(by_model.every(({ controlled }) => controlled === null)).toBe(true)
})

it('says that the features explain no more than chance where they do not', async () => {
  const roll = dice(5)
  const seed = planted()
  const ratings = seed.ratings!.map((rating) => ({ ...rating, unit: roll() }))
  const scores = seed.scores!.map((score) => ({ ...score, unit: roll() }))
  const { feature_regression: fit, notes } = await ask({ ...seed, scores, ratings })
  expect(fit!.joint_test!.p).toBeGreaterThan(0.05)
  expect(fit!.r2_by_group).toBeNull()
  expect(whyNull(notes, 'feature_regression.r2_by_group')).toMatch(/by more than chance/)
})

/** 40 prompts × 3 models; twice the words add 0.08 to the model's own rating and nothing to the people's. */
function planted(featuresOf?: (i: number) => SeedOutput['features']): Seed {
  const roll = dice(11)
  const seed = { outputs: [], scores: [], ratings: [] } as Seed & Required<Pick<Seed, 'scores' | 'ratings'>>
  for (let i = 0; i < 120; i += 1) {
    const output = `o${String(i).padStart(3, '0')}`
    const model = ['a', 'b', 'c'][i % 3]!
    const features = featuresOf?.(i) ?? {
      words: Math.floor(20 * 20 ** roll()),
      list_items: Math.floor(6 * roll()),
    }
    const quality = 0.2 + 0.3 * roll()
    const added = 0.08 * Math.log2(1 + features.words!) - 0.35
    seed.outputs.push({ output, prompt: `p${String(Math.floor(i / 3)).padStart(2, '0')}`, model, features })
    seed.scores.push({ output, judge: model, unit: quality + added + 0.05 * roll() })
    seed.ratings.push({ output, rater: 'r', unit: quality })
  }
  return seed
}
