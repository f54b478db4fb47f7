import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bangBlindingIndex, type RatersGuesses } from './bang-blinding-index'
import { randomBelow, seededRandom } from './random'

/** Guesses of which each comes from a rater of its own. */
const single = (correct: number, wrong: number, unknown: number): RatersGuesses[] => [
  ...Array.from({ length: correct }, () => ({ correct: 1, wrong: 0, unknown: 0 })),
  ...Array.from({ length: wrong }, () => ({ correct: 0, wrong: 1, unknown: 0 })),
  ...Array.from({ length: unknown }, () => ({ correct: 0, wrong: 0, unknown: 1 })),
]

describe('the cholesterol trial of Bang, Ni & Davis (2004), CRISP', () => {
  // Guessed right, wrong, did not know: 82, 25, 170 on treatment; 29, 27, 83 on placebo.
  // Wald limits of the multinomial variance: .2058 ± 1.96 · .0358 and .0144 ± 1.96 · .0538.
  test.each([
    ['treatment', 82, 25, 170, 0.2058, 0.1356, 0.276],
    ['placebo', 29, 27, 83, 0.0144, -0.0911, 0.1198],
  ])('%s', (_arm, correct, wrong, unknown, index, lo, hi) => {
    const found = bangBlindingIndex(single(correct, wrong, unknown), 2)
    expect(found.index).toBeCloseTo(index, 4)
    expect(found.beyondChance).toBe(found.index)
    expect(Math.abs(found.ci![0] - lo)).toBeLessThan(0.006)
    expect(Math.abs(found.ci![1] - hi)).toBeLessThan(0.006)
  })
})

test.each([
  ['all right', single(20, 0, 0), 2, 1],
  ['all wrong', single(0, 20, 0), 2, -1],
  ['nobody knows', single(0, 0, 20), 2, 0],
  ['as a coin', single(10, 10, 0), 2, 0],
])('%s: the index is what it must be', (_name, guesses, authors, index) => {
  const found = bangBlindingIndex(guesses, authors)
  expect(found.index).toBe(index)
  expect(found.ci![1] - found.ci![0]).toBeGreaterThan(0.05)
})

test('among several authors, guesses at random stand at chance', () => {
  const found = bangBlindingIndex(single(5, 15, 0), 4)
  expect(found).toMatchObject({ index: -0.5, chance: -0.5, beyondChance: 0 })
  expect(bangBlindingIndex(single(20, 0, 0), 4)).toMatchObject({ index: 1, beyondChance: 1 })
  expect(bangBlindingIndex(single(0, 0, 20), 4)).toMatchObject({ index: 0, beyondChance: 0 })
})

test('raters who all guess alike widen the interval', () => {
  const alike = Array.from({ length: 8 }, (_, i) => ({
    correct: i < 4 ? 5 : 0,
    wrong: i < 4 ? 0 : 5,
    unknown: 0,
  }))
  const apart = Array.from({ length: 8 }, (_, i) => ({
    correct: 2 + (i % 2),
    wrong: 3 - (i % 2),
    unknown: 0,
  }))
  const width = (guesses: RatersGuesses[]) => {
    const [lo, hi] = bangBlindingIndex(guesses, 2).ci!
    return hi - lo
  }
  expect(width(alike)).toBeGreaterThan(1.5 * width(apart))
})

test('too few guesses, one rater or one author give a reason and no number', () => {
  expect(bangBlindingIndex(single(2, 2, 0), 2)).toMatchObject({ index: null, ci: null, n: 4 })
  expect(bangBlindingIndex([{ correct: 9, wrong: 3, unknown: 0 }], 2).reason).toContain(
    '1 of at least 2 raters',
  )
  expect(bangBlindingIndex([], 0)).toMatchObject({ index: null, chance: null })
  expect(bangBlindingIndex(single(9, 0, 0), 1)).toMatchObject({ index: null, reason: expect.any(String) })
  expect(bangBlindingIndex([], 3)).toMatchObject({ index: null, n: 0, raters: 0 })
})

test('the estimate lies in its interval, both between their ends, and the sign turns with right and wrong', () => {
  const count = fc.nat(6)
  const rater = fc.record({ correct: count, wrong: count, unknown: count })
  fc.assert(
    fc.property(fc.array(rater, { maxLength: 12 }), fc.integer({ min: 2, max: 8 }), (raters, authors) => {
      const found = bangBlindingIndex(raters, authors)
      fc.pre(found.index !== null)
      for (const [value, ci, least] of [
        [found.index, found.ci!, -1],
        [found.beyondChance!, found.beyondChanceCi!, -1 / (authors - 1)],
      ] as const) {
        expect(ci[0]).toBeGreaterThanOrEqual(least - 1e-12)
        expect(ci[1]).toBeLessThanOrEqual(1)
        expect(value).toBeGreaterThanOrEqual(ci[0])
        expect(value).toBeLessThanOrEqual(ci[1])
      }
      const turned = bangBlindingIndex(
        raters.map(({ correct: wrong, wrong: correct, unknown }) => ({ correct, wrong, unknown })),
        2,
      )
      expect(turned.index).toBeCloseTo(-bangBlindingIndex(raters, 2).index!, 12)
    }),
  )
})

describe('the interval holds the truth about 95 times in 100', () => {
  // Each rater has a leaning of their own, so that guesses of one are alike.
  test.each([
    ['independent guesses of 12 raters', 12, 0, 0.5],
    ['raters who differ', 12, 0.25, 0.5],
    ['few raters who differ', 5, 0.2, 0.5],
    ['nearly all right', 12, 0.04, 0.95],
  ])('%s', (_name, raters, spread, right) => {
    const random = seededRandom(20_040)
    let covered = 0
    const runs = 1_500
    for (let run = 0; run < runs; run++) {
      const guesses = Array.from({ length: raters }, () => {
        const p = right + (randomBelow(random, 2) === 0 ? spread : -spread)
        const made = { correct: 0, wrong: 0, unknown: 0 }
        for (let i = 0; i < 5; i++) made[random() < 0.2 ? 'unknown' : random() < p ? 'correct' : 'wrong'] += 1
        return made
      })
      const { ci } = bangBlindingIndex(guesses, 2)
      const truth = 0.8 * (2 * right - 1)
      if (ci![0] <= truth && truth <= ci![1]) covered += 1
    }
    expect(covered / runs).toBeGreaterThan(0.93)
    expect(covered / runs).toBeLessThan(0.995)
  })
})
