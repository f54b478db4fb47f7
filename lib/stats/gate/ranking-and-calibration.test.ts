import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import aucFixture from '../fixtures/auc-discrete-ties-delong.json'
import calibrationFixture from '../fixtures/calibration-ece-brier-isotonic.json'
import pava from '../fixtures/isotonic-pava-weighted-ties.json'
import { type ClassCounts, clusteredAuc, delongAuc, rocCurve } from './auc'
import { calibration } from './calibration'
import { crossFittedIsotonic, isotonicAt, isotonicRegression } from './isotonic'

const { levels, reject, accept } = aucFixture.input.table
const counts: ClassCounts = { accepted: accept, rejected: reject }

describe('AUC against R pROC', () => {
  it('estimate, DeLong variance and interval', () => {
    const answer = delongAuc(counts)
    expect(answer.estimate).toBeCloseTo(aucFixture.expected.auc, 9)
    expect(answer.se! ** 2).toBeCloseTo(aucFixture.expected.delong_var, 9)
    expect(answer.ci![0]).toBeCloseTo(aucFixture.expected.ci95[0]!, 9)
    expect(answer.ci![1]).toBeCloseTo(aucFixture.expected.ci95[1]!, 9)
  })

  it('ROC curve', () => {
    const { tpr, fpr, threshold } = aucFixture.expected.roc
    rocCurve(levels, counts)!.forEach((point, l) => {
      expect(point.threshold).toBe(threshold[l])
      expect(point.truePositiveRate).toBeCloseTo(tpr[l]!, 9)
      expect(point.falsePositiveRate).toBeCloseTo(fpr[l]!, 9)
    })
  })

  it('of calibration’s counts', () => {
    const { count, accepted } = calibrationFixture.input
    const rejected = count.map((n, l) => n - accepted[l]!)
    expect(delongAuc({ accepted, rejected }).estimate).toBeCloseTo(calibrationFixture.expected.auc, 10)
  })
})

describe('clusteredAuc', () => {
  const rows = aucFixture.input.self.map((self, i) => ({
    level: self - 1,
    accept: aucFixture.input.accept[i]!,
  }))
  const cells = (promptOf: (i: number) => number) => ({
    prompts: rows.map((_, i) => promptOf(i)),
    level: rows.map(({ level }) => level),
    accepted: rows.map(({ accept }) => accept),
    rejected: rows.map(({ accept }) => 1 - accept),
  })

  it('has DeLong’s estimate, and nearly its error where each output is its own prompt', () => {
    const answer = clusteredAuc(
      cells((i) => i),
      5,
    )
    expect(answer.estimate).toBeCloseTo(aucFixture.expected.auc, 12)
    // DeLong divides by m − 1 and n − 1 in each class, this by G − 1 once.
    expect(answer.se! ** 2 / aucFixture.expected.delong_var).toBeGreaterThan(0.88)
    expect(answer.se! ** 2 / aucFixture.expected.delong_var).toBeLessThan(1.02)
    expect(answer).toMatchObject({ clusters: 25, df: 24 })
  })

  it('grows with copies of outputs inside a prompt as if there were none', () => {
    const twice = cells((i) => i)
    const doubled = {
      ...twice,
      accepted: twice.accepted.map((n) => 2 * n),
      rejected: twice.rejected.map((n) => 2 * n),
    }
    expect(clusteredAuc(doubled, 5).se).toBeCloseTo(clusteredAuc(twice, 5).se!, 12)
  })

  it('one class, one prompt, empty', () => {
    expect(delongAuc({ accepted: [1, 3], rejected: [0, 0] })).toMatchObject({
      estimate: null,
      reason: 'humans accept all or none',
    })
    expect(delongAuc({ accepted: [0, 3], rejected: [1, 0] })).toMatchObject({ estimate: 1, ci: null })
    expect(delongAuc({ accepted: [], rejected: [] }).reason).toBe('no labelled outputs')
    expect(rocCurve([1], { accepted: [2], rejected: [0] })).toBeNull()
    expect(
      clusteredAuc(
        cells(() => 1),
        5,
      ),
    ).toMatchObject({ se: null, reason: 'needs at least 2 prompts' })
    expect(clusteredAuc({ prompts: [], level: [], accepted: [], rejected: [] }, 3).estimate).toBeNull()
    const constant = delongAuc({ accepted: [6], rejected: [4] })
    expect(constant).toMatchObject({ estimate: 0.5, se: 0 })
  })

  it('is the share of ordered pairs, and mirrors when classes swap', () => {
    const column = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(column, column, (accepted, rejected) => {
        const answer = delongAuc({ accepted, rejected }).estimate
        let [pairs, wins] = [0, 0]
        accepted.forEach((a, i) => {
          rejected.forEach((r, j) => {
            pairs += a * r
            wins += a * r * (i > j ? 1 : i === j ? 0.5 : 0)
          })
        })
        if (pairs === 0) expect(answer).toBeNull()
        else {
          expect(answer).toBeCloseTo(wins / pairs, 12)
          expect(delongAuc({ accepted: rejected, rejected: accepted }).estimate).toBeCloseTo(1 - answer!, 12)
        }
      }),
    )
  })
})

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

describe('isotonicRegression', () => {
  it('equals R Iso::pava with ties and weights', () => {
    const map = isotonicRegression(pava.input.x, pava.input.y, pava.input.w)
    expect(map.x).toEqual(pava.expected.x_unique)
    map.y.forEach((value, l) => {
      expect(value).toBeCloseTo(pava.expected.fitted[l]!, 10)
    })
  })

  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 20 })), {
    minLength: 1,
    maxLength: 30,
  })

  it('never falls, keeps the mean, and is its own fit', () => {
    fc.assert(
      fc.property(points, (rows) => {
        const x = Object.freeze(rows.map(([a]) => a))
        const y = Object.freeze(rows.map(([, b]) => b))
        const map = isotonicRegression(x, y)
        for (let i = 1; i < map.y.length; i++) expect(map.y[i]!).toBeGreaterThanOrEqual(map.y[i - 1]!)
        const fitted = x.map((value) => isotonicAt(map, value)!)
        const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
        expect(total(fitted)).toBeCloseTo(total(y), 8)
        const again = isotonicRegression(x, fitted)
        again.y.forEach((value, i) => {
          expect(value).toBeCloseTo(map.y[i]!, 10)
        })
      }),
    )
  })

  it('is straight between points and constant outside; empty has no value', () => {
    const map = { x: [1, 3, 4], y: [10, 20, 20] }
    expect([0, 1, 2, 3.5, 9].map((x) => isotonicAt(map, x))).toEqual([10, 10, 15, 20, 20])
    expect(isotonicAt(isotonicRegression([], []), 1)).toBeNull()
  })

  it('judges prompts by maps fitted without them', () => {
    const x = Array.from({ length: 40 }, (_, i) => i % 5)
    const y = x.map((value, i) => value + ((i * 7) % 3))
    const prompts = x.map((_, i) => `p${Math.floor(i / 4)}`)
    const answer = crossFittedIsotonic(x, y, prompts, { seed: 3 })
    expect(answer.folds).toBe(5)
    expect(answer.fitted.every((value) => value !== null)).toBe(true)
    expect(answer).toEqual(crossFittedIsotonic(x, y, prompts, { seed: 3 }))
    const other = y.map((value, i) => (prompts[i] === 'p0' ? value + 100 : value))
    const moved = crossFittedIsotonic(x, other, prompts, { seed: 3 })
    expect(moved.fitted.slice(0, 4)).toEqual(answer.fitted.slice(0, 4))
    expect(crossFittedIsotonic([1, 2], [1, 2], ['p', 'p']).fitted).toEqual([null, null])
  })
})
