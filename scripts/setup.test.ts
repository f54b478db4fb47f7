import { beforeEach, expect, it } from 'vitest'
import { signIn } from '@/lib/server/auth/sign-in'
import { testPerson } from '@/lib/server/auth/testing'
import { testDatabase } from '@/lib/server/db/testing'

// Before the environment is first read: the demo has tests of its own.
process.env.PLUMBLINE_DEMO = '0'
const { setUp } = await import('./setup')

const { pool } = testDatabase()

beforeEach(async () => {
  await pool.query(`TRUNCATE settings, users CASCADE`)
})

async function lines(): Promise<string[]> {
  const said: string[] = []
  await setUp((line) => said.push(line))
  return said
}

it('makes one admin whose password is said once and works', async () => {
  const [admin, password] = await lines()
  expect(admin).toBe('First admin: admin@plumbline.local')
  const [, secret = ''] = /^Password \(shown this once\): (\S{19})$/.exec(password ?? '') ?? []
  expect(await signIn({ email: 'admin@plumbline.local', password: secret }, '::1')).not.toBeNull()
  expect(await lines()).toEqual([])
  const { rows } = await pool.query('SELECT value FROM settings')
  expect(rows).toEqual([{ value: { at: expect.any(String), demo: false } }])
})

it('sets up once, also when two start at the same moment', async () => {
  const said = (await Promise.all([lines(), lines(), lines()])).flat()
  expect(said.filter((line) => line.startsWith('First admin'))).toHaveLength(1)
  expect((await pool.query('SELECT 1 FROM users')).rowCount).toBe(1)
})

it('leaves a database that has an admin as it is', async () => {
  await testPerson('admin')
  expect(await lines()).toEqual([])
  expect((await pool.query('SELECT 1 FROM users')).rowCount).toBe(1)
})

it('makes no second admin once it was done', async () => {
  await lines()
  await pool.query('DELETE FROM users')
  expect(await lines()).toEqual([])
  expect((await pool.query('SELECT 1 FROM users')).rowCount).toBe(0)
})
