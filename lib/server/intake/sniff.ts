import type { RecordFormat } from '@/lib/domain/record-files'

/** Enough of a file's start to see its fields. */
const ENOUGH = 4096

/** The start of a stream, and a stream that has it all. */
export async function peeked(
  source: AsyncIterable<Uint8Array>,
): Promise<{ start: string; stream: AsyncIterable<Uint8Array> }> {
  const chunks = source[Symbol.asyncIterator]()
  const taken: Uint8Array[] = []
  let bytes = 0
  while (bytes < ENOUGH) {
    const { done, value } = await chunks.next()
    if (done) break
    taken.push(value)
    bytes += value.byteLength
  }
  async function* all() {
    try {
      yield* taken.splice(0)
      for (;;) {
        const { done, value } = await chunks.next()
        if (done) return
        yield value
      }
    } finally {
      await chunks.return?.()
    }
  }
  return { start: Buffer.concat(taken).subarray(0, ENOUGH).toString(), stream: all() }
}

/** What a file looks like that nobody said the format of. */
export function formatOfStart(start: string): RecordFormat {
  return /^\ufeff?\s*\{/.test(start) || start.trim() === '' ? 'ndjson' : 'csv'
}
