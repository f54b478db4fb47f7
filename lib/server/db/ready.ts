import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { PlumblineError } from '@/lib/domain/errors'
import { pool } from './pool'

/** Throws PlumblineError('unavailable') when the database cannot be reached or lacks a migration of this version. */
export async function assertReady(): Promise<void> {
  const entries = await readdir(path.join(process.cwd(), 'prisma', 'migrations'), { withFileTypes: true })
  const { rows } = await pool()
    .query<{ name: string }>(
      `SELECT migration_name AS name FROM _prisma_migrations
       WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
    )
    .catch((error) => {
      // A database in which nothing was ever applied has no such table.
      if (error.code === '42P01') return { rows: [] }
      throw error
    })
  const applied = new Set(rows.map(({ name }) => name))
  const missing = entries.filter((entry) => entry.isDirectory() && !applied.has(entry.name))
  if (missing.length > 0)
    throw new PlumblineError('unavailable', 'The database is not up to date: start Plumbline anew.')
}
