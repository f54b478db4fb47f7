import type { FieldError } from '@/lib/domain/errors'
import type { ImportResult } from '@/lib/domain/records'

export const MOST_REPORTED = 100

export type Fault = ImportResult['errors'][number]

/** The faults of a file's lines: the first are kept, all are counted. Parsers meet lines in order, so the first come first. */
export class Faults {
  readonly kept: Fault[] = []
  /** Lines that were refused. */
  lines = 0

  add(line: number, faults: readonly FieldError[]): void {
    this.lines += 1
    for (const { path = '', message } of faults)
      if (this.kept.length < MOST_REPORTED) this.kept.push({ line, path, message })
  }

  /** The first of these and of others, by line. */
  with(others: readonly Fault[]): Fault[] {
    return [...this.kept, ...others].sort((a, b) => a.line - b.line).slice(0, MOST_REPORTED)
  }
}
