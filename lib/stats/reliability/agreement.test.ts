import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import canonical from '../fixtures/krippendorff-alpha-canonical-4x12.json'
import { gwetAc } from './gwet-ac'
import { jackknifeAlphaError, krippendorffAlpha, type Metric } from './krippendorff-alpha'
import { patternsOf } from './rating-patterns'

const FEW = { draws: 200 }
const METRICS: Metric[] = ['nominal', 'ordinal', 'interval', 'ratio']
function transposed<T>(rows: readonly (readonly T[])[]): T[][] {
  return rows[0]!.map((_, column) => rows.map((row) => row[column]!))
}

const ratings = fc.array(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }), {
  minLength: 2,
  maxLength: 25,
})

describe('agreement coefficients', () => {
  it('do not depend on the order of units or raters, and nominal ones not on names', () => {
    fc.assert(
      fc.property(ratings, (units) => {
        const values = [1, 2, 3, 4]
        const patterns = patternsOf(units, values)
        const shuffled = patternsOf(
          [...units].reverse().map((unit) => [...unit].reverse()),
          values,
        )
        const renamed = patternsOf(
          units.map((unit) => unit.map((value) => (value % 4) + 1)),
          values,
        )
        const none = { draws: 2 }
        const close = (a: number | null, b: number | null) => {
          if (a === null) expect(b).toBeNull()
          else expect(b).toBeCloseTo(a, 10)
        }
        for (const metric of METRICS) {
          close(
            krippendorffAlpha(patterns, metric, none).estimate,
            krippendorffAlpha(shuffled, metric, none).estimate,
          )
        }
        close(
          krippendorffAlpha(patterns, 'nominal', none).estimate,
          krippendorffAlpha(renamed, 'nominal', none).estimate,
        )
        close(gwetAc(patterns, 'identity', none).estimate, gwetAc(renamed, 'identity', none).estimate)
      }),
    )
  })

  it('interval α does not change with shift and scale', () => {
    const units = transposed(canonical.input.ratings)
    const other = units.map((unit) => unit.map((value) => (value === null ? null : 10 * value - 3)))
    const [a, b] = [units, other].map(
      (each) => krippendorffAlpha(patternsOf(each), 'interval', FEW).estimate!,
    )
    expect(b).toBeCloseTo(a!, 12)
  })

  it('perfect agreement is 1, constant ratings and single ratings are null', () => {
    const perfect = patternsOf([
      [1, 1],
      [2, 2],
      [3, 3, 3],
    ])
    for (const metric of METRICS)
      expect(krippendorffAlpha(perfect, metric, { draws: 2 }).estimate).toBeCloseTo(1, 12)
    expect(gwetAc(perfect, 'quadratic', FEW).estimate).toBe(1)
    const constant = patternsOf([
      [2, 2],
      [2, 2, 2],
    ])
    expect(krippendorffAlpha(constant, 'ordinal')).toMatchObject({
      estimate: null,
      reason: 'all ratings are equal',
    })
    expect(krippendorffAlpha(patternsOf([[1], [2]]), 'ordinal').reason).toBe('no output has 2 ratings')
    expect(krippendorffAlpha(patternsOf([]), 'nominal')).toMatchObject({ estimate: null, n: 0 })
    expect(gwetAc(patternsOf([]), 'identity').estimate).toBeNull()
    expect(gwetAc(constant, 'identity').reason).toBe('needs a scale of at least 2 values')
    expect(jackknifeAlphaError(constant, 'nominal')).toBeNull()
  })

  it('one prompt has no interval', () => {
    const patterns = patternsOf([
      [1, 2],
      [2, 2],
    ])
    const answer = krippendorffAlpha(patterns, 'interval', {
      prompts: [
        [
          [0, 1],
          [1, 1],
        ],
      ],
    })
    expect(answer.estimate).not.toBeNull()
    expect(answer).toMatchObject({ ci: null, reason: 'needs at least 2 prompts' })
  })
})
