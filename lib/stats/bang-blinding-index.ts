import { tQuantile } from './distributions/student-t'
import type { Interval } from './estimate'

/** The guesses of one rater: how many named the right author, another one, or none. */
export type RatersGuesses = { correct: number; wrong: number; unknown: number }

export interface BlindingIndex {
  n: number
  raters: number
  correct: number
  wrong: number
  unknown: number
  /** Bang's index: 1 all right, 0 nobody knows or (of two authors) guesses as a coin would, −1 all wrong. */
  index: number | null
  ci: Interval | null
  /** What Bang's index is expected to be where all guess at random; null with fewer than two authors. */
  chance: number | null
  /** The index whose zero is chance, however many authors there are; with two it is Bang's. */
  beyondChance: number | null
  beyondChanceCi: Interval | null
  reason?: string
}

/** Guesses below this number, or from a single rater, give no index. */
export const LEAST_GUESSES = 5
export const LEAST_RATERS = 2

/**
 * Bang's blinding index of guesses among `authors` (at least 2), with an interval of its own.
 *
 *     index = (c − w) / n,  chance = (2 − K) / K;   beyond chance = (c − w / (K − 1)) / n
 *     SE² = deff [p_c (1 − p_c) + v² p_w (1 − p_w) + 2 v p_c p_w] / n,  v = 1, or 1 / (K − 1)
 *
 * c right, w wrong of n guesses among K authors. `deff` takes in that one rater's guesses are alike: the variance
 * clustered by rater over the multinomial one. The interval is that of c, w and n at the effective number n / deff with
 * 2 guesses added (one that does not know, one at random), t with raters − 1 degrees of freedom: so it has a width also
 * where all guesses are alike.
 *
 * Source: Bang, Ni & Davis (2004), Controlled Clinical Trials 25, 143–156; the added guesses after Agresti & Min (2005),
 * Statistics in Medicine 24, 729–740; effective n after Korn & Graubard (1998).
 */
export function bangBlindingIndex(raters: readonly RatersGuesses[], authors: number): BlindingIndex {
  const own = raters.filter(({ correct, wrong, unknown }) => correct + wrong + unknown > 0)
  const total = (of: (rater: RatersGuesses) => number) => own.reduce((sum, rater) => sum + of(rater), 0)
  const counts = {
    correct: total((r) => r.correct),
    wrong: total((r) => r.wrong),
    unknown: total((r) => r.unknown),
  }
  const n = counts.correct + counts.wrong + counts.unknown
  const chance = authors < 2 ? null : (2 - authors) / authors
  const none = { index: null, ci: null, beyondChance: null, beyondChanceCi: null }
  const all = { n, raters: own.length, ...counts, chance }
  if (n < LEAST_GUESSES || own.length < LEAST_RATERS)
    return {
      ...all,
      ...none,
      reason: `not enough data: ${n} of at least ${LEAST_GUESSES} guesses, by ${own.length} of at least ${LEAST_RATERS} raters`,
    }
  if (authors < 2) return { ...all, ...none, reason: 'one author leaves nothing to guess' }
  const [index, ci] = weighted(own, n, 1, authors)
  const [beyondChance, beyondChanceCi] = weighted(own, n, 1 / (authors - 1), authors)
  return { ...all, index, ci, beyondChance, beyondChanceCi }
}

/** The mean of guesses that count 1 when right and −v when wrong, with its interval. */
function weighted(own: readonly RatersGuesses[], n: number, v: number, authors: number): [number, Interval] {
  let correct = 0
  let wrong = 0
  for (const rater of own) {
    correct += rater.correct
    wrong += rater.wrong
  }
  const mean = (correct - v * wrong) / n
  const variance = (correct + v * v * wrong) / n - mean * mean
  const effective = effectiveNumber(own, n, v, mean, variance)
  const scale = effective / n
  const c = correct * scale + 1 / authors
  const w = wrong * scale + (authors - 1) / authors
  const m = effective + 2
  const centre = (c - v * w) / m
  const half = tQuantile(0.975, own.length - 1) * Math.sqrt(((c + v * v * w) / m - centre * centre) / m)
  // The added guesses may pull the centre so far that the interval would leave out the estimate itself.
  const lo = Math.min(mean, Math.max(-v, centre - half))
  const hi = Math.max(mean, Math.min(1, centre + half))
  return [mean, [lo, hi]]
}

/** As many independent guesses say as much: at least the raters, or fewer where theirs differ more than chance allows. */
function effectiveNumber(
  own: readonly RatersGuesses[],
  n: number,
  v: number,
  mean: number,
  variance: number,
): number {
  const g = own.length
  // All alike: whether raters or chance made them so cannot be told, so each rater counts once.
  if (variance <= 0) return g
  let squares = 0
  for (const { correct, wrong, unknown } of own)
    squares += (correct - v * wrong - (correct + wrong + unknown) * mean) ** 2
  const clustered = ((g / (g - 1)) * squares) / (n * n)
  const most = Math.max(...own.map(({ correct, wrong, unknown }) => correct + wrong + unknown))
  return Math.min(n, Math.max(n / most, clustered > 0 ? variance / clustered : n))
}
