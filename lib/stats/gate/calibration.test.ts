import { describe, expect, it } from 'vitest'
import calibrationFixture from '../fixtures/calibration-ece-brier-isotonic.json'
import { calibration } from './calibration'
import { isotonicRegression } from './isotonic'

describe('calibration against sklearn', () => {
  const { levels: confidence, count, accepted } = calibrationFixture.input
  const expected = calibrationFixture.expected
  const answer = calibration({ confidence, counts: count, outcomes: accepted })

  it.each([
    ['ece', expected.ece],
    ['mce', expected.mce],
    ['signedOverconfidence', expected.signed_overconfidence],
    ['brier', expected.brier],
    ['reliability', expected.reliability],
    ['resolution', expected.resolution],
    ['uncertainty', expected.uncertainty],
    ['squaredEceDebiased', expected.squared_ece_debiased],
    ['brierSkill', expected.brier_skill],
  ] as const)('%s', (key, value) => {
    expect(answer[key]).toBeCloseTo(value, 10)
  })

  it('Brier is reliability − resolution + uncertainty', () => {
    expect(answer.reliability! - answer.resolution! + answer.uncertainty!).toBeCloseTo(answer.brier!, 12)
  })

  it('isotonic map, and Brier after it', () => {
    const shares = accepted.map((k, l) => k / count[l]!)
    const map = isotonicRegression(confidence, shares, count)
    map.y.forEach((value, l) => {
      expect(value).toBeCloseTo(expected.isotonic[l]!, 10)
    })
    const n = count.reduce((a, b) => a + b)
    const brier = map.y.reduce((total, m, l) => {
      const [k, all] = [accepted[l]!, count[l]!]
      return total + (k * (1 - m) ** 2 + (all - k) * m * m) / n
    }, 0)
    expect(brier).toBeCloseTo(expected.brier_after_isotonic, 10)
  })

  it('joins many levels to 15 bins of about equal mass without losing an output', () => {
    const many = Array.from({ length: 101 }, (_, l) => l / 100)
    const wide = calibration({
      confidence: many,
      counts: many.map(() => 4),
      outcomes: many.map((c) => 4 * c),
    })
    expect(wide.bins).toHaveLength(15)
    expect(wide.bins.reduce((total, bin) => total + bin.n, 0)).toBe(404)
    for (const bin of wide.bins) expect(bin.confidence).toBeCloseTo(bin.outcome, 12)
    expect(wide.ece).toBeCloseTo(0, 12)
  })

  it('all outcomes alike, single outputs, empty', () => {
    const alike = calibration({ confidence: [0.5, 1], counts: [1, 1], outcomes: [1, 1] })
    expect(alike).toMatchObject({ ece: 0.25, brierSkill: null, squaredEceDebiased: null })
    expect(calibration({ confidence: [], counts: [], outcomes: [] })).toMatchObject({
      ece: null,
      reason: 'no labelled outputs',
    })
  })
})
