import type { FieldError } from '@/lib/domain/errors'

/** The longest line or CSV record that is read; what is longer is an error, not memory. */
export const MAX_RECORD_BYTES = 8 * 1_048_576

/** What stands on one line of a file: a record's fields as stated, or why there is none. */
export type Entry = { line: number; fields: Record<string, unknown> } | { line: number; faults: FieldError[] }

/** The file cannot be read past this line, so that nothing of it may be taken. */
export class UnreadableFile extends Error {
  constructor(
    readonly line: number,
    readonly faults: FieldError[],
  ) {
    super(faults[0]?.message)
    this.name = 'UnreadableFile'
  }
}

/** A format: bytes in, entries out, a batch at a time. Throws `UnreadableFile`. */
export type Parse = (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Entry[]>
