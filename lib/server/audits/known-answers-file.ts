import type { FieldError } from '@/lib/domain/errors'
import { PlumblineError } from '@/lib/domain/errors'
import { fieldErrors } from '@/lib/domain/issues'
import { KNOWN_FIELDS, type KnownAnswer, knownAnswerSchema } from '@/lib/domain/known-answers'
import { csvParser } from '@/lib/server/intake/formats/csv'
import { UnreadableFile } from '@/lib/server/intake/formats/entry'

/** More than this many bytes are no list of known answers. */
const MOST_BYTES = 1_048_576
/** So many faults tell what is wrong. */
const MOST_FAULTS = 20

/**
 * The known answers of a CSV file, each with its line. Throws PlumblineError: 'too-large'; 'unprocessable' that names
 * the lines that are wrong.
 */
export async function readKnownAnswers(file: Blob): Promise<(KnownAnswer & { line: number })[]> {
  if (file.size > MOST_BYTES)
    throw new PlumblineError('too-large', 'A file of known answers has at most 1 MiB.')
  const answers: (KnownAnswer & { line: number })[] = []
  const faults: FieldError[] = []
  try {
    for await (const entries of csvParser(KNOWN_FIELDS)(bytesOf(file)))
      for (const entry of entries) {
        if ('faults' in entry) {
          faults.push(...entry.faults.map((fault) => ({ ...fault, line: entry.line })))
          continue
        }
        const answer = knownAnswerSchema.safeParse(entry.fields)
        if (answer.success) answers.push({ ...answer.data, line: entry.line })
        else faults.push(...fieldErrors(answer.error).map((fault) => ({ ...fault, line: entry.line })))
      }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    faults.push(...error.faults.map((fault) => ({ ...fault, line: error.line })))
  }
  if (faults.length > 0) {
    const shown = faults.slice(0, MOST_FAULTS)
    const told = shown.map(({ line, path, message }) => `Line ${line}: ${path ? `${path} ` : ''}${message}.`)
    throw new PlumblineError('unprocessable', told.join(' '), [{ path: 'file', message: told.join(' ') }])
  }
  return answers
}

async function* bytesOf(file: Blob): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(await file.arrayBuffer())
}
