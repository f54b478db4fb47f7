import type { UploadAnswer } from '@/lib/domain/import-answer'
import type { RecordFormat } from '@/lib/domain/record-files'
import type { RecordKind } from '@/lib/domain/records'
import type { Failure } from '@/lib/server/offload/failure'

/** One file to import, as its thread gets it. */
export type Job = {
  databaseUrl: string
  auditId: number
  /** Who sends it; null for the command line. */
  userId: string | null
  kind: RecordKind
  format: RecordFormat
  fileName: string | null
  /** Checks everything against the record, and writes nothing. */
  dryRun: boolean
  /** `refuse`: a file with a fault is not written at all; `skip`: its other lines are. */
  onError: 'refuse' | 'skip'
  /** How many of the first records to show as they were read. */
  preview: number
}

/** What became of a file: whether it was good enough to be taken, and whether it was, which a dry run never is. */
export type ImportOutcome = UploadAnswer

/** From the process to a thread. Chunks are handed over, not copied. */
export type ToThread = { job: Job } | { chunk: Uint8Array } | { end: true }

/** From a thread to the process: a chunk was used up; or the job is over. */
export type FromThread = { used: true } | { outcome: ImportOutcome } | { failure: Failure }
