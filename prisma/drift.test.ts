import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '@/lib/server/db/testing'
import { type Catalogue, readCatalogue } from './catalogue'
import { datamodelSql } from './datamodel-sql'

const db = testDatabase()
const name = `${new URL(db.url).pathname.slice(1)}_datamodel`
let migrated: Catalogue
let described: Catalogue

beforeAll(async () => {
  await db.pool.query(`CREATE DATABASE ${name}`)
  const pool = new pg.Pool({ connectionString: db.url.replace(/[^/]+$/, name) })
  try {
    await pool.query(await datamodelSql(db.url))
    described = await readCatalogue(pool)
    migrated = await readCatalogue(db.pool)
  } finally {
    await pool.end()
  }
})

afterAll(() => db.pool.query(`DROP DATABASE ${name} WITH (FORCE)`))

test('the migrations make what schema.prisma describes: columns, types, defaults', () => {
  expect(migrated.columns).toEqual(described.columns)
  expect(migrated.columns.length).toBeGreaterThan(100)
})

test('the same enums, with their labels in the same order', () => {
  expect(migrated.enums).toEqual(described.enums)
})

test('the same primary, unique and foreign keys', () => {
  expect(migrated.keys).toEqual(described.keys)
})

test('the same indexes, but for those that Prisma cannot express', () => {
  expect(migrated.indexes.filter((line) => !line.startsWith('beyond Prisma: '))).toEqual(described.indexes)
})
