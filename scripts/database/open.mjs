// @ts-check
/** The database that a command works with: the one in DATABASE_URL, a running server's, or the embedded one. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Stop, say, step } from '../start/say.mjs'
import { postgresBinaries, postgresMajor } from './binaries.mjs'
import { DURABLE, dataOf, running, stop, superuserUrl } from './cluster.mjs'
import { keptSecret } from './folders.mjs'
import { initialise } from './initdb.mjs'
import { databasePlace, rootsPlace } from './place.mjs'
import { isAlive } from './processes.mjs'
import { otherUsers, withLock } from './users.mjs'

/** @typedef {import('../start/environment.mjs').Settings} Settings */
/** @typedef {import('./cluster.mjs').Cluster} Cluster */
/** @typedef {{ url: string, embedded: boolean, close: () => Promise<void> }} Database */

const NAME = 'plumbline'
const WATCH_MS = 500

/**
 * The embedded database, running. The caller has entered itself among the users of the data folder; `close` leaves, and
 * stops the database if nobody else uses it.
 * @param {Settings} settings
 * @param {{ leave: () => void }} user
 * @returns {Promise<Database>}
 */
export async function openEmbedded({ project, data }, user) {
  const { cluster, server, url } = await withLock(data, async () => {
    const cluster = clusterOf(project, data)
    if (!existsSync(dataOf(cluster))) await step('Making the database', () => initialise(cluster))
    refuseOtherMajor(cluster, postgresMajor(project))
    const server = await step('Starting the database', () => running(cluster))
    try {
      const url = await makeDatabase(
        superuserUrl({ ...server, password: cluster.password }),
        cluster.password,
      )
      return { cluster, server, url }
    } catch (error) {
      if (otherUsers(data).length === 0) await stop(cluster)
      throw error
    }
  })
  const watch = keepRunning(cluster, data, server)
  return {
    url,
    embedded: true,
    async close() {
      await watch.end()
      await withLock(data, async () => {
        user.leave()
        if (otherUsers(data).length === 0) await stop(cluster)
      })
    },
  }
}

/**
 * A PostgreSQL that somebody else runs.
 * @param {string} url
 * @returns {Promise<Database>}
 */
export async function openOther(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
  } catch (error) {
    throw new Stop(`DATABASE_URL: ${placeOf(url)} does not answer (${reasonOf(error)}).`)
  } finally {
    await client.end().catch(() => {})
  }
  return { url, embedded: false, close: async () => {} }
}

/**
 * @param {string} project
 * @param {string} data
 * @returns {Cluster}
 */
function clusterOf(project, data) {
  const { home, account } = databasePlace(data)
  return {
    home,
    account,
    password: keptSecret(join(data, 'database-password')),
    binaries: postgresBinaries(project, account, rootsPlace),
    settings: DURABLE,
  }
}

/**
 * A cluster belongs to one major version for ever; the data is left as it is.
 * @param {Cluster} cluster
 * @param {number} major
 */
function refuseOtherMajor(cluster, major) {
  const found = readFileSync(join(dataOf(cluster), 'PG_VERSION'), 'utf8').trim()
  if (found === String(major)) return
  throw new Stop(
    `The database in ${cluster.home} was made by PostgreSQL ${found}, and this Plumbline brings ${major}: nothing was changed. ` +
      `Export your audits (audit.zip) with the Plumbline that made it and import them into a new PLUMBLINE_DATA, or move the data with pg_upgrade.`,
  )
}

/**
 * The app works with an account that owns its database and nothing else.
 * @param {string} superUrl
 * @param {string} password
 * @returns {Promise<string>}
 */
async function makeDatabase(superUrl, password) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: superUrl })
  await client.connect()
  try {
    const { rows } = await client.query(
      `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS role,
              EXISTS (SELECT FROM pg_database WHERE datname = $1) AS database`,
      [NAME],
    )
    if (!rows[0].role) await client.query(`CREATE ROLE ${NAME} LOGIN PASSWORD '${password}'`)
    if (!rows[0].database) await client.query(`CREATE DATABASE ${NAME} OWNER ${NAME}`)
  } finally {
    await client.end()
  }
  const url = new URL(superUrl)
  url.username = NAME
  url.pathname = `/${NAME}`
  return url.href
}

/**
 * Starts a database that was killed again, on its old port, so that the app finds it where it was.
 * @param {Cluster} cluster
 * @param {string} data
 * @param {{ pid: number, port: number }} server
 */
function keepRunning(cluster, data, { pid, port }) {
  /** @type {Promise<void> | null} */
  let attempt = null
  const again = async () => {
    try {
      const server = await withLock(data, () => running(cluster, { port }))
      pid = server.pid
      say('The database had ended, and was started again.')
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    }
  }
  const timer = setInterval(() => {
    if (attempt || isAlive(pid)) return
    attempt = again().finally(() => {
      attempt = null
    })
  }, WATCH_MS)
  timer.unref()
  return {
    async end() {
      clearInterval(timer)
      await attempt
    },
  }
}

/** Host, port and name, without account and password. @param {string} url */
function placeOf(url) {
  const { hostname, port, pathname } = new URL(url)
  return `${hostname}:${port || 5432}${pathname}`
}

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  return error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error)
}
