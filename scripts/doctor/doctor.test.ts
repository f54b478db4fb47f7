import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { isAlive } from '../database/processes.mjs'
import { runScript } from '../test/programs'
import { starting } from '../test/starting'

// A busy disk may take its time to make a database.
vi.setConfig({ testTimeout: 120_000 })

const { place, start, stop, databasePid, giveDatabase } = starting()

async function plumbline(...args: string[]) {
  const program = runScript('plumbline.mjs', { env: { PLUMBLINE_DATA: place.data }, args })
  const { code } = await program.ended
  return { code, said: program.said() }
}

test('all is well with a database that was set up; the command stops what it started', async () => {
  await giveDatabase()
  const { code, said } = await plumbline('doctor')
  expect(said).toMatch(/^ok {4}database: PostgreSQL 18\.\d+, embedded$/m)
  expect(said).toMatch(/^ok {4}migrations: all applied$/m)
  expect(said).toMatch(/^ok {4}server: not running$/m)
  expect(said).not.toMatch(/WRONG/)
  expect(code).toBe(0)
  expect(databasePid()).toBe(0)
  expect(readdirSync(join(place.data, 'run'))).toEqual([])
})

test('beside a running server it uses the database of that, and leaves it', async () => {
  await giveDatabase()
  const server = start()
  await server.says(/is ready/)
  const database = databasePid()
  const [first, second] = await Promise.all([plumbline('doctor'), plumbline('doctor')])
  for (const { code, said } of [first, second]) {
    expect(said).toContain(`ok    server: process ${server.pid}, http://localhost:${place.port}\n`)
    expect(code).toBe(0)
  }
  expect(databasePid()).toBe(database)
  expect(isAlive(database)).toBe(true)
  await stop(server)
})

test('what is missing is named, with what to do', async () => {
  const { code, said } = await plumbline('doctor')
  expect(said).toMatch(/^WRONG migrations: not applied: 0001_init.*: run npm start, which applies them\.$/m)
  expect(said).toMatch(/^1 of \d+ checks failed: migrations\.$/m)
  expect(code).toBe(1)
})

test('a secret that others can read is found', async () => {
  await giveDatabase()
  const secret = join(place.data, 'database-password')
  chmodSync(secret, 0o644)
  const { code, said } = await plumbline('doctor')
  expect(said).toContain(`WRONG secrets: ${secret} can be read by others: run chmod 600 on it`)
  expect(code).toBe(1)
})

test('the database of a running server that has one of its own is found without DATABASE_URL', async () => {
  const server = start({ DATABASE_URL: process.env.PLUMBLINE_TEST_DATABASE_URL ?? '' })
  await server.says(/is ready/)
  const { code, said } = await plumbline('doctor')
  // The tests' database is a forgetful one, and a doctor who does not notice is none.
  expect(said).toMatch(/^WRONG database: fsync is off, so acknowledged ratings may be lost: switch it on\.$/m)
  expect(code).toBe(1)
  expect(databasePid()).toBe(0)
  await stop(server)
})

test.each([[['no-such-command']], [['doctor', '--no-such-option']], [['doctor', 'too', 'many']], [[]]])(
  'wrong usage %j ends with 2 and touches nothing',
  async (args) => {
    expect((await plumbline(...args)).code).toBe(2)
    expect(() => readdirSync(place.data)).toThrow(/ENOENT/)
  },
)
