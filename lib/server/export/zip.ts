import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Parts } from './stream'

export type ZipEntry = { name: string; parts: Parts }

/** A zip of files that are made one after the other as it is read, in constant memory. All have the time `mtime`. */
export function zipParts(entries: readonly ZipEntry[], mtime: Date): Parts {
  return async function* (signal) {
    const zip = new ZipFile()
    const output = zip.outputStream as Readable
    let entry: Readable | undefined
    zip.on('error', (error) => output.destroy(error))
    for (const { name, parts } of entries)
      zip.addReadStreamLazy(name, { mtime }, (use) => {
        entry = Readable.from(parts(signal), { objectMode: false })
        use(null, entry)
      })
    zip.end()
    try {
      yield* output
    } finally {
      entry?.destroy()
    }
  }
}
