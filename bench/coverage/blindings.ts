import { clusteredMean } from '@/lib/stats/clustered-mean'
import { bangBlindingIndex } from '@/lib/stats/reliability/blinding-index'
import { total } from './made-up'
import { type Draw, EXACT, holds, type Study } from './study'

/** Intervals of whether raters see through the blinding. */
export const BLINDINGS: Study[] = [
  ...[
    { n: 20, right: 0.4, wrong: 0.35 },
    { n: 60, right: 0.5, wrong: 0.2 },
    { n: 60, right: 0.9, wrong: 0.05 },
  ].map(({ n, right, wrong }) => ({
    what: `blinding index ${(right - wrong).toFixed(2)}, ${n} independent guesses`,
    range: EXACT,
    simulate: (draw: Draw) => holds(indexOf(guesses(draw, n, right, wrong)), right - wrong),
  })),
  {
    what: 'limit: blinding index of guesses by 6 raters, who see more or less',
    range: EXACT,
    simulate: (draw) => holds(indexOf(byRater(draw).flat()), 0.3),
  },
  {
    what: 'the same as a mean clustered by rater',
    range: EXACT,
    simulate: (draw) => {
      const raters = byRater(draw)
      const counts = raters.map((own) => own.length)
      return holds(
        clusteredMean(
          counts,
          raters.map((own) => total(own, (guess) => guess)),
        ).ci,
        0.3,
      )
    },
  },
]

/** 1 right, −1 wrong, 0 unsure. */
function guesses(draw: Draw, n: number, right: number, wrong: number): number[] {
  return Array.from({ length: n }, () => {
    const u = draw.uniform()
    return u < right ? 1 : u > 1 - wrong ? -1 : 0
  })
}

/** Six raters of 20 guesses each; a rater is right in 0.2 to 0.8 of them and wrong in 0.2. */
function byRater(draw: Draw): number[][] {
  return Array.from({ length: 6 }, () => guesses(draw, 20, 0.2 + 0.6 * draw.uniform(), 0.2))
}

function indexOf(all: number[]) {
  const right = all.filter((guess) => guess > 0).length
  const wrong = all.filter((guess) => guess < 0).length
  return bangBlindingIndex(right, wrong, all.length - right - wrong).ci
}
