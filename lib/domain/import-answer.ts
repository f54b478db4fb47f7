import type { ImportResult } from './records'

/** One of the first records of a file as it was read, and what an import does with it. */
export type PreviewRow = {
  line: number
  fields: Record<string, unknown>
  action: 'new' | 'changed' | 'same' | 'rejected'
}

/** What the upload page is answered: the counts, whether the file was good, and for a check the first records. */
export type UploadAnswer = ImportResult & { accepted: boolean; written: boolean; preview?: PreviewRow[] }

/** A line of the list of imports. */
export type PastImport = {
  id: number
  kind: string
  fileName: string | null
  by: string | null
  received: number
  inserted: number
  updated: number
  unchanged: number
  rejected: number
  revision: number
  finishedAt: Date
}
