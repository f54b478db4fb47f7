import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jointTable } from './joint'

it('keeps few levels as they are, goal by rows and proxy by columns', () => {
  const table = jointTable([
    { proxy: 1, goal: 0.5, n: 3 },
    { proxy: 0, goal: 0.5, n: 1 },
    { proxy: 1, goal: 0, n: 2 },
  ])
  expect(table.proxy.map(({ lo }) => lo)).toEqual([0, 1])
  expect(table.goal.map(({ lo }) => lo)).toEqual([0, 0.5])
  expect(table.counts).toEqual([
    [0, 2],
    [1, 3],
  ])
  expect(table.most).toBe(3)
})

it('is empty for nothing', () => {
  expect(jointTable([])).toEqual({ proxy: [], goal: [], counts: [], most: 0 })
})

it('loses no output, however many levels there are', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true })
  const cell = fc.record({ proxy: unit, goal: unit, n: fc.integer({ min: 1, max: 50 }) })
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 80 }), (cells) => {
      const { counts, proxy, goal } = jointTable(cells)
      const total = cells.reduce((sum, { n }) => sum + n, 0)
      expect(counts.flat().reduce((a, b) => a + b, 0)).toBe(total)
      expect(proxy.length).toBeLessThanOrEqual(11)
      expect(goal.length).toBeLessThanOrEqual(11)
    }),
  )
})
