import { expect, it } from 'vitest'
import { ActiveTime } from './active-time'

it('counts what passes between signs, and a minute after the last', () => {
  const time = new ActiveTime(0)
  time.switchTo('a', 0)
  time.sign(10_000)
  expect(time.secondsOn('a', 20_000)).toBe(20)
  expect(time.secondsOn('a', 300_000)).toBe(70)
  time.sign(300_000)
  expect(time.secondsOn('a', 301_500)).toBe(71.5)
})

it('counts nothing while the tab is out of sight', () => {
  const time = new ActiveTime(0)
  time.switchTo('a', 0)
  time.setVisible(false, 5_000)
  time.sign(8_000)
  time.setVisible(true, 20_000)
  expect(time.secondsOn('a', 21_000)).toBe(6)
})

it('keeps items apart, and goes on where an item was left', () => {
  const time = new ActiveTime(0)
  time.switchTo('a', 0)
  time.switchTo('b', 4_000)
  time.switchTo('a', 5_000)
  time.switchTo(null, 6_000)
  expect([time.secondsOn('a', 9_000), time.secondsOn('b', 9_000)]).toEqual([5, 1])
  expect(time.secondsOn('never', 9_000)).toBe(0)
})

it('survives a clock that goes back', () => {
  const time = new ActiveTime(10_000)
  time.switchTo('a', 10_000)
  time.sign(9_000)
  expect(time.secondsOn('a', 11_000)).toBe(1)
})

it('goes on from what an item has had before, and reports it once', () => {
  const time = new ActiveTime(0, { a: 12 })
  time.switchTo('a', 0)
  expect(time.take('a', 3_000)).toBe(15)
  expect(time.secondsOn('a', 5_000)).toBe(2)
})
