import type { Interval } from './interval'

/** Items of which every known answer was met, of so many; the interval is Wilson's. */
export type Met = { n: number; met: number; ci: Interval }

/** The mean distance between pairs of unit scores, clustered by prompt; null with too few, and why. */
export type Distance = { n: number; mean: number | null; ci: Interval; why: string | null }

/** How well one rater rates: null where nothing of the kind was rated. */
export type RaterQuality = {
  pseudonym: string
  withdrawn: boolean
  setAside: boolean
  /** Outputs that the rater rated for the study. */
  rated: number
  /** Pairs of outputs that the rater compared. */
  compared: number
  gold: Met | null
  attention: Met | null
  /** Between the rater's first and second rating of outputs that came back. */
  repeats: Distance | null
  /** Between the rater's rating and the mean of the others' of the same outputs. */
  others: Distance | null
}
