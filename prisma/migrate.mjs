// @ts-check
/**
 * Applies the migrations as Prisma does, without its native engine: the same lock, the same table, the same checksums,
 * so that `prisma migrate status` agrees afterwards.
 *
 * A migration and the note that it is done are one transaction. So a killed run leaves a migration either done or not
 * begun, and one that failed is tried again by the next run. A migration must not contain COMMIT, nor statements that
 * cannot run inside a transaction.
 */
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @typedef {import('pg').Client | import('pg').PoolClient} Client */
/** @typedef {{ name: string, sql: string }} Migration */
/** @typedef {{ migration_name: string, checksum: string, finished_at: Date | null, logs: string | null }} Row */

/** Prisma's own number, so that two programs never migrate at once. */
const LOCK = 72707369
const LOCK_PATIENCE = '120s'

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
)`

/** Why the database cannot be brought up to date. The message is one line for the person who runs it. */
export class MigrationError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'MigrationError'
  }
}

export const MIGRATIONS = join(fileURLToPath(new URL('.', import.meta.url)), 'migrations')

/**
 * Brings the database up to date.
 * @param {Client} client a connection of its own, not in a transaction
 * @param {string} [folder]
 * @returns {Promise<string[]>} the names of the migrations that were applied just now
 * @throws {MigrationError} where one failed, or the database and the folder contradict each other
 */
export async function migrate(client, folder = MIGRATIONS) {
  await client.query(`SELECT set_config('lock_timeout', $1, false)`, [LOCK_PATIENCE])
  await client.query('SELECT pg_advisory_lock($1)', [LOCK])
  try {
    await client.query(TABLE)
    const waiting = await pendingMigrations(client, folder)
    for (const migration of waiting) await apply(client, migration)
    return waiting.map(({ name }) => name)
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCK])
    await client.query('RESET lock_timeout')
  }
}

/**
 * The migrations that are in the folder and not in the database; reads only.
 * @param {Client} client
 * @param {string} [folder]
 * @returns {Promise<Migration[]>}
 * @throws {MigrationError} where the database and the folder contradict each other
 */
export async function pendingMigrations(client, folder = MIGRATIONS) {
  const migrations = readMigrations(folder)
  const done = new Map((await appliedRows(client)).map((row) => [row.migration_name, row]))
  for (const { name, sql } of migrations) {
    const row = done.get(name)
    if (row && !checksums(sql).includes(row.checksum))
      throw new MigrationError(
        `Migration ${name} was changed after it was applied: restore its migration.sql.`,
      )
  }
  const known = new Set(migrations.map(({ name }) => name))
  const unknown = [...done.keys()].find((name) => !known.has(name))
  if (unknown)
    throw new MigrationError(
      `The database was migrated by another version (${unknown} is unknown here): start that version, or a newer one.`,
    )
  return migrations.filter(({ name }) => !done.has(name))
}

/**
 * @param {string} folder
 * @returns {Migration[]} in the order of their names
 */
export function readMigrations(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map(({ name }) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * @param {Client} client
 * @returns {Promise<Row[]>}
 */
async function appliedRows(client) {
  const { rows: tables } = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`)
  if (!tables[0].there) return []
  const { rows } = await client.query(
    `SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY started_at`,
  )
  return rows
}

/**
 * @param {Client} client
 * @param {Migration} migration
 */
async function apply(client, { name, sql }) {
  const id = randomUUID()
  await client.query(
    `UPDATE _prisma_migrations SET rolled_back_at = now()
     WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
    [name],
  )
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    sha256(sql),
    name,
  ])
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      'UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1',
      [id],
    )
    await client.query('COMMIT')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    await client.query('ROLLBACK')
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, why])
    throw new MigrationError(`Migration ${name} failed, and nothing of it was kept: ${oneLine(why)}`)
  }
}

/**
 * Git may have turned the line ends of a checkout around; Prisma takes either.
 * @param {string} sql
 */
function checksums(sql) {
  const unix = sql.replaceAll('\r\n', '\n')
  return [sql, unix, unix.replaceAll('\n', '\r\n')].map(sha256)
}

/** @param {string} text */
const sha256 = (text) => createHash('sha256').update(text).digest('hex')

/** @param {string} text */
const oneLine = (text) => text.replace(/\s+/g, ' ').trim()
