import { env } from './db/env'
import { pool } from './db/pool'
import { assertReady } from './db/ready'
import { shownError } from './faults'

/** How the server fares, for admins. Sizes in bytes, times in seconds. */
export type Health = {
  /** Null when all is well, else what is wrong and what to do. */
  problem: string | null
  postgres: string | null
  databaseBytes: number | null
  dataFolder: string
  uptime: number
  memoryBytes: number
  node: string
}

export async function health(): Promise<Health> {
  const here = {
    dataFolder: env().PLUMBLINE_DATA,
    uptime: process.uptime(),
    memoryBytes: process.memoryUsage.rss(),
    node: process.version,
  }
  try {
    await assertReady()
    const { rows } = await pool().query<{ version: string; bytes: number }>(
      `SELECT current_setting('server_version') AS version, pg_database_size(current_database())::float8 AS bytes`,
    )
    return { problem: null, postgres: rows[0]!.version, databaseBytes: rows[0]!.bytes, ...here }
  } catch (error) {
    const shown = shownError(error)
    if (!shown) throw error
    return { problem: shown.message, postgres: null, databaseBytes: null, ...here }
  }
}
