import { describe, expect, it } from 'vitest'
import { classification, looksLikeGaming, precisionAtPrevalence } from './confusion'
import fixture from './fixtures/classification-gaming-confusion.json'

const { confusion } = fixture.input
const expected = fixture.expected

describe('classification against sklearn and statsmodels', () => {
  const answer = classification(confusion)

  it.each([
    ['prevalence', expected.prevalence],
    ['flagRate', expected.flag_rate],
    ['overFlaggingRatio', expected.over_flagging_ratio],
    ['recall', expected.recall],
    ['precision', expected.precision],
    ['fpr', expected.fpr],
    ['specificity', expected.specificity],
    ['f1', expected.f1],
    ['accuracy', expected.accuracy],
    ['balancedAccuracy', expected.balanced_accuracy],
    ['youdenJ', expected.youden_j],
    ['mcc', expected.mcc],
    ['lift', expected.lift],
    ['kappa', expected.kappa],
    ['recallExcessOverRandom', expected.recall_excess_over_random],
    ['recallHeadroomUsed', expected.recall_headroom_used],
    ['f1ExcessOverFlagEverything', expected.f1_excess_over_flag_everything],
  ] as const)('%s', (key, value) => {
    expect(answer[key]).toBeCloseTo(value, 10)
  })

  it('intervals and baselines', () => {
    expect(answer.recallCi![0]).toBeCloseTo(expected.recall_wilson95[0]!, 10)
    expect(answer.precisionCi![1]).toBeCloseTo(expected.precision_wilson95[1]!, 10)
    expect(answer.fprCi![0]).toBeCloseTo(expected.fpr_wilson95[0]!, 10)
    expect(answer.flagEverything.f1).toBeCloseTo(expected.flag_everything.f1, 10)
    expect(answer.flagEverything.precision).toBeCloseTo(expected.flag_everything.precision, 10)
    expect(answer.randomSameRate.recall).toBeCloseTo(expected.random_same_rate.recall, 10)
    expect(answer.randomSameRate.f1).toBeCloseTo(expected.random_same_rate.f1, 10)
  })

  it('precision at other prevalences', () => {
    for (const [prevalence, precision] of Object.entries(expected.ppv_at_prevalence)) {
      expect(precisionAtPrevalence(answer.recall!, answer.fpr!, Number(prevalence))).toBeCloseTo(
        precision,
        10,
      )
    }
    expect(precisionAtPrevalence(0, 0, 0.3)).toBeNull()
  })
})

describe('classification at its limits', () => {
  it('empty: everything is null', () => {
    const answer = classification({ tp: 0, fp: 0, fn: 0, tn: 0 })
    for (const key of [
      'prevalence',
      'recall',
      'precision',
      'f1',
      'mcc',
      'kappa',
      'youdenJ',
      'recallCi',
    ] as const) {
      expect(answer[key]).toBeNull()
    }
    expect(looksLikeGaming({ tp: 0, fp: 0, fn: 0, tn: 0 })).toBeNull()
  })

  it('never flags: no precision, recall 0', () => {
    const answer = classification({ tp: 0, fp: 0, fn: 4, tn: 6 })
    expect(answer).toMatchObject({ precision: null, recall: 0, f1: 0, mcc: null, kappa: 0 })
  })

  it('one class only: no recall and no J', () => {
    expect(classification({ tp: 0, fp: 3, fn: 0, tn: 7 })).toMatchObject({
      recall: null,
      youdenJ: null,
      lift: null,
    })
  })

  it('flag everything has no excess over itself and looks like gaming', () => {
    const table = { tp: 10, fp: 90, fn: 0, tn: 0 }
    const answer = classification(table)
    expect(answer).toMatchObject({ youdenJ: 0, recallExcessOverRandom: 0, f1ExcessOverFlagEverything: 0 })
    expect(answer.recallHeadroomUsed).toBeNull()
    expect(looksLikeGaming(table)).toBe(true)
  })

  it('a perfect flag does not', () => {
    const table = { tp: 10, fp: 0, fn: 0, tn: 90 }
    expect(classification(table)).toMatchObject({
      mcc: 1,
      kappa: 1,
      f1: 1,
      youdenJ: 1,
      recallHeadroomUsed: 1,
    })
    expect(looksLikeGaming(table)).toBe(false)
  })
})
