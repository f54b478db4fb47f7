import { describe, expect, it } from 'vitest'
import drift from '../fixtures/rater-drift-slope.json'
import { raterDrift } from './rater-drift'

describe('raterDrift', () => {
  it('equals R lm(residual ~ week) by rater, with Holm', () => {
    const column = (k: number) => drift.input.rows.map((row) => row[k]!)
    raterDrift(column(0), column(1), column(2)).forEach((one, r) => {
      expect(one.rater).toBe(drift.expected.rater[r])
      expect(one.slope).toBeCloseTo(drift.expected.slope[r]!, 9)
      expect(one.se).toBeCloseTo(drift.expected.se[r]!, 9)
      expect(one.p).toBeCloseTo(drift.expected.p[r]!, 9)
      expect(one.pAdjusted).toBeCloseTo(drift.expected.p_holm[r]!, 9)
      expect(one).toMatchObject({ n: 12, weeks: 12 })
    })
  })

  it('one time, two ratings, no residual, empty', () => {
    expect(raterDrift(['a', 'a', 'a'], [2, 2, 2], [1, 2, 3])[0]).toMatchObject({
      slope: null,
      p: null,
      pAdjusted: null,
    })
    expect(raterDrift(['a', 'a'], [1, 2], [1, 3])[0]).toMatchObject({
      slope: 2,
      reason: 'needs at least 3 ratings',
    })
    expect(raterDrift(['a', 'a', 'a'], [1, 2, 3], [0, 0, 0])[0]).toMatchObject({ slope: 0, se: 0, p: null })
    expect(raterDrift([], [], [])).toEqual([])
  })
})
