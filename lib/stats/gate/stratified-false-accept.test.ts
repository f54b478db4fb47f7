import { describe, expect, it } from 'vitest'
import type { GateTable } from './gate-table'
import { stratifiedFalseAcceptRate } from './stratified-false-accept'

describe('stratifiedFalseAcceptRate', () => {
  const strata: GateTable = {
    levels: [1, 2, 3],
    outputs: [500, 300, 200],
    labelled: [10, 60, 20],
    rejected: [8, 18, 2],
  }

  it('weighs levels by all their outputs', () => {
    const answer = stratifiedFalseAcceptRate(strata, 2)
    const rates = [18 / 60, 2 / 20]
    expect(answer.estimate).toBeCloseTo((300 * rates[0]! + 200 * rates[1]!) / 500, 12)
    const variance = (300 ** 2 * 0.3 * 0.7) / 59 + (200 ** 2 * 0.1 * 0.9) / 19
    expect(answer.se).toBeCloseTo(Math.sqrt(variance) / 500, 12)
    expect(answer.ci![0]).toBeLessThan(answer.estimate!)
    expect(answer).toMatchObject({ n: 80, outputs: 500 })
  })

  it('is the plain rate where levels are labelled in proportion', () => {
    const fair: GateTable = { levels: [1, 2], outputs: [400, 600], labelled: [40, 60], rejected: [20, 6] }
    expect(stratifiedFalseAcceptRate(fair, 1).estimate).toBeCloseTo(0.26, 12)
  })

  it('an unlabelled level leaves bounds only; nothing passes; no variance', () => {
    const gap = { ...strata, labelled: [10, 0, 20], rejected: [8, 0, 2] }
    const answer = stratifiedFalseAcceptRate(gap, 2)
    expect(answer).toMatchObject({ estimate: null, ci: null })
    expect(answer.bounds![0]).toBeCloseTo(0.04, 12)
    expect(answer.bounds![1]).toBeCloseTo(0.64, 12)
    expect(stratifiedFalseAcceptRate(strata, 9)).toMatchObject({ estimate: null, reason: 'nothing passes' })
    const clean = { ...strata, rejected: [0, 0, 0] }
    expect(stratifiedFalseAcceptRate(clean, 1)).toMatchObject({ estimate: 0, ci: null })
    expect(stratifiedFalseAcceptRate(strata, 1, 'worse').outputs).toBe(500)
  })
})
