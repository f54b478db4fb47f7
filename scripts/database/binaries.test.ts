import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { expect, test } from 'vitest'
import { postgresMajor } from './binaries.mjs'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

// A data folder belongs to one major version for ever. Whoever raises this number owes a way for the data of before.
test('the embedded PostgreSQL is 18', async () => {
  expect(postgresMajor(PROJECT)).toBe(18)
  const client = new pg.Client(process.env.PLUMBLINE_TEST_DATABASE_URL)
  await client.connect()
  const { rows } = await client.query('SHOW server_version_num')
  await client.end()
  expect(rows[0].server_version_num).toMatch(/^18\d{4}$/)
})
