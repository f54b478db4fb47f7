import type { Interval } from '../estimate'

/** A coefficient (observed − chance)/(1 − chance): 1 is perfect agreement, 0 what chance gives. */
export interface ChanceCorrected {
  estimate: number | null
  se: number | null
  ci: Interval | null
  /** Observed (weighted) agreement, and what chance gives, 0…1. */
  observed: number | null
  chance: number | null
  /** Outputs with at least 2 ratings. */
  n: number
  reason?: string
}
