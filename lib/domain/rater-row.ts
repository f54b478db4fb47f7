/** How one rater gets on: counts and times, never a score, a name or an account; gold only where results are open. */
export type RaterRow = {
  pseudonym: string
  group: string | null
  /** Brought in by an import, rather than rating here. */
  imported: boolean
  /** Outputs that the rater has rated. */
  rated: number
  /** Outputs that the rater is asked for; null for imported ones, and before the first claim. */
  quota: number | null
  skipped: number
  /** Whether the rater holds an output just now. */
  active: boolean
  withdrawn: boolean
  /** Median seconds of active work an output; null where none were measured. */
  seconds: number | null
  lastAt: Date | null
  /** Gold items submitted, and those of which every known answer was met; null where there is none to show. */
  gold: { n: number; met: number; ci: [number, number] | null } | null
}
