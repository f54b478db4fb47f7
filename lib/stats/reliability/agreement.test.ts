import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import hanna from '../fixtures/hanna-human-reliability.json'
import hannaBootstrap from '../fixtures/krippendorff-alpha-bootstrap-hanna.json'
import canonical from '../fixtures/krippendorff-alpha-canonical-4x12.json'
import wikipedia from '../fixtures/krippendorff-alpha-wikipedia-3x15.json'
import kappaFixture from '../fixtures/weighted-kappa-5x5-table.json'
import { gwetAc } from './gwet-ac'
import { jackknifeAlphaError, krippendorffAlpha, type Metric } from './krippendorff-alpha'
import type { PromptPatterns } from './pattern-bootstrap'
import { patternsOf, type RatingPatterns } from './rating-patterns'
import { weightedKappa } from './weighted-kappa'

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

describe('resampling prompts', () => {
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

  it('gives a wider interval than resampling units where prompts are alike inside', () => {
    const prompts: PromptPatterns[] = Array.from({ length: 20 }, (_, g) => [[g % 4, 4]])
    const clustered = krippendorffAlpha(patterns, 'ordinal', { prompts, draws: 500 })
    const plain = krippendorffAlpha(patterns, 'ordinal', { draws: 500 })
    expect(clustered.estimate).toBe(plain.estimate)
    expect(clustered.se!).toBeGreaterThan(1.5 * plain.se!)
  })

  it('repeats to the last digit from its seed, and differs with another', () => {
    const one = krippendorffAlpha(patterns, 'interval', { draws: 100, seed: 5 })
    expect(krippendorffAlpha(patterns, 'interval', { draws: 100, seed: 5 })).toEqual(one)
    expect(krippendorffAlpha(patterns, 'interval', { draws: 100, seed: 6 }).ci).not.toEqual(one.ci)
  })
})

describe('gwetAc against R irrCAC on the 4 raters of its data set cac.raw4raters', () => {
  const patterns = patternsOf(transposed(canonical.input.ratings))

  it('AC1', () => {
    const answer = gwetAc(patterns, 'identity', FEW)
    expect(answer.observed).toBeCloseTo(0.8181818, 7)
    expect(answer.chance).toBeCloseTo(0.1903212, 7)
    expect(answer.estimate).toBeCloseTo(0.77544, 5)
  })

  it.each([
    ['linear', 0.939, 0.571, 0.859],
    ['quadratic', 0.975, 0.714, 0.914],
  ] as const)('AC2, %s', (weights, observed, chance, estimate) => {
    const answer = gwetAc(patterns, weights, FEW)
    expect(answer.observed).toBeCloseTo(observed, 3)
    expect(answer.chance).toBeCloseTo(chance, 3)
    expect(answer.estimate).toBeCloseTo(estimate, 3)
  })

  it('does not collapse where nearly all ratings are alike, as α does', () => {
    const skewed: RatingPatterns = {
      values: [0, 1],
      counts: [
        [2, 0],
        [1, 1],
      ],
      frequencies: [95, 5],
    }
    expect(gwetAc(skewed, 'identity', FEW).estimate!).toBeGreaterThan(0.9)
    expect(krippendorffAlpha(skewed, 'nominal', FEW).estimate!).toBeLessThan(0)
  })
})

describe('weightedKappa against R vcd and irr', () => {
  const { table } = kappaFixture.input
  const expected = kappaFixture.expected

  it.each([
    ['identity', expected.kappa_unweighted, expected.se_unweighted],
    ['linear', expected.kappa_linear, expected.se_linear],
    ['quadratic', expected.kappa_quadratic, expected.se_quadratic],
  ] as const)('%s', (weights, estimate, se) => {
    const answer = weightedKappa(table, weights)
    expect(answer.estimate).toBeCloseTo(estimate, 9)
    expect(answer.se).toBeCloseTo(se, 9)
    expect(answer.n).toBe(expected.n)
  })

  it('interval and observed agreement', () => {
    expect(weightedKappa(table, 'quadratic').ci![0]).toBeCloseTo(expected.ci95_quadratic[0]!, 9)
    expect(weightedKappa(table, 'quadratic').ci![1]).toBeCloseTo(expected.ci95_quadratic[1]!, 9)
    expect(weightedKappa(table, 'identity').observed).toBeCloseTo(expected.observed_agreement, 9)
  })

  it('perfect, one rater constant, both constant, empty', () => {
    expect(
      weightedKappa(
        [
          [3, 0],
          [0, 4],
        ],
        'quadratic',
      ),
    ).toMatchObject({ estimate: 1, se: 0 })
    expect(
      weightedKappa(
        [
          [3, 4],
          [0, 0],
        ],
        'quadratic',
      ).estimate,
    ).toBe(0)
    expect(
      weightedKappa(
        [
          [3, 0],
          [0, 0],
        ],
        'linear',
      ),
    ).toMatchObject({ estimate: null, ci: null })
    expect(
      weightedKappa(
        [
          [0, 0],
          [0, 0],
        ],
        'linear',
      ).reason,
    ).toBe('no output has both ratings')
    expect(weightedKappa([[5]], 'linear').estimate).toBeNull()
  })
})

const ratings = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), {
  minLength: 2,
  maxLength: 25,
})

describe('agreement coefficients', () => {
  it('do not depend on the order of units or raters, and nominal ones not on names', () => {
    fc.assert(
      fc.property(ratings, (units) => {
        const values = [1, 2, 3, 4]
        const patterns = patternsOf(units, values)
        const shuffled = patternsOf(
          [...units].reverse().map((unit) => [...unit].reverse()),
          values,
        )
        const renamed = patternsOf(
          units.map((unit) => unit.map((value) => (value % 4) + 1)),
          values,
        )
        const none = { draws: 2 }
        const close = (a: number | null, b: number | null) => {
          if (a === null) expect(b).toBeNull()
          else expect(b).toBeCloseTo(a, 10)
        }
        for (const metric of METRICS) {
          close(
            krippendorffAlpha(patterns, metric, none).estimate,
            krippendorffAlpha(shuffled, metric, none).estimate,
          )
        }
        close(
          krippendorffAlpha(patterns, 'nominal', none).estimate,
          krippendorffAlpha(renamed, 'nominal', none).estimate,
        )
        close(gwetAc(patterns, 'identity', none).estimate, gwetAc(renamed, 'identity', none).estimate)
      }),
    )
  })

  it('interval α does not change with shift and scale', () => {
    const units = transposed(canonical.input.ratings)
    const other = units.map((unit) => unit.map((value) => (value === null ? null : 10 * value - 3)))
    const [a, b] = [units, other].map(
      (each) => krippendorffAlpha(patternsOf(each), 'interval', FEW).estimate!,
    )
    expect(b).toBeCloseTo(a!, 12)
  })

  it('perfect agreement is 1, constant ratings and single ratings are null', () => {
    const perfect = patternsOf([
      [1, 1],
      [2, 2],
      [3, 3, 3],
    ])
    for (const metric of METRICS)
      expect(krippendorffAlpha(perfect, metric, { draws: 2 }).estimate).toBeCloseTo(1, 12)
    expect(gwetAc(perfect, 'quadratic', FEW).estimate).toBe(1)
    const constant = patternsOf([
      [2, 2],
      [2, 2, 2],
    ])
    expect(krippendorffAlpha(constant, 'ordinal')).toMatchObject({
      estimate: null,
      reason: 'all ratings are equal',
    })
    expect(krippendorffAlpha(patternsOf([[1], [2]]), 'ordinal').reason).toBe('no output has 2 ratings')
    expect(krippendorffAlpha(patternsOf([]), 'nominal')).toMatchObject({ estimate: null, n: 0 })
    expect(gwetAc(patternsOf([]), 'identity').estimate).toBeNull()
    expect(gwetAc(constant, 'identity').reason).toBe('needs a scale of at least 2 values')
    expect(jackknifeAlphaError(constant, 'nominal')).toBeNull()
  })

  it('one prompt has no interval', () => {
    const patterns = patternsOf([
      [1, 2],
      [2, 2],
    ])
    const answer = krippendorffAlpha(patterns, 'interval', {
      prompts: [
        [
          [0, 1],
          [1, 1],
        ],
      ],
    })
    expect(answer.estimate).not.toBeNull()
    expect(answer).toMatchObject({ ci: null, reason: 'too few outputs to resample' })
  })
})
