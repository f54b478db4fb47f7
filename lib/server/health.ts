import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Health } from '@/lib/domain/health'
import { env } from './db/env'
import { pool } from './db/pool'
import { assertReady } from './db/ready'
import { shownError } from './faults'

/** Measures how the server fares. A database that is away is told as the problem, never thrown. */
export async function health(): Promise<Health> {
  const dataFolder = env().PLUMBLINE_DATA
  const here = {
    version: await ownVersion(),
    dataFolder,
    snapshotBytes: await folderBytes(path.join(dataFolder, 'snapshots')),
    uptime: process.uptime(),
    memoryBytes: process.memoryUsage.rss(),
    node: process.version,
  }
  try {
    await assertReady()
    return { problem: null, ...here, ...(await databaseFacts()) }
  } catch (error) {
    const shown = shownError(error)
    if (!shown) throw error
    return { problem: shown.message, ...here, postgres: null, databaseBytes: null, migrations: null }
  }
}

async function databaseFacts(): Promise<Pick<Health, 'postgres' | 'databaseBytes' | 'migrations'>> {
  const { rows } = await pool().query<{ postgres: string; databaseBytes: number; migrations: number }>(
    `SELECT current_setting('server_version') AS postgres,
      pg_database_size(current_database())::float8 AS "databaseBytes",
      (SELECT count(*)::int FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) AS migrations`,
  )
  return rows[0]!
}

async function ownVersion(): Promise<string> {
  const text = await readFile(path.join(process.cwd(), 'package.json'), 'utf8')
  return String(JSON.parse(text).version)
}

/** The bytes of all files in a folder and the folders in it; 0 without it. What vanishes meanwhile counts nothing. */
export async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      stat(path.join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
