// @ts-check
/** What happens once in the life of a database: its tables, its first admin, the demo. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { MigrationError, migrate } from '../../prisma/migrate.mjs'
import { runQuietly } from './children.mjs'
import { Stop, step } from './say.mjs'

/** @param {string} url */
export async function bringUpToDate(url) {
  await withClient(url, async (client) => {
    try {
      await step('Migrating the database', () => migrate(client))
    } catch (error) {
      if (error instanceof MigrationError) throw new Stop(error.message)
      throw error
    }
  })
}

/**
 * Runs the first-start tasks unless the database says that they are done.
 * @param {string} project
 * @param {string} url
 * @returns {Promise<string>} what the person at the keyboard must be told, a password among it; else empty
 */
export async function setUpOnce(project, url) {
  const script = join(project, 'scripts', 'setup.ts')
  if (!existsSync(script) || (await isSetUp(url))) return ''
  const label = process.env.PLUMBLINE_DEMO === '0' ? 'Making the first admin' : 'Loading the demo audits'
  return step(label, () =>
    runQuietly('Setting up', process.execPath, ['--import', 'tsx', script], { cwd: project }),
  )
}

/** @param {string} url */
function isSetUp(url) {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query(`SELECT to_regclass('settings') IS NOT NULL AS there`)
    if (!tables[0].there) return false
    const { rows } = await client.query(`SELECT 1 FROM settings WHERE key = 'setup_done'`)
    return rows.length > 0
  })
}

/**
 * @template T
 * @param {string} url
 * @param {(client: import('pg').Client) => Promise<T>} work
 */
async function withClient(url, work) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
