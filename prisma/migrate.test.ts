import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PoolClient } from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { testDatabase } from '@/lib/server/db/testing'
import { MIGRATIONS, MigrationError, migrate, pendingMigrations } from './migrate.mjs'

const db = testDatabase()
let client: PoolClient
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-migrations-'))
  client = await db.pool.connect()
  // Each test migrates a schema of its own in the one database.
  const schema = `s_${Math.trunc(performance.now() * 1000)}`
  await client.query(`CREATE SCHEMA ${schema}`)
  await client.query(`SET search_path TO ${schema}`)
})

afterEach(async () => {
  client.release(true)
  await rm(folder, { recursive: true })
})

async function migration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(join(folder, name, 'migration.sql'), sql)
}

async function history() {
  const { rows } = await client.query(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS rolled_back,
            logs, checksum, applied_steps_count AS steps
     FROM _prisma_migrations ORDER BY started_at`,
  )
  return rows
}

test('applies what is missing, in order, once', async () => {
  await migration('0002_more', 'ALTER TABLE a ADD COLUMN y int;')
  await migration('0001_init', `CREATE TABLE a (x int); INSERT INTO a VALUES (1); -- ends in a comment`)
  expect(await migrate(client, folder)).toEqual(['0001_init', '0002_more'])
  expect(await migrate(client, folder)).toEqual([])
  expect((await client.query('SELECT * FROM a')).rows).toEqual([{ x: 1, y: null }])
  await migration('0003_later', 'DROP TABLE a')
  expect((await pendingMigrations(client, folder)).map(({ name }) => name)).toEqual(['0003_later'])
  expect(await migrate(client, folder)).toEqual(['0003_later'])
})

test('writes the rows that Prisma writes', async () => {
  await migration('0001_init', 'CREATE TABLE a (x int);\n')
  await migrate(client, folder)
  expect(await history()).toEqual([
    {
      name: '0001_init',
      finished: true,
      rolled_back: false,
      logs: null,
      steps: 1,
      // printf 'CREATE TABLE a (x int);\n' | sha256sum
      checksum: '1c0a5f21cdffcd4210b24724676c9084acc427f170eb1a8bdd097e359601ecca',
    },
  ])
})

test('keeps nothing of a migration that fails, records why, and tries it again', async () => {
  await migration('0001_init', 'CREATE TABLE a (x int)')
  await migration('0002_wrong', 'CREATE TABLE b (x int); CREATE TABLE a (x int)')
  await expect(migrate(client, folder)).rejects.toThrow(
    new MigrationError(
      'Migration 0002_wrong failed, and nothing of it was kept: relation "a" already exists',
    ),
  )
  expect(await history()).toMatchObject([
    { name: '0001_init', finished: true },
    { name: '0002_wrong', finished: false, rolled_back: false, logs: 'relation "a" already exists' },
  ])
  await migration('0002_wrong', 'CREATE TABLE b (x int)')
  expect(await migrate(client, folder)).toEqual(['0002_wrong'])
  expect(await history()).toMatchObject([
    { name: '0001_init', finished: true },
    { name: '0002_wrong', finished: false, rolled_back: true },
    { name: '0002_wrong', finished: true, rolled_back: false },
  ])
})

test('refuses a migration that changed after it was applied, but not other line ends', async () => {
  await migration('0001_init', 'CREATE TABLE a (\nx int)')
  await migrate(client, folder)
  await migration('0001_init', 'CREATE TABLE a (\r\nx int)')
  expect(await migrate(client, folder)).toEqual([])
  await migration('0001_init', 'CREATE TABLE a (x bigint)')
  await expect(migrate(client, folder)).rejects.toThrow(/0001_init was changed after it was applied/)
})

test('refuses a database of a newer version', async () => {
  await migration('0001_init', 'CREATE TABLE a (x int)')
  await migration('0002_newer', 'CREATE TABLE b (x int)')
  await migrate(client, folder)
  await rm(join(folder, '0002_newer'), { recursive: true })
  await expect(migrate(client, folder)).rejects.toThrow(/0002_newer is unknown here/)
})

test('waits while another program migrates', async () => {
  await migration('0001_init', 'CREATE TABLE a (x int)')
  const other = await db.pool.connect()
  try {
    await other.query('SELECT pg_advisory_lock(72707369)')
    const applied = migrate(client, folder)
    await vi.waitFor(async () => {
      const { rows } = await db.pool.query(
        `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      )
      expect(rows[0].n).toBe(1)
    })
    await other.query('SELECT pg_advisory_unlock(72707369)')
    expect(await applied).toEqual(['0001_init'])
  } finally {
    other.release(true)
  }
})

test('what is pending is asked without changing anything', async () => {
  await cp(MIGRATIONS, folder, { recursive: true }).catch(() => migration('0001_init', 'SELECT 1'))
  expect((await pendingMigrations(client, folder)).length).toBeGreaterThan(0)
  const { rows } = await client.query(`SELECT to_regclass('_prisma_migrations') AS it`)
  expect(rows[0].it).toBeNull()
})
