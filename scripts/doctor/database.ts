import pg from 'pg'
import { pendingMigrations } from '../../prisma/migrate.mjs'

const OLDEST = 14

/** The database's version, encoding and durability. */
export function checkDatabase(url: string, embedded: boolean): Promise<string> {
  return withClient(url, async (client) => {
    const { rows } = await client.query(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major,
              current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
              current_setting('full_page_writes') AS full_page_writes,
              current_setting('synchronous_commit') AS synchronous_commit`,
    )
    const { version, major, encoding, ...durability } = rows[0]
    if (major < OLDEST) throw new Error(`PostgreSQL ${version} is too old: use ${OLDEST} or newer.`)
    if (encoding !== 'UTF8')
      throw new Error(`its encoding is ${encoding}: make the database anew with ENCODING 'UTF8'.`)
    const off = Object.keys(durability).find((name) => durability[name] === 'off')
    if (off) throw new Error(`${off} is off, so acknowledged ratings may be lost: switch it on.`)
    return `PostgreSQL ${version}, ${embedded ? 'embedded' : 'from DATABASE_URL'}`
  })
}

/** Whether the database has all migrations and no others. */
export function checkMigrations(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const pending = await pendingMigrations(client)
    if (pending.length === 0) return 'all applied'
    const names = pending.map(({ name }) => name).join(', ')
    const failure = await lastFailure(client)
    if (failure) throw new Error(`${failure.name} failed (${failure.logs}): mend that, then run npm start.`)
    throw new Error(`not applied: ${names}: run npm start, which applies them.`)
  })
}

async function lastFailure(client: pg.Client): Promise<{ name: string; logs: string } | undefined> {
  const { rows: tables } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`)
  if (!tables[0].there) return undefined
  const { rows } = await client.query(
    `SELECT migration_name AS name, logs FROM _prisma_migrations
     WHERE finished_at IS NULL AND rolled_back_at IS NULL AND logs IS NOT NULL ORDER BY started_at DESC LIMIT 1`,
  )
  return rows[0]
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
