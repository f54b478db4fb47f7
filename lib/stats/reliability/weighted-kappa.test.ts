import { describe, expect, it } from 'vitest'
import kappaFixture from '../fixtures/weighted-kappa-5x5-table.json'
import { weightedKappa } from './weighted-kappa'

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
