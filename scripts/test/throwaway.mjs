// @ts-check
/**
 * A PostgreSQL for one test run: in a temporary folder, with a migrated database `plumbline_template` to copy.
 *
 * A small process keeps it and ends it once its standard input closes, so that it goes away however the tests end,
 * kill -9 included.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrate } from '../../prisma/migrate.mjs'
import { databaseAccount, reachableTmp } from '../database/account.mjs'
import { postgresBinaries } from '../database/binaries.mjs'
import { DURABLE, FORGETFUL, running, stop, superuserUrl } from '../database/cluster.mjs'
import { initialise } from '../database/initdb.mjs'
import { rootsPlace } from '../database/place.mjs'
import { Stop } from '../start/say.mjs'

export const TEMPLATE = 'plumbline_template'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
const SELF = fileURLToPath(import.meta.url)

/**
 * @param {{ durable?: boolean }} [options] `durable`: with the settings of a real one, for measurements
 * @returns {Promise<{ url: string, end: () => Promise<void> }>} `url`: of its administrative database, as superuser
 */
export function throwawayDatabase({ durable = false } = {}) {
  return new Promise((resolve, reject) => {
    const how = durable ? 'durable' : 'forgetful'
    const keeper = spawn(process.execPath, [SELF, 'keep', how], {
      // Signals to the group of the tests are not for it: it outlives them by a moment.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    let said = ''
    let complaint = ''
    keeper.stderr.setEncoding('utf8').on('data', (text) => {
      complaint += text
    })
    const ended = new Promise((done) => keeper.once('close', done))
    keeper.stdout.setEncoding('utf8').on('data', (text) => {
      said += text
      if (!said.endsWith('\n')) return
      const end = async () => {
        keeper.stdin.end()
        await ended
      }
      resolve({ url: said.trim(), end })
    })
    keeper.once('close', () => reject(new Stop(`No database for the tests: ${complaint.trim()}`)))
  })
}

/** @param {boolean} durable */
async function keep(durable) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
  // The tests may be gone before they hear of it.
  process.stdout.on('error', () => {})
  const account = databaseAccount('')
  const home = realpathSync(mkdtempSync(join(reachableTmp(account), 'plumbline-test-')))
  if (account) chownSync(home, account.uid, account.gid)
  /** @type {import('../database/cluster.mjs').Cluster} */
  const cluster = {
    home,
    account,
    password: randomBytes(12).toString('hex'),
    binaries: postgresBinaries(PROJECT, account, rootsPlace),
    settings: durable ? DURABLE : { ...FORGETFUL, wal_level: 'minimal', max_wal_senders: 0 },
  }
  const over = new Promise((resolve) => process.stdin.once('close', resolve).resume())
  try {
    await initialise(cluster, { sync: false })
    const { port } = await running(cluster)
    const url = superuserUrl({ port, password: cluster.password })
    await makeTemplate(url)
    process.stdout.write(`${url}\n`)
    await over
  } finally {
    await stop(cluster)
    rmSync(home, { recursive: true, force: true })
  }
}

/**
 * A copy of the migrated template, empty of records.
 * @param {string} adminUrl
 * @param {string} name
 * @returns {Promise<string>} its address
 */
export async function copyTemplate(adminUrl, name) {
  const { default: pg } = await import('pg')
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(name)} TEMPLATE ${TEMPLATE}`)
  } finally {
    await admin.end()
  }
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

/** @param {string} url */
async function makeTemplate(url) {
  const { default: pg } = await import('pg')
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${TEMPLATE}`)
  await admin.end()
  const client = new pg.Client({ connectionString: url.replace(/\/postgres$/, `/${TEMPLATE}`) })
  await client.connect()
  await migrate(client)
  await client.end()
}

if (process.argv[1] === SELF && process.argv[2] === 'keep')
  keep(process.argv[3] === 'durable').catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
