import { expect, it } from 'vitest'
import { jointTable } from './joint'
import type { JointCell } from './report'

const cell = (proxy: number, goal: number, n: number): JointCell => ({
  proxy,
  goal,
  n,
  proxy_range: [proxy, proxy],
  goal_range: [goal - 0.1, goal],
})

it('goal by rows and proxy by columns, ascending, empty cells included', () => {
  const table = jointTable([cell(1, 0.5, 3), cell(0, 0.5, 1), cell(1, 0.2, 2)])
  expect(table.proxy).toEqual([
    { at: 0, range: [0, 0] },
    { at: 1, range: [1, 1] },
  ])
  expect(table.goal).toEqual([
    { at: 0.2, range: [0.1, 0.2] },
    { at: 0.5, range: [0.4, 0.5] },
  ])
  expect(table.counts).toEqual([
    [0, 2],
    [1, 3],
  ])
  expect(table.most).toBe(3)
})

it('is empty for nothing', () => {
  expect(jointTable([])).toEqual({ proxy: [], goal: [], counts: [], most: 0 })
})
