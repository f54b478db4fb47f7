import { describe, expect, it } from 'vitest'
import hanna from '../fixtures/hanna-human-reliability.json'
import hannaBootstrap from '../fixtures/krippendorff-alpha-bootstrap-hanna.json'
import canonical from '../fixtures/krippendorff-alpha-canonical-4x12.json'
import wikipedia from '../fixtures/krippendorff-alpha-wikipedia-3x15.json'
import { normals } from '../test-support'
import type { PromptPatterns } from './agreement-interval'
import { jackknifeAlphaError, krippendorffAlpha, type Metric } from './krippendorff-alpha'
import { patternsOf, patternsOfLevels, type RatingPatterns } from './rating-patterns'

const FEW = { draws: 200 }
const METRICS: Metric[] = ['nominal', 'ordinal', 'interval', 'ratio']
const CRITERIA = ['RE', 'CH', 'EM', 'SU', 'EG', 'CX'] as const

function transposed<T>(rows: readonly (readonly T[])[]): T[][] {
  return rows[0]!.map((_, column) => rows.map((row) => row[column]!))
}

function hannaPatterns(patterns: unknown[][]): RatingPatterns {
  return {
    values: hanna.input.scale,
    counts: patterns.map(([counts]) => counts as number[]),
    frequencies: patterns.map(([, frequency]) => frequency as number),
  }
}

describe('krippendorffAlpha against fast-krippendorff, R irr and the published values', () => {
  it.each(METRICS)('canonical 4 observers × 12 units, %s', (metric) => {
    const answer = krippendorffAlpha(patternsOf(transposed(canonical.input.ratings)), metric, FEW)
    expect(answer.estimate).toBeCloseTo(canonical.expected.alpha[metric], 9)
    expect(answer).toMatchObject({ n: 11, ratings: 40 })
  })

  it.each(METRICS)('Wikipedia 3 coders × 15 units, %s, from ratings and from counts', (metric) => {
    const byCounts: RatingPatterns = {
      values: wikipedia.input.values,
      counts: wikipedia.input.value_counts_per_unit,
      frequencies: wikipedia.input.value_counts_per_unit.map(() => 1),
    }
    for (const patterns of [patternsOf(transposed(wikipedia.input.ratings)), byCounts]) {
      expect(krippendorffAlpha(patterns, metric, FEW).estimate).toBeCloseTo(
        wikipedia.expected.alpha[metric],
        9,
      )
    }
  })

  it.each(['ordinal', 'interval'] as const)('jackknife error, %s', (metric) => {
    const patterns = patternsOf(transposed(wikipedia.input.ratings))
    expect(jackknifeAlphaError(patterns, metric)).toBeCloseTo(wikipedia.expected.jackknife_unit_se[metric], 9)
  })

  it.each(CRITERIA)('HANNA %s', (criterion) => {
    const patterns = hannaPatterns(hanna.input.patterns[criterion])
    const expected = hanna.expected[criterion].alpha
    for (const metric of ['nominal', 'ordinal', 'interval'] as const) {
      expect(krippendorffAlpha(patterns, metric, { draws: 2 }).estimate).toBeCloseTo(expected[metric], 9)
    }
  })

  it.each([
    ['RE', 'ordinal'],
    ['RE', 'interval'],
    ['CX', 'ordinal'],
    ['CX', 'interval'],
  ] as const)('bootstrap of HANNA %s, %s', (criterion, metric) => {
    const expected = hannaBootstrap.expected[criterion][metric]
    const answer = krippendorffAlpha(hannaPatterns(hannaBootstrap.input.patterns[criterion]), metric, {
      draws: 4000,
    })
    expect(Math.abs(answer.se! - expected.se)).toBeLessThan(hannaBootstrap.tolerance.se)
    expect(Math.abs(answer.ci![0] - expected.ci95[0]!)).toBeLessThan(hannaBootstrap.tolerance.ci95)
    expect(Math.abs(answer.ci![1] - expected.ci95[1]!)).toBeLessThan(hannaBootstrap.tolerance.ci95)
  })
})

describe('an interval of prompts and one of units', () => {
  const patterns: RatingPatterns = {
    values: [1, 2, 3],
    counts: [
      [2, 0, 0],
      [0, 1, 1],
      [0, 0, 2],
      [1, 0, 1],
    ],
    frequencies: [20, 20, 20, 20],
  }

  it('the first is wider where prompts are alike inside', () => {
    const prompts: PromptPatterns[] = Array.from({ length: 20 }, (_, g) => [[g % 4, 4]])
    const clustered = krippendorffAlpha(patterns, 'ordinal', { prompts })
    const plain = krippendorffAlpha(patterns, 'ordinal', { draws: 500 })
    expect(clustered.estimate).toBe(plain.estimate)
    expect(clustered.se!).toBeGreaterThan(1.5 * plain.se!)
  })

  it('the first leaves out each prompt, by hand', () => {
    const prompts: PromptPatterns[] = Array.from({ length: 20 }, (_, g) => [
      [g % 4, 3],
      [(g + 1) % 4, 1],
    ])
    const without = (left: PromptPatterns) => {
      const frequencies = [...(patterns.frequencies as number[])]
      for (const [pattern, units] of left) frequencies[pattern]! -= units
      return krippendorffAlpha({ ...patterns, frequencies }, 'interval', { draws: 2 }).estimate!
    }
    const { estimate, se, ci } = krippendorffAlpha(patterns, 'interval', { prompts })
    const z = Math.atanh(estimate!)
    const squares = prompts.map((own) => (Math.atanh(without(own)) - z) ** 2)
    const spread = Math.sqrt((19 / 20) * squares.reduce((a, b) => a + b, 0))
    expect(se).toBeCloseTo(spread * (1 - estimate! ** 2), 12)
    // t with 19 degrees of freedom at 0.975, from R's qt.
    expect(Math.atanh(ci![1]) - z).toBeCloseTo(2.093024054 * spread, 8)
  })

  it('goes by random groups where there is much, even where prompts are sorted by what was rated', () => {
    const normal = normals(3)
    const values = Array.from({ length: 101 }, (_, v) => v)
    const score = (quality: number) => Math.max(0, Math.min(100, Math.round(50 + 12 * (quality + normal()))))
    const units = Array.from({ length: 4000 }, normal)
      .sort((a, b) => a - b)
      .map((quality) => [score(quality), score(quality)])
    const { start, level } = {
      start: Int32Array.from({ length: units.length + 1 }, (_, i) => 2 * i),
      level: Int32Array.from(units.flat()),
    }
    const { patterns: many, pattern } = patternsOfLevels(start, level, values)
    const prompts = { start: Int32Array.from({ length: units.length + 1 }, (_, i) => i), pattern }
    const grouped = krippendorffAlpha(many, 'interval', { prompts })
    const oneByOne = jackknifeAlphaError(many, 'interval')!
    // The error of an error from some 300 groups is about 4 %; dealt in their order, prompts would make it far too small.
    expect(grouped.se).not.toBeCloseTo(oneByOne, 9)
    expect(grouped.se! / oneByOne).toBeGreaterThan(0.9)
    expect(grouped.se! / oneByOne).toBeLessThan(1.1)
  })

  it('the second repeats to the last digit from its seed, and differs with another', () => {
    const one = krippendorffAlpha(patterns, 'interval', { draws: 100, seed: 5 })
    expect(krippendorffAlpha(patterns, 'interval', { draws: 100, seed: 5 })).toEqual(one)
    expect(krippendorffAlpha(patterns, 'interval', { draws: 100, seed: 6 }).ci).not.toEqual(one.ci)
  })
})
