import { describe, expect, it } from 'vitest'
import { type Axis, plotOf } from './axes'
import { edgesOf, stepBand, stepLine } from './step-paths'

const x: Axis = { from: 0, to: 1, ticks: [], label: 'x' }
const plot = plotOf(158, 168, x, x)
const steps = [
  { at: 0.25, v: 1, interval: [0.5, 1] },
  { at: 0.5, v: 0.5, interval: [0, 1] },
]

describe('paths of steps', () => {
  it('hold down to the threshold before, or up to the one after', () => {
    // The plot is 100 px wide from 46 and 100 px high from 26.
    expect(edgesOf(steps, plot, x, 'left').map(({ from, to }) => [from, to])).toEqual([
      [46, 71],
      [71, 96],
    ])
    expect(edgesOf(steps, plot, x, 'right').map(({ from, to }) => [from, to])).toEqual([
      [71, 96],
      [96, 146],
    ])
  })

  it('are level over a step and drop between two', () => {
    expect(stepLine(edgesOf(steps, plot, x, 'left'), ({ v }) => plot.y(v))).toBe(
      'M46.0 26.0H71.0L71.0 76.0H96.0',
    )
    const gap = edgesOf([...steps, { at: 1, v: 0, interval: [0, 0] }], plot, x, 'left').filter(
      (_, i) => i !== 1,
    )
    expect(stepLine(gap, ({ v }) => plot.y(v))).toBe('M46.0 26.0H71.0M96.0 126.0H146.0')
  })

  it('fill what lies between lower and upper', () => {
    expect(
      stepBand(edgesOf(steps.slice(0, 1), plot, x, 'left'), ({ interval }, side) => plot.y(interval[side]!)),
    ).toBe('M46.0 26.0H71.0V76.0H46.0Z')
  })
})
