import fc from 'fast-check'
import { expect, it } from 'vitest'
import { clusterSums } from './cluster-sums'

const rows = fc
  .array(
    fc.record({
      cluster: fc.integer({ min: 0, max: 6 }),
      group: fc.integer({ min: 0, max: 3 }),
      weight: fc.integer({ min: 1, max: 3 }),
      value: fc.integer({ min: -9, max: 9 }),
    }),
  )
  .map((all) => all.toSorted((a, b) => a.cluster - b.cluster))

it('sums each cluster of each group', () => {
  fc.assert(
    fc.property(rows, (all) => {
      const sums = clusterSums(
        Float64Array.from(all, ({ cluster }) => cluster),
        [Float64Array.from(all, ({ value }) => value)],
        {
          weights: all.map(({ weight }) => weight),
          group: Int32Array.from(all, ({ group }) => group),
          groups: 4,
        },
      )
      const plain = [0, 1, 2, 3].map((group) => {
        const own = all.filter((row) => row.group === group)
        const parts = [...new Set(own.map(({ cluster }) => cluster))].map((cluster) =>
          own.filter((row) => row.cluster === cluster),
        )
        return {
          rows: own.length,
          counts: Float64Array.from(parts, (part) => part.length),
          weights: Float64Array.from(parts, (part) => part.reduce((sum, { weight }) => sum + weight, 0)),
          sums: [
            Float64Array.from(parts, (part) => part.reduce((sum, row) => sum + row.weight * row.value, 0)),
          ],
        }
      })
      expect(sums).toEqual(plain)
    }),
  )
})
