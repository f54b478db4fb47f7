import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, test, vi } from 'vitest'
import { PATIENT, starting } from '../test/starting'
import { isAlive } from './processes.mjs'

// A busy disk may take its time to make a database.
vi.setConfig({ testTimeout: 120_000 })

const root = process.getuid?.() === 0
const { folder, place, start, stop, postmaster, databasePid, giveDatabase } = starting()
const OTHER = { DATABASE_URL: process.env.PLUMBLINE_TEST_DATABASE_URL ?? '' }

test('after kill -9 the next start takes the orphaned database over, and stops it', async () => {
  await giveDatabase()
  const first = start()
  await first.says(/is ready/)
  const database = databasePid()
  first.child.kill('SIGKILL')
  await first.ended
  expect(isAlive(database)).toBe(true)
  const second = start()
  await second.says(/is ready/)
  expect(databasePid()).toBe(database)
  await stop(second)
  expect(isAlive(database)).toBe(false)
})

test('a start killed while it makes the database leaves nothing half made', async () => {
  const home = join(place.data, 'postgres')
  const first = start()
  await vi.waitFor(() => expect(existsSync(home) && readdirSync(home).join()).toMatch(/new-/), PATIENT)
  first.child.kill('SIGKILL')
  await first.ended
  const second = start()
  await second.says(/is ready/)
  expect(readdirSync(home).sort()).toEqual(['data', 'server.log'])
  await stop(second)
})

test('data of another major version stops the start and stays as it is', async () => {
  await giveDatabase()
  const version = join(place.data, 'postgres', 'data', 'PG_VERSION')
  writeFileSync(version, '17\n')
  const program = start()
  expect((await program.ended).code).toBe(1)
  expect(program.said()).toMatch(
    /^The database in .* was made by PostgreSQL 17, and this Plumbline brings 18: nothing was changed\. .*\n$/,
  )
  expect(databasePid()).toBe(0)
  expect(readFileSync(version, 'utf8')).toBe('17\n')
})

test('a postmaster.pid that names somebody else is seen through', async () => {
  await giveDatabase()
  // As after a restart of a container, where the same numbers come again.
  const other = start({ ...OTHER, PLUMBLINE_DATA: join(folder, 'other'), PORT: '0' })
  await other.says(/is ready/)
  const lines = [other.pid, join(place.data, 'postgres', 'data'), 1, 1, '', '127.0.0.1', '', 'ready', '']
  const path = join(place.data, 'postgres', 'data', 'postmaster.pid')
  execFileSync('cp', ['-a', join(place.data, 'postgres', 'data', 'PG_VERSION'), path])
  writeFileSync(path, lines.join('\n'))
  const program = start()
  await program.says(/is ready/)
  await stop(program)
  await stop(other)
})

test.runIf(root)(
  'where its account cannot reach the data folder, the database is elsewhere, and found again',
  async () => {
    const closed = join(folder, 'closed-to-others')
    mkdirSync(closed, { mode: 0o700 })
    place.data = join(closed, 'data')
    const first = start()
    const [, home = ''] = await first.says(/cannot reach .*: it is kept in (\S+)\.\n/)
    try {
      await first.says(/is ready/)
      expect(existsSync(join(home, 'data', 'PG_VERSION'))).toBe(true)
      await stop(first)
      const second = start()
      await second.says(/is ready/)
      expect(second.said()).not.toMatch(/cannot reach/)
      await stop(second)
      // Another data folder in the same place is another database.
      rmSync(place.data, { recursive: true })
      chmodSync(closed, 0o755)
      const third = start()
      await third.says(/is ready/)
      expect(existsSync(join(place.data, 'postgres', 'data'))).toBe(true)
      await stop(third)
    } finally {
      rmSync(home, { recursive: true })
    }
  },
)

test.runIf(root)('a data folder that is closed itself is opened for passing through', async () => {
  await giveDatabase()
  chmodSync(place.data, 0o700)
  const program = start()
  await program.says(/is ready/)
  expect(program.said()).not.toMatch(/cannot reach/)
  await stop(program)
})

describe('a database that is killed', () => {
  test.each(['SIGKILL', 'SIGINT'] as const)('by %s is started again where it was', async (signal) => {
    await giveDatabase()
    const program = start()
    await program.says(/is ready/)
    const before = postmaster()
    process.kill(Number(before[0]), signal)
    await program.says(/was started again/)
    const after = postmaster()
    expect(after[3]).toBe(before[3])
    expect(after[0]).not.toBe(before[0])
    const password = readFileSync(join(place.data, 'database-password'), 'utf8')
    const client = new pg.Client(`postgresql://plumbline:${password}@127.0.0.1:${after[3]}/plumbline`)
    await client.connect()
    const { rows } = await client.query(
      `SELECT current_setting('fsync') AS fsync, current_setting('timezone') AS zone, count(*)::int AS migrations
       FROM _prisma_migrations`,
    )
    await client.end()
    expect(rows).toEqual([{ fsync: 'on', zone: 'UTC', migrations: expect.any(Number) }])
    await stop(program)
  })
})
