import { Buffer, isUtf8 } from 'node:buffer'
import { jsonErrorAt } from '@/lib/domain/json'
import { type Entry, MAX_RECORD_BYTES } from './entry'
import { LF, wholeLines } from './lines'

/** One JSON object a line. Blank lines are passed over; a byte order mark may stand at the start. */
export async function* parseNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Entry[]> {
  for await (const lines of wholeLines(chunks)) {
    if ('tooLong' in lines) yield [fault(lines.first, 'is over 8 MiB')]
    else yield readLines(lines)
  }
}

/** Each line becomes a string by itself: one of a whole block is a large object to V8, and five times as dear. */
function readLines({ first, bytes }: { first: number; bytes: Buffer }): Entry[] {
  const entries: Entry[] = []
  // Where a block is not UTF-8, the lines that are to blame are found one by one.
  const allValid = isUtf8(bytes)
  let line = first
  for (let start = 0; start <= bytes.length; line += 1) {
    const end = bytes.indexOf(LF, start)
    const stop = end < 0 ? bytes.length : end
    const valid = allValid || isUtf8(bytes.subarray(start, stop))
    const entry = valid
      ? readLine(line, bytes.toString('utf8', start, stop))
      : fault(line, 'is not valid UTF-8')
    if (entry) entries.push(entry)
    start = stop + 1
  }
  return entries
}

function readLine(line: number, text: string): Entry | null {
  const json = line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text
  if (tooLong(json)) return fault(line, 'is over 8 MiB')
  if (json === '') return null
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch {
    if (/^[ \t\r]*$/.test(json)) return null
    const at = jsonErrorAt(json) ?? json.length
    const found = at < json.length ? 'unexpected character' : 'unexpected end'
    return fault(line, `is not JSON: ${found} at column ${at + 1}`)
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return fault(line, 'must be one JSON object')
  return { line, fields: value as Record<string, unknown> }
}

function tooLong(text: string): boolean {
  return text.length * 3 > MAX_RECORD_BYTES && Buffer.byteLength(text) > MAX_RECORD_BYTES
}

function fault(line: number, message: string): Entry {
  return { line, faults: [{ path: '', message }] }
}
