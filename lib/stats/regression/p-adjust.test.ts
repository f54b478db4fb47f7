import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import fixture from '../fixtures/p-adjust-benjamini-hochberg-1995-style.json'
import { benjaminiHochberg, benjaminiYekutieli, bonferroni, hochberg, holm } from './p-adjust'

const rules = { holm, hochberg, bh: benjaminiHochberg, by: benjaminiYekutieli, bonferroni }

describe('p-value adjustments', () => {
  it.each(Object.entries(rules))('%s equals R p.adjust', (name, rule) => {
    const expected = fixture.expected[name as keyof typeof rules]
    rule(fixture.input.p).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 12)
    })
  })

  it('rejects as many as R at a rate of false findings of 0.25', () => {
    const rejected = benjaminiHochberg(fixture.input.p).filter((value) => value! <= 0.25)
    expect(rejected).toHaveLength(fixture.expected.n_bh_rejected_at_0_25)
  })

  it.each(Object.values(rules))('%# leaves nulls out of the number of tests', (rule) => {
    const [a, b] = rule([0.01, 0.04])
    expect(rule([0.01, null, 0.04, Number.NaN])).toEqual([a, null, b, null])
    expect(rule([])).toEqual([])
    expect(rule([0.2, 0.2])[0]).toBe(rule([0.2, 0.2])[1])
  })

  it.each(Object.values(rules))(
    '%# never falls below the raw p, keeps its order and stays within 1',
    (rule) => {
      const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })
      fc.assert(
        fc.property(ps, (p) => {
          const adjusted = rule(Object.freeze(p))
          p.forEach((value, i) => {
            expect(adjusted[i]!).toBeGreaterThanOrEqual(value)
            expect(adjusted[i]!).toBeLessThanOrEqual(1)
            p.forEach((other, j) => {
              if (value < other) expect(adjusted[i]!).toBeLessThanOrEqual(adjusted[j]!)
            })
          })
        }),
      )
    },
  )
})
