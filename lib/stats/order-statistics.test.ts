import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orderStatistics } from './order-statistics'

const sorted = (values: number[]) => Array.from(new Float64Array(values).sort())
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer({ min: -9, max: 9 }),
  fc.integer({ min: -300, max: 300 }).map((exponent) => 10 ** exponent),
)

it('finds what sorting finds, whatever the spread and the ties', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 90 }),
      (few, times) => {
        const values = Array.from(
          { length: few.length * times },
          (_, i) => few[(i * 7919) % few.length]! + (i % 3),
        )
        const ranks = [
          ...new Set([0, 0.1, 0.25, 0.5, 0.5, 0.99, 1].map((p) => Math.floor(p * (values.length - 1)))),
        ]
        const all = sorted(values)
        expect(orderStatistics(values, ranks)).toEqual(ranks.map((rank) => all[rank]))
      },
    ),
    { numRuns: 300 },
  )
})

it('finds every rank of many values at once, and leaves the values as they are', () => {
  const values = Array.from({ length: 5000 }, (_, i) => Math.exp(((i * 7919) % 5000) / 100))
  const before = [...values]
  expect(orderStatistics(values, [...values.keys()])).toEqual(sorted(values))
  expect(values).toEqual(before)
})
