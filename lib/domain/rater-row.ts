import type { Pace } from './pace'

/** How one rater gets on: counts and times, never a score, a name or an account. */
export type RaterRow = {
  pseudonym: string
  group: string | null
  /** Brought in by an import, rather than rating here. */
  imported: boolean
  /** Outputs that the rater has rated, and how many of them within the last hour. */
  rated: number
  lastHour: number
  /** Outputs that the rater is asked for; null for imported ones, and before the first claim. */
  quota: number | null
  skipped: number
  /** Outputs that the rater holds just now. */
  held: number
  withdrawn: boolean
  /** Since when, and why, the rater's work is set aside; null where it is not. */
  setAside: { at: Date; reason: string } | null
  pace: Pace
  lastAt: Date | null
  /** Seconds since then. */
  idle: number | null
}

/** What the list of raters can be sorted by. */
const SORTED_BY = {
  rater: ({ pseudonym }: RaterRow) => pseudonym,
  rated: ({ rated }: RaterRow) => rated,
  hour: ({ lastHour }: RaterRow) => lastHour,
  held: ({ held }: RaterRow) => held,
  skipped: ({ skipped }: RaterRow) => skipped,
  seconds: ({ pace }: RaterRow) => pace.seconds,
  pace: ({ pace }: RaterRow) => shareOfOthers(pace),
  words: ({ pace }: RaterRow) => pace.wordsPerMinute,
  idle: ({ idle }: RaterRow) => idle,
}
export type RaterSort = keyof typeof SORTED_BY

/** A rater's seconds as a share of the others'. */
export function shareOfOthers({ seconds, others }: Pace): number | null {
  return seconds === null || others === null || others === 0 ? null : seconds / others
}

/** `rated` in ascending order, `-rated` in descending; anything else is who was active last. */
export function raterSort(text: string | null): { by: RaterSort; descending: boolean } {
  const by = (text ?? '').replace(/^-/, '')
  if (!Object.hasOwn(SORTED_BY, by)) return { by: 'idle', descending: false }
  return { by: by as RaterSort, descending: text!.startsWith('-') }
}

/** The raters in that order, what is not known last, and equal ones as they were. */
export function sortRaters(
  raters: readonly RaterRow[],
  { by, descending }: { by: RaterSort; descending: boolean },
): RaterRow[] {
  const keyed = raters.map((rater) => ({ rater, key: SORTED_BY[by](rater) }))
  const sign = descending ? -1 : 1
  return keyed
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
      return a.key === b.key ? 0 : a.key < b.key ? -sign : sign
    })
    .map(({ rater }) => rater)
}
