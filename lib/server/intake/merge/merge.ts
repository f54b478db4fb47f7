import type pg from 'pg'
import type { RecordKind } from '@/lib/domain/records'
import { mergeHumanRatings } from './human-ratings'
import { mergeModelRatings } from './model-ratings'
import { mergeOutputs } from './outputs'
import { mergeVerified } from './verified'

/** What a merge works with, inside its transaction and under the audit's cut lock. */
export type MergeContext = {
  client: pg.ClientBase
  auditId: number
  importId: number
  /** The revision that the cut will make; rows are stamped with it as they are written. */
  revision: number
  /** Resolves once `stage_features` holds every output of the file. */
  featuresReady: () => Promise<void>
}

/**
 * How the records of a kind in `stage` come into the record. `check` writes what is wrong into `stage_faults` and makes
 * `stage_merge`: for every other line whether it is `new`, `changed` or the `same`. `write` carries it out and says
 * whether anything was written.
 */
export type Merge = {
  check: (context: MergeContext) => Promise<void>
  write: (context: MergeContext) => Promise<boolean>
}

export const MERGES: Record<RecordKind, Merge> = {
  outputs: mergeOutputs,
  'model-ratings': mergeModelRatings,
  'human-ratings': mergeHumanRatings,
  verified: mergeVerified,
}
