import { Buffer, isUtf8 } from 'node:buffer'
import { type CsvError, type Info, type Parser, parse } from 'csv-parse'
import type { FieldError } from '@/lib/domain/errors'
import type { RecordField } from '@/lib/domain/record-files'
import { type Entry, MAX_RECORD_BYTES, type Parse, UnreadableFile } from './entry'

type Row = { record: Buffer[]; info: Info }

const NUMBER = /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * CSV as RFC 4180 has it, with a header row of the fields' names in any order. A record's line is the physical line it
 * starts on. Cells come as bytes, since csv-parse would replace what is not UTF-8 without a word.
 */
export function csvParser(fields: readonly RecordField[]): Parse {
  return async function* parseCsv(chunks) {
    const parser = parse({
      encoding: null,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n'],
      max_record_size: MAX_RECORD_BYTES,
    })
    parser.on('error', () => {})
    const reader = new RowReader(fields)
    for await (const chunk of withoutMark(chunks))
      yield* feed(parser, reader, (done) => parser.write(chunk, done))
    yield* feed(parser, reader, (done) => parser.end(done))
    if (!reader.started)
      throw new UnreadableFile(1, [{ path: '', message: 'the file is empty: a CSV needs a header row' }])
  }
}

/** The bytes without a byte order mark at their start; csv-parse, told of one, would turn cells into text itself. */
async function* withoutMark(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | null = new Uint8Array()
  for await (const chunk of chunks) {
    if (start === null) {
      yield chunk
      continue
    }
    start = Buffer.concat([start, chunk])
    if (start.length < MARK.length) continue
    yield MARK.equals(start.subarray(0, MARK.length)) ? start.subarray(MARK.length) : start
    start = null
  }
  if (start?.length) yield start
}

const MARK = Buffer.from('\ufeff')

async function* feed(
  parser: Parser,
  reader: RowReader,
  give: (done: (error?: Error | null) => void) => void,
): AsyncGenerator<Entry[]> {
  // The parser takes in nothing more before what it has is read, so reading comes before waiting.
  const taken = new Promise<Error | null>((resolve) => give((error) => resolve(error ?? null)))
  const entries: Entry[] = []
  for (let row: Row | null = parser.read(); row; row = parser.read()) {
    const entry = reader.read(row)
    if (entry) entries.push(entry)
  }
  if (entries.length > 0) yield entries
  const error = await taken
  if (error) throw reader.broken(error as CsvError)
}

class RowReader {
  readonly #fields: ReadonlyMap<string, RecordField>
  #header: RecordField[] | null = null
  #lines = 0
  #empty = 0

  constructor(fields: readonly RecordField[]) {
    this.#fields = new Map(fields.map((field) => [field.name, field]))
  }

  get started(): boolean {
    return this.#header !== null
  }

  /** The entry of a row; null for the header. */
  read({ record, info }: Row): Entry | null {
    const line = this.#lines + 1 + info.empty_lines - this.#empty
    this.#lines = info.lines
    this.#empty = info.empty_lines
    if (this.#header) return readRow(line, record, this.#header)
    this.#header = this.#readHeader(line, record)
    return null
  }

  broken(error: CsvError): UnreadableFile {
    const inside = error.code === 'CSV_INVALID_CLOSING_QUOTE' || error.code === 'INVALID_OPENING_QUOTE'
    const said = typeof error.lines === 'number' ? error.lines : null
    const line = inside && said !== null ? said : this.#lines + 1
    const message = BROKEN[error.code] ?? `is not CSV: ${error.message}`
    return new UnreadableFile(line, [{ path: '', message: `${message}; the file cannot be read past here` }])
  }

  #readHeader(line: number, record: Buffer[]): RecordField[] {
    const faults: FieldError[] = []
    const seen = new Set<string>()
    const header = record.flatMap((cell, index) => {
      const name = cell.toString().trim()
      const field = this.#fields.get(name)
      const path = name || `column ${index + 1}`
      if (!isUtf8(cell)) faults.push({ path, message: 'is not valid UTF-8' })
      else if (!field) faults.push({ path, message: name ? 'is not a known field' : 'has no name' })
      else if (seen.has(name)) faults.push({ path, message: 'stands in the header twice' })
      seen.add(name)
      return field ?? []
    })
    for (const { name, required } of this.#fields.values())
      if (required && !seen.has(name)) faults.push({ path: name, message: 'is missing in the header row' })
    if (faults.length > 0) throw new UnreadableFile(line, faults)
    return header
  }
}

const BROKEN: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'opens a quote that is never closed',
  CSV_MAX_RECORD_SIZE: 'is over 8 MiB (is a quote left open?)',
  CSV_INVALID_CLOSING_QUOTE: 'has text after a closing quote: write a quote inside a cell twice',
  INVALID_OPENING_QUOTE: 'has a quote inside a cell that is not quoted',
}

function readRow(line: number, record: Buffer[], header: RecordField[]): Entry {
  if (record.length !== header.length) {
    const message = `has ${record.length} cells where the header has ${header.length}`
    return { line, faults: [{ path: '', message }] }
  }
  const fields: Record<string, unknown> = {}
  const faults: FieldError[] = []
  for (const [index, field] of header.entries()) {
    const cell = record[index]!
    if (!isUtf8(cell)) {
      faults.push({ path: field.name, message: 'is not valid UTF-8' })
      continue
    }
    const text = cell.toString()
    // An output may have answered nothing at all: an empty text is a text.
    if (text === '' && !(field.required && field.cell === 'text')) continue
    const value = readCell(text, field)
    if (value instanceof CellFault) faults.push({ path: field.name, message: value.message })
    else fields[field.name] = value
  }
  return faults.length > 0 ? { line, faults } : { line, fields }
}

class CellFault {
  constructor(readonly message: string) {}
}

function readCell(text: string, { cell }: RecordField): unknown {
  if (cell === 'number') return NUMBER.test(text) ? Number(text) : new CellFault('is not a number')
  if (cell === 'tags')
    return text
      .split(';')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '')
  if (cell !== 'json') return text
  try {
    return JSON.parse(text)
  } catch {
    return new CellFault('is not JSON')
  }
}
