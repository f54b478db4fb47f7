import type { ImportResult } from './records'

/** One of the first records of a file as it was read, and what an import does with it. */
export type PreviewRow = {
  line: number
  fields: Record<string, unknown>
  action: 'new' | 'changed' | 'same' | 'rejected'
}

/** What the upload page is answered: the counts, whether the file was good, and for a check the first records. */
export type UploadAnswer = ImportResult & {
  accepted: boolean
  written: boolean
  /** What is taken as it is, but may be a mistake; left out where there is nothing. */
  warnings?: string[]
  preview?: PreviewRow[]
}

/** One error, with all the lines that have it. */
export type RepeatedError = ImportResult['errors'][number] & { lines: number }

/** Errors that say the same of the same field as one, at its first line, in the order of the first lines. */
export function repeatedErrors(errors: ImportResult['errors']): RepeatedError[] {
  const found = new Map<string, RepeatedError>()
  for (const error of errors) {
    const key = JSON.stringify([error.path, error.message])
    const known = found.get(key)
    if (known) known.lines += 1
    else found.set(key, { ...error, lines: 1 })
  }
  return [...found.values()]
}

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
