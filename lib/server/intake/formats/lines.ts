import { Buffer } from 'node:buffer'
import { MAX_RECORD_BYTES } from './entry'

/** Whole lines that stand together in a file, without an end to the last; or a line that is too long to be kept. */
export type Lines = { first: number; bytes: Buffer } | { first: number; tooLong: true }

export const LF = 0x0a

/** Cuts a stream of bytes at line ends, in blocks of many lines. Keeps at most one line of `MAX_RECORD_BYTES`. */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Lines> {
  let kept: Uint8Array[] = []
  let keptBytes = 0
  let skipping = false
  let line = 1
  for await (const chunk of chunks) {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    if (skipping) {
      const end = bytes.indexOf(LF)
      if (end < 0) continue
      skipping = false
      bytes = bytes.subarray(end + 1)
      line += 1
    }
    const end = bytes.lastIndexOf(LF)
    if (end >= 0) {
      const block = keptBytes > 0 ? Buffer.concat([...kept, bytes.subarray(0, end)]) : bytes.subarray(0, end)
      yield { first: line, bytes: block }
      line += countLines(block) + 1
      kept = []
      keptBytes = 0
      bytes = bytes.subarray(end + 1)
    }
    if (bytes.length === 0) continue
    kept.push(bytes)
    keptBytes += bytes.length
    if (keptBytes <= MAX_RECORD_BYTES) continue
    yield { first: line, tooLong: true }
    skipping = true
    kept = []
    keptBytes = 0
  }
  if (keptBytes > 0) yield { first: line, bytes: Buffer.concat(kept) }
}

function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count += 1
  return count
}
