import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/length-controlled-winrate-fractional-logit.json'
import { fractionalLogit } from './fractional-logit'
import { lengthControlledWinRate } from './length-controlled-win-rate'

const column = (k: number) => fixture.input.rows.map((row) => row[k]!)
const comparisons = {
  lengths: column(0),
  baselineLengths: column(1),
  difficulty: column(2),
  preference: column(3),
}

describe('lengthControlledWinRate against R glm(quasibinomial)', () => {
  const answer = lengthControlledWinRate(comparisons)
  const expected = fixture.expected

  it('rates and errors', () => {
    expect(100 * answer.raw!).toBeCloseTo(expected.raw_winrate, 5)
    expect(100 * answer.controlled!).toBeCloseTo(expected.length_controlled_winrate, 5)
    expect(100 * answer.se!).toBeCloseTo(expected.lc_delta_method_se, 5)
    expect(100 * answer.semOfPredictions!).toBeCloseTo(expected.lc_sem_of_predictions, 5)
  })

  it('coefficients', () => {
    expect(answer.coefficients!.intercept).toBeCloseTo(expected.coefficients.intercept, 5)
    expect(answer.coefficients!.length).toBeCloseTo(expected.coefficients.tanh_std_delta_len, 5)
    expect(answer.coefficients!.difficulty).toBeCloseTo(expected.coefficients.instruction_difficulty, 5)
  })

  it('mirrors when model and baseline swap', () => {
    const swapped = lengthControlledWinRate({
      lengths: comparisons.baselineLengths,
      baselineLengths: comparisons.lengths,
      difficulty: comparisons.difficulty.map((value) => -value),
      preference: comparisons.preference.map((value) => 1 - value),
    })
    expect(swapped.controlled).toBeCloseTo(1 - answer.controlled!, 8)
    expect(swapped.se).toBeCloseTo(answer.se!, 8)
  })

  it('equal lengths leave the raw rate; too few say so', () => {
    const equal = lengthControlledWinRate({ ...comparisons, lengths: comparisons.baselineLengths })
    expect(equal.coefficients!.length).toBeNull()
    expect(equal.controlled).toBeCloseTo(equal.raw!, 8)
    const none = { lengths: [], baselineLengths: [], difficulty: [], preference: [] }
    expect(lengthControlledWinRate(none)).toMatchObject({
      raw: null,
      controlled: null,
      reason: 'needs at least 4 comparisons',
    })
  })
})

describe('fractionalLogit', () => {
  it('of a constant alone is the mean, with the sandwich of the mean', () => {
    const y = [0.2, 0.9, 0.4, 0.7]
    const fit = fractionalLogit([1, 1, 1, 1], y, ['1'])
    const mean = 0.55
    expect(fit.fitted![0]).toBeCloseTo(mean, 12)
    const variance = y.reduce((total, value) => total + (value - mean) ** 2, 0) / 16
    expect(fit.covariance![0]).toBeCloseTo(variance / (mean * (1 - mean)) ** 2, 10)
  })

  it('with each row its own cluster is HC0 times G/(G − 1)', () => {
    const x = [1, 0, 1, 1, 1, 2, 1, 3, 1, 4]
    const y = [0.2, 0.3, 0.8, 0.6, 0.9]
    const plain = fractionalLogit(x, y, ['1', 'x'])
    const clustered = fractionalLogit(x, y, ['1', 'x'], [1, 2, 3, 4, 5])
    expect(clustered.covariance![3]! / plain.covariance![3]!).toBeCloseTo(5 / 4, 10)
  })

  it('perfect separation, a collinear term, empty', () => {
    const split = fractionalLogit([1, -1, 1, -2, 1, 1, 1, 2], [0, 0, 1, 1], ['1', 'x'])
    expect(split).toMatchObject({
      coefficients: null,
      converged: false,
      reason: 'a term separates the outcomes perfectly',
    })
    const twice = fractionalLogit([1, 2, 1, 2, 1, 2], [0.2, 0.4, 0.6], ['1', 'again'])
    expect(twice.coefficients![1]).toBeNull()
    expect(fractionalLogit([], [], ['1'])).toMatchObject({ n: 0, reason: 'no rows' })
  })
})
