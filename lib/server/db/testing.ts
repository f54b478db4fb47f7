import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import type {} from './pool'

/** The database of one test file. */
export type TestDatabase = {
  /** Its connection string; `process.env.DATABASE_URL` is the same, so the app's own clients reach it too. */
  readonly url: string
  /** A pool of the test's own, ended with the file. */
  readonly pool: pg.Pool
}

const TEMPLATE = 'plumbline_template'

/**
 * Makes a migrated, empty database for this test file before its tests, and drops it after them.
 * Call it once, at the top of the file.
 */
export function testDatabase(): TestDatabase {
  const url = process.env.DATABASE_URL ?? ''
  const name = new URL(url).pathname.slice(1)
  if (!/^test_[0-9a-f]{16}$/.test(name)) throw new Error('testDatabase is for the integration tests only')
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  // Dropping the database cuts off what the app's own clients still hold.
  pool.on('error', () => {})

  beforeAll(() => administer(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`))
  afterAll(async () => {
    await pool.end()
    await globalThis.plumblinePool?.end()
    await administer(`DROP DATABASE ${name} WITH (FORCE)`)
  })
  return { url, pool }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.PLUMBLINE_TEST_DATABASE_URL })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
