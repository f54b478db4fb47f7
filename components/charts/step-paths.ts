import type { Axis, Plot } from './axes'

/** A step with the px between which its values hold. */
export type Placed<S> = { step: S; from: number; to: number }

/**
 * Where the values of each step hold. What passes at a threshold passes down to the threshold before (`left`), or up to
 * the one after (`right`).
 */
export function edgesOf<S extends { at: number }>(
  steps: readonly S[],
  plot: Plot,
  x: Axis,
  holds: 'left' | 'right',
): Placed<S>[] {
  return steps.map((step, i) =>
    holds === 'left'
      ? { step, from: plot.x(steps[i - 1]?.at ?? x.from), to: plot.x(step.at) }
      : { step, from: plot.x(step.at), to: plot.x(steps[i + 1]?.at ?? x.to) },
  )
}

/** A path that is level over each step; where steps are missing between two it is interrupted. */
export function stepLine<S>(placed: readonly Placed<S>[], y: (step: S) => number): string {
  return placed
    .map(({ step, from, to }, i) => {
      const joins = i > 0 && Math.abs(placed[i - 1]!.to - from) < 0.01
      return `${joins ? 'L' : 'M'}${px(from)} ${px(y(step))}H${px(to)}`
    })
    .join('')
}

/** The area between two values of each step, lower and upper. */
export function stepBand<S>(placed: readonly Placed<S>[], y: (step: S, side: 0 | 1) => number): string {
  return placed
    .map(({ step, from, to }) => `M${px(from)} ${px(y(step, 1))}H${px(to)}V${px(y(step, 0))}H${px(from)}Z`)
    .join('')
}

const px = (value: number) => value.toFixed(1)
