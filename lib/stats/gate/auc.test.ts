import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import aucFixture from '../fixtures/auc-discrete-ties-delong.json'
import calibrationFixture from '../fixtures/calibration-ece-brier-isotonic.json'
import { type ClassCounts, delongAuc, rocCurve } from './auc'
import { clusteredAuc } from './clustered-auc'

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
    // The jackknife of 25 outputs is wider than DeLong, never narrower.
    expect(answer.se! ** 2 / aucFixture.expected.delong_var).toBeGreaterThan(1)
    expect(answer.se! ** 2 / aucFixture.expected.delong_var).toBeLessThan(1.25)
    expect(answer).toMatchObject({ clusters: 25, df: 24 })
  })

  it('is the jackknife over prompts, each left out by hand', () => {
    const all = cells((i) => (i * 7) % 9)
    const aucOf = (kept: (prompt: number) => boolean) => {
      const [accepted, rejected] = [new Float64Array(5), new Float64Array(5)]
      rows.forEach(({ level, accept }, i) => {
        if (kept(all.prompts[i]!)) (accept === 1 ? accepted : rejected)[level]! += 1
      })
      return delongAuc({ accepted, rejected }).estimate!
    }
    const logit = (p: number) => Math.log(p / (1 - p))
    const whole = aucOf(() => true)
    const squares = Array.from(
      { length: 9 },
      (_, left) => (logit(aucOf((g) => g !== left)) - logit(whole)) ** 2,
    )
    const spread = Math.sqrt((8 / 9) * squares.reduce((a, b) => a + b, 0))
    const answer = clusteredAuc(all, 5)
    expect(answer.se).toBeCloseTo(spread * whole * (1 - whole), 12)
    // t with 8 degrees of freedom at 0.975, from R's qt.
    expect(logit(answer.ci![1]) - logit(whole)).toBeCloseTo(2.306004135 * spread, 8)
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
