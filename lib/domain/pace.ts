/** How fast a rater works. */
export type Pace = {
  /** Outputs on which active work was measured; practice and repeats left out. */
  timed: number
  /** Median seconds of active work on them. */
  seconds: number | null
  /** The median of the same of the other raters, each with enough of them; null where there is no such other. */
  others: number | null
  /** Median words of the shown text a minute, as if all active work were reading; of the latest outputs. */
  wordsPerMinute: number | null
}

/**
 * From when on a pace is worth a look, and with how many outputs. Never a reason to leave ratings out by itself: see
 * docs/decisions/supervision.md, which has the sources.
 */
export const SPEEDING = { outputs: 10, shareOfOthers: 0.4, wordsPerMinute: 700 } as const

export type Speeding = 'others' | 'reading'

/** Why the rule flags a pace: far below the others' seconds, or faster than anybody reads. Empty where it does not. */
export function speedingOf({ timed, seconds, others, wordsPerMinute }: Pace): Speeding[] {
  if (timed < SPEEDING.outputs) return []
  const reasons: Speeding[] = []
  if (seconds !== null && others !== null && seconds < SPEEDING.shareOfOthers * others) reasons.push('others')
  if (wordsPerMinute !== null && wordsPerMinute > SPEEDING.wordsPerMinute) reasons.push('reading')
  return reasons
}
