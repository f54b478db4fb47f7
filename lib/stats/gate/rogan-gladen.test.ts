import { describe, expect, it } from 'vitest'
import roganFixture from '../fixtures/rogan-gladen-judge-correction.json'
import { roganGladen } from './rogan-gladen'

describe('roganGladen against the authors’ code', () => {
  const inputs = roganFixture.input.rows.map(([passRate, specificity, sensitivity, n, m0, m1]) => ({
    passRate: passRate!,
    specificity: specificity!,
    sensitivity: sensitivity!,
    n: n!,
    m0: m0!,
    m1: m1!,
  }))

  it.each(inputs.map((input, i) => ({ input, expected: roganFixture.expected.rows[i]! })))(
    '$input',
    ({ input, expected }) => {
      const answer = roganGladen(input)
      expect(answer.estimate).toBeCloseTo(expected.theta, 10)
      expect(answer.ci![0]).toBeCloseTo(expected.ci[0]!, 10)
      expect(answer.ci![1]).toBeCloseTo(expected.ci[1]!, 10)
    },
  )

  it('a perfect judge changes nothing; a judge at chance or without labels is null', () => {
    const judge = { passRate: 0.3, n: 1000, specificity: 1, m0: 100, sensitivity: 1, m1: 100 }
    expect(roganGladen(judge).estimate).toBeCloseTo(0.3, 12)
    expect(roganGladen({ ...judge, specificity: 0.4, sensitivity: 0.6 }).reason).toBe(
      'the judge is no better than chance',
    )
    expect(roganGladen({ ...judge, m0: 0 })).toMatchObject({ estimate: null, ci: null })
    expect(roganGladen({ ...judge, passRate: 0.01, specificity: 0.9 }).estimate).toBe(0)
  })
})
