import { expect, it } from 'vitest'
import { adjustedBinsOf } from './adjusted-bins'
import { binsOf } from './bins'
import { Notes } from './notes'
import type { Rows } from './rows'
import { dice } from './testing'

/** 200 outputs of two models, of which one writes longer and rates itself 0.3 higher; length itself does nothing. */
function twoModels(): Rows {
  const roll = dice(3)
  const n = 200
  const column = (of: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => of(i))
  const model = column((i) => i % 2)
  const goal = column(() => 0.3 + 0.02 * roll())
  const proxy = column((i) => 0.4 + 0.3 * model[i]! + 0.02 * roll())
  const words = column((i) => 100 + 100 * model[i]! + 200 * roll())
  const hedges = column((i) => (i === 7 ? Number.NaN : roll()))
  return {
    length: n,
    output: column((i) => i),
    prompt: column((i) => Math.floor(i / 4)),
    model,
    proxy,
    goal,
    weight: column(() => 1),
    verified: column(() => Number.NaN),
    inflation: proxy.map((value, i) => value - goal[i]!),
    features: new Map([
      ['words', words],
      ['hedge_rate', hedges],
      ['headers', column(() => 0)],
    ]),
  }
}

const rows = twoModels()
const ask = (control: string[], notes = new Notes()) =>
  adjustedBinsOf(rows, 'words', { control, asked: 4, commonScale: true, notes })
const range = (bins: { inflation: number | null }[]) => {
  const values = bins.map(({ inflation }) => inflation!)
  return Math.max(...values) - Math.min(...values)
}

it('what only the models explain is gone once the model is held equal', () => {
  const plain = binsOf(rows, 'words', 4, true, new Notes())
  expect(range(plain)).toBeGreaterThan(0.25)
  const held = ask(['model'])
  expect(held.map(({ lo, hi, n }) => [lo, hi, n])).toEqual(plain.map(({ lo, hi, n }) => [lo, hi, n]))
  expect(range(held)).toBeLessThan(0.03)
  for (const { proxy_mean, goal_mean, inflation, ci } of held) {
    expect(inflation).toBeCloseTo(proxy_mean! - goal_mean!, 10)
    expect(ci![0]).toBeLessThan(inflation!)
    expect(ci![1]).toBeGreaterThan(inflation!)
  }
})

it('leaves out what lacks a feature that is held equal, names one that cannot be, and never holds itself equal', () => {
  const notes = new Notes()
  const bins = ask(['hedge_rate', 'words'], notes)
  expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(199)
  expect(notes.list()).toEqual([
    { field: 'bins.words', why: '1 of 200 outputs lack words or what is held equal' },
  ])
  const constant = new Notes()
  const held = ask(['headers'], constant)
  expect(constant.list()[0]!.why).toBe('headers is not held equal, left out: the same in every output')
  const plain = binsOf(rows, 'words', 4, true, new Notes())
  held.forEach((bin, i) => {
    expect(bin.proxy_mean).toBeCloseTo(plain[i]!.proxy_mean!, 10)
  })
})

it('estimates nothing from too few outputs', () => {
  const few = { ...rows, length: 6, features: new Map([['words', rows.features.get('words')!.slice(0, 6)]]) }
  const notes = new Notes()
  expect(adjustedBinsOf(few, 'words', { control: ['model'], asked: 2, commonScale: true, notes })).toEqual([])
  expect(notes.list()[0]!.why).toContain('not enough data')
})
