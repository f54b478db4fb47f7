import { expect, it } from 'vitest'
import { jointTable } from './joint'
import { unitLevels } from './levels'

const table = (proxy: number[], goal: number[]) =>
  jointTable(unitLevels({ proxy: Float64Array.from(proxy), goal: Float64Array.from(goal) }))

it('counts pairs of levels in ascending order, and takes means that differ in the last digit for one', () => {
  expect(table([1, 0.5, 0.5, 1], [(0.1 + 0.2 + 0.3) / 3, 0.2, 0.2, (0.3 + 0.2 + 0.1) / 3])).toEqual([
    { proxy: 0.5, goal: expect.closeTo(0.2, 12), n: 2 },
    { proxy: 1, goal: expect.closeTo(0.2, 12), n: 2 },
  ])
})

it('cuts a side of more than 50 levels into 20 quantile cells, named by their mean, and no other', () => {
  const proxy = Array.from({ length: 200 }, (_, i) => i / 199)
  const goal = proxy.map((_, i) => (i % 2 ? 1 : 0))
  const cells = table(proxy, goal)
  expect(cells).toHaveLength(40)
  expect(cells.every(({ n }) => n === 5)).toBe(true)
  expect(cells[0]).toEqual({ proxy: expect.closeTo(4.5 / 199, 9), goal: 0, n: 5 })
  expect(new Set(cells.map((cell) => cell.goal))).toEqual(new Set([0, 1]))
})

it('of nothing is empty', () => {
  expect(table([], [])).toEqual([])
})
