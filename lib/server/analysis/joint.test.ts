import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jointTable } from './joint'
import { unitLevels } from './levels'

const table = (proxy: number[], goal: number[], commonScale = true) =>
  jointTable(unitLevels({ proxy: Float64Array.from(proxy), goal: Float64Array.from(goal) }), commonScale)

it('counts pairs of levels in ascending order, and takes means that differ in the last digit for one', () => {
  const fifth = expect.closeTo(0.2, 12)
  const goal = { goal: fifth, goal_range: [fifth, fifth] }
  expect(table([1, 0.5, 0.5, 1], [(0.1 + 0.2 + 0.3) / 3, 0.2, 0.2, (0.3 + 0.2 + 0.1) / 3])).toEqual([
    { proxy: 0.5, proxy_range: [0.5, 0.5], ...goal, n: 2 },
    { proxy: 1, proxy_range: [1, 1], ...goal, n: 2 },
  ])
})

it('cuts a side of more than 11 levels into tenths of the scale, whose borders belong to the upper one', () => {
  const proxy = Array.from({ length: 21 }, (_, i) => i / 20)
  const cells = table(
    proxy,
    proxy.map((_, i) => i % 2),
  )
  const sides = [...new Set(cells.map((cell) => cell.proxy_range.join(' to ')))]
  expect(sides).toHaveLength(10)
  expect(sides[0]).toBe('0 to 0.05')
  expect(sides.at(-1)).toBe('0.9 to 1')
  expect(cells[0]).toMatchObject({ proxy: expect.closeTo(0.025, 9), goal: 0, goal_range: [0, 0], n: 1 })
})

it('cuts a metric over its own range', () => {
  const rouge = Array.from({ length: 40 }, (_, i) => 0.1 + i / 400)
  expect(new Set(table(rouge, rouge, false).map(({ proxy }) => proxy)).size).toBe(10)
  expect(new Set(table(rouge, rouge, true).map(({ proxy }) => proxy)).size).toBe(1)
})

it('each cell’s ranges select exactly its outputs, however many levels there are', () => {
  const unit = fc.integer({ min: 0, max: 1_000 }).map((thousandths) => thousandths / 1_000)
  fc.assert(
    fc.property(fc.array(fc.tuple(unit, unit), { maxLength: 60 }), fc.boolean(), (pairs, commonScale) => {
      const within = (value: number, [lo, hi]: [number, number]) => value >= lo - 1e-9 && value <= hi + 1e-9
      const cells = table(
        pairs.map(([proxy]) => proxy),
        pairs.map(([, goal]) => goal),
        commonScale,
      )
      for (const cell of cells) {
        const inside = pairs.filter(([p, g]) => within(p, cell.proxy_range) && within(g, cell.goal_range))
        expect(inside).toHaveLength(cell.n)
      }
      expect(cells.reduce((sum, { n }) => sum + n, 0)).toBe(pairs.length)
    }),
  )
})

it('of nothing is empty', () => {
  expect(table([], [])).toEqual([])
})
