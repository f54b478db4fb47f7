import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/server/db/env'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import { hold, type Snapshot } from '@/lib/server/snapshot/folders'
import type { Query } from '@/lib/server/snapshot/read'

/** The parts of a file, made as they are read; `signal` is aborted when nobody reads any more. */
export type Parts = (signal: AbortSignal) => AsyncGenerator<Uint8Array>

/** A web stream of the parts. What they hold is freed when the reader goes away, in the middle of a query too. */
export function streamOf(parts: Parts): ReadableStream<Uint8Array> {
  const aborting = new AbortController()
  const generator = parts(aborting.signal)
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await generator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        aborting.abort()
        await generator.return(undefined).catch(() => {})
      },
    },
    { highWaterMark: 0 },
  )
}

const encoder = new TextEncoder()

/** Parts of a text that is there already. */
export function textParts(text: string): Parts {
  return async function* () {
    yield encoder.encode(text)
  }
}

/** The header at once, then what a query over a snapshot selects, as CSV. */
export function csvParts(header: string, snapshot: Snapshot, { sql, values }: Query): Parts {
  const lines = spooled(async (file, signal) => {
    const copy = `COPY (${sql}) TO ${quoted(file)} (FORMAT csv, HEADER false)`
    await withDuckDb((connection) => connection.run(copy, values), signal)
  })
  return async function* (signal) {
    const release = hold(snapshot)
    try {
      yield encoder.encode(header)
      yield* lines(signal)
    } finally {
      release()
    }
  }
}

/** A name of a file as SQL of DuckDB. */
export function quoted(file: string): string {
  return `'${file.replaceAll("'", "''")}'`
}

/**
 * What `write` puts into a file of its own. That takes constant memory and frees the database for others, however slowly
 * the file is then read.
 */
export function spooled(write: (file: string, signal: AbortSignal) => Promise<void>): Parts {
  return (signal) =>
    inTemporaryFolder(async function* (folder) {
      const file = path.join(folder, 'export')
      await write(file, signal)
      yield* createReadStream(file, { highWaterMark: CHUNK })
    })
}

/** A file of a snapshot as it is. */
export function fileParts(file: string, snapshot: Snapshot): Parts {
  return async function* () {
    const release = hold(snapshot)
    try {
      yield* createReadStream(file, { highWaterMark: CHUNK })
    } finally {
      release()
    }
  }
}

const CHUNK = 1 << 18

/** Runs `work` with a folder of its own, which is deleted when it ends or its reader goes away. */
export async function* inTemporaryFolder<T>(work: (folder: string) => AsyncGenerator<T>): AsyncGenerator<T> {
  const parent = path.join(env().PLUMBLINE_DATA, 'temporary')
  await mkdir(parent, { recursive: true })
  await sweep(parent)
  const folder = await mkdtemp(path.join(parent, PREFIX))
  try {
    yield* work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const PREFIX = 'export-'
const DAY_MS = 86_400_000

/** Deletes what killed servers left more than a day ago. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = path.join(parent, name)
    const made = name.startsWith(PREFIX) ? await stat(folder).catch(() => null) : null
    if (made && Date.now() - made.mtimeMs > DAY_MS) await rm(folder, { recursive: true, force: true })
  }
}
