import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { PlumblineError } from '@/lib/domain/errors'
import { env } from '@/lib/server/db/env'

/** Two questions are computed at once; the rest wait in order. */
const INSTANCES = 2
const MOST_WAITING = 200
/** Of each instance. Beyond it DuckDB sorts and joins on disk. */
const MEMORY = '512MB'

type Pool = { idle: DuckDBInstance[]; made: number; waiting: (() => void)[] }

declare global {
  var plumblineDuckDb: Pool | undefined
}

/**
 * Runs `work` on a DuckDB connection of its own; temporary tables go with it. An aborted `signal` interrupts what runs.
 * Throws PlumblineError('unavailable') when too many questions wait already.
 */
export async function withDuckDb<T>(
  work: (connection: DuckDBConnection) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const duckDbs = pool()
  const instance = await take(duckDbs)
  let healthy = true
  try {
    signal?.throwIfAborted()
    const connection = await instance.connect()
    const interrupt = () => connection.interrupt()
    signal?.addEventListener('abort', interrupt)
    try {
      return await work(connection)
    } finally {
      signal?.removeEventListener('abort', interrupt)
      connection.closeSync()
    }
  } catch (error) {
    healthy = !isFatal(error)
    throw error
  } finally {
    giveBack(duckDbs, healthy ? instance : null)
  }
}

function pool(): Pool {
  globalThis.plumblineDuckDb ??= { idle: [], made: 0, waiting: [] }
  return globalThis.plumblineDuckDb
}

async function take(duckDbs: Pool): Promise<DuckDBInstance> {
  if (duckDbs.waiting.length >= MOST_WAITING)
    throw new PlumblineError('unavailable', 'Too many analyses wait to be computed. Try again in a moment.')
  if (duckDbs.idle.length === 0 && duckDbs.made >= INSTANCES)
    await new Promise<void>((turn) => duckDbs.waiting.push(turn))
  const idle = duckDbs.idle.pop()
  if (idle) return idle
  duckDbs.made += 1
  try {
    return await open()
  } catch (error) {
    giveBack(duckDbs, null)
    throw error
  }
}

/** Hands the place to the next in line; `null` is an instance that is lost, whose place a new one may take. */
function giveBack(duckDbs: Pool, instance: DuckDBInstance | null): void {
  if (instance) duckDbs.idle.push(instance)
  else duckDbs.made -= 1
  duckDbs.waiting.shift()?.()
}

async function open(): Promise<DuckDBInstance> {
  const temporary = path.join(env().PLUMBLINE_DATA, 'temporary')
  await mkdir(temporary, { recursive: true })
  return DuckDBInstance.create(':memory:', {
    // Sums over several threads differ in the last digits from run to run.
    threads: '1',
    memory_limit: MEMORY,
    temp_directory: temporary,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
}

/** After such an error DuckDB refuses all further work on the instance. */
function isFatal(error: unknown): boolean {
  return error instanceof Error && /^(FATAL|INTERNAL)|invalidated/.test(error.message)
}
