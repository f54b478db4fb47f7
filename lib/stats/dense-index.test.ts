import fc from 'fast-check'
import { expect, it } from 'vitest'
import { denseIndex } from './dense-index'

const names = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 5 }),
    fc.constantFrom(1e9, -1, 0.5, 65_535, 65_536),
    fc.constantFrom('0', 'a'),
  ),
)

it('numbers names in the order of their first occurrence', () => {
  fc.assert(
    fc.property(names, (values) => {
      const distinct = [...new Set(values)]
      const { index, size, inRuns } = denseIndex(values)
      expect([...index]).toEqual(values.map((value) => distinct.indexOf(value)))
      expect(size).toBe(distinct.length)
      const runs = values.filter((value, i) => i === 0 || value !== values[i - 1]).length
      expect(inRuns).toBe(runs === distinct.length)
    }),
  )
})
