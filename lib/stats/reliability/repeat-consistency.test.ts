import { describe, expect, it } from 'vitest'
import repeats from '../fixtures/intra-rater-repeat-consistency.json'
import { repeatConsistency } from './repeat-consistency'

describe('repeatConsistency', () => {
  const { first, second } = repeats.input
  const expected = repeats.expected

  it('equals numpy, sklearn and scipy', () => {
    const answer = repeatConsistency(first, second, [1, 2, 3, 4, 5])
    expect(answer.exactAgreement).toBeCloseTo(expected.exact_agreement, 10)
    expect(answer.withinOneStep).toBeCloseTo(expected.within_one, 10)
    expect(answer.shift).toBeCloseTo(expected.mean_shift_second_minus_first, 10)
    expect(answer.shiftP).toBeCloseTo(expected.shift_t_p, 10)
    expect(answer.sdDifference).toBeCloseTo(expected.sd_difference, 10)
    expect(answer.sem).toBeCloseTo(expected.sem, 10)
    expect(answer.repeatability).toBeCloseTo(expected.repeatability_coefficient, 10)
    expect(answer.quadraticKappa).toBeCloseTo(expected.qwk, 10)
    expect(answer.icc).toBeCloseTo(expected.icc_1_1, 10)
  })

  it('identical, one pair, off-scale, empty', () => {
    expect(repeatConsistency([1, 2, 3], [1, 2, 3], [1, 2, 3])).toMatchObject({
      exactAgreement: 1,
      shiftP: null,
      icc: 1,
    })
    expect(repeatConsistency([1], [2], [1, 2])).toMatchObject({
      shift: 1,
      sem: null,
      reason: 'needs at least 2 repeats',
    })
    expect(repeatConsistency([1, 9], [1, 2], [1, 2]).quadraticKappa).toBeNull()
    expect(repeatConsistency([], [], [1, 2])).toMatchObject({
      exactAgreement: null,
      reason: 'no output was rated twice',
    })
  })
})
