// @ts-check
/**
 * One PostgreSQL server of our own: started, found again after its starter was killed, stopped.
 *
 * It is started detached, so that Ctrl-C reaches the app first; it listens on 127.0.0.1 alone.
 */
import { spawn } from 'node:child_process'
import { closeSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Stop } from '../start/say.mjs'
import { idsOf } from './account.mjs'
import { freePort } from './ports.mjs'
import { isAlive, isKnown, isServerOf } from './processes.mjs'
import { cannotRun, environment, run } from './programs.mjs'
import { lastWords, openLog } from './server-log.mjs'
import { pause, poll } from './wait.mjs'

/** @typedef {import('./account.mjs').Account} Account */
/**
 * @typedef {object} Cluster
 * @property {string} home the folder that holds `data` and `server.log`; the account's own
 * @property {string} binaries
 * @property {Account | null} account
 * @property {string} password the superuser's
 * @property {Record<string, string | number>} settings
 */

/** Nothing acknowledged may be lost, whatever stands in postgresql.conf. */
export const DURABLE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' }
/** Only for databases that are thrown away. */
export const FORGETFUL = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: 100,
  shared_buffers: '128MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  // An import writes faster than the log is carried off; with less it would have to wait and write itself.
  wal_buffers: '16MB',
  // One query, one core: analysis happens elsewhere, and the other core belongs to the raters.
  max_parallel_workers_per_gather: 0,
  jit: 'off',
  log_checkpoints: 'off',
  // The rest of an error quotes the row that was refused: texts, scores, names.
  log_error_verbosity: 'terse',
}
export const SUPERUSER = 'postgres'
/** Recovery after a crash may take this long. */
const PATIENCE_MS = 600_000

/** @param {Cluster} cluster */
export const dataOf = (cluster) => join(cluster.home, 'data')

/**
 * The running server of this cluster: the one that runs already, or else a new one.
 * @param {Cluster} cluster
 * @param {{ port?: number }} [options] the port that a new server shall have, where that matters
 * @returns {Promise<{ pid: number, port: number, adopted: boolean }>}
 */
export async function running(cluster, { port } = {}) {
  const end = performance.now() + PATIENCE_MS
  for (;;) {
    const found = readPidFile(cluster)
    if (!found || forgetStrangers(cluster, found.pid)) {
      const started = await launch(cluster, port ?? (await freePort()))
      if (started) return { ...started, adopted: false }
    } else if (found.status === 'ready' && (await answers(cluster, found.port))) {
      return { pid: found.pid, port: found.port, adopted: true }
    }
    // One that starts, recovers or stops is waited for.
    if (performance.now() > end) throw new Stop(`The database does not come up: ${lastWords(cluster)}`)
    await pause(50)
  }
}

/**
 * Stops the server as a clean shutdown does: clients are cut off, everything is written.
 * @param {Cluster} cluster
 */
export async function stop(cluster) {
  const found = readPidFile(cluster)
  if (!found || !isAlive(found.pid)) return
  if (process.platform === 'win32')
    await run(cluster, 'pg_ctl', ['stop', '-D', dataOf(cluster), '-m', 'fast', '-w'])
  else process.kill(found.pid, 'SIGINT')
  const ended = await poll(PATIENCE_MS, () => !isAlive(found.pid))
  if (!ended) throw new Stop(`The database (process ${found.pid}) does not stop: ${lastWords(cluster)}`)
}

/**
 * @param {{ port: number, password: string }} server
 * @param {string} [database]
 */
export function superuserUrl({ port, password }, database = 'postgres') {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`
}

/**
 * What the server wrote about itself; null without a server.
 * @param {Cluster} cluster
 */
export function readPidFile(cluster) {
  let lines
  try {
    lines = readFileSync(join(dataOf(cluster), 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return null
  }
  const [pid, , , port, , , , status] = lines
  return { pid: Number(pid), port: Number(port), status: status?.trim() ?? '' }
}

/**
 * After a kill, postmaster.pid names a process that is gone, or by now another program with the same number. PostgreSQL
 * sees through the first, but would refuse for ever over a zombie or a stranger.
 * @param {Cluster} cluster
 * @param {number} pid
 * @returns {boolean} whether no server runs
 */
function forgetStrangers(cluster, pid) {
  if (isAlive(pid) && isServerOf(pid, realpathSync(dataOf(cluster)))) return false
  if (isKnown(pid)) rmSync(join(dataOf(cluster), 'postmaster.pid'), { force: true })
  return true
}

/**
 * @param {Cluster} cluster
 * @param {number} port
 * @returns {Promise<{ pid: number, port: number } | null>} null: not this time, another attempt may do
 */
async function launch(cluster, port) {
  const settings = { ...SETTINGS, ...cluster.settings, port }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openLog(cluster)
  const server = spawn(join(cluster.binaries, 'bin', 'postgres'), ['-D', dataOf(cluster), ...flags], {
    ...idsOf(cluster.account),
    cwd: dataOf(cluster),
    detached: true,
    env: environment(),
    stdio: ['ignore', log.file, log.file],
  })
  closeSync(log.file)
  const failed = /** @type {Promise<Error>} */ (new Promise((resolve) => server.once('error', resolve)))
  server.unref()
  if (server.pid === undefined) throw cannotRun(cluster, await failed)
  const pid = server.pid
  const up = await poll(PATIENCE_MS, () => {
    if (server.exitCode !== null || server.signalCode !== null) return 'ended'
    const found = readPidFile(cluster)
    return found?.pid === pid && found.status === 'ready' ? 'ready' : null
  })
  if (up === 'ready') return { pid, port }
  const words = lastWords(cluster, log.from)
  // Backends of a killed server need a moment to end; a free port may be taken meanwhile.
  if (up === 'ended' && /still in use|already exists|address already in use/i.test(words)) return null
  throw new Stop(`The database does not start: ${words}`)
}

/**
 * @param {Cluster} cluster
 * @param {number} port
 */
async function answers(cluster, port) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString: superuserUrl({ port, password: cluster.password }),
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query('SHOW data_directory')
    return rows[0].data_directory === realpathSync(dataOf(cluster))
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code === '28P01')
      throw new Stop(`The password kept for the database in ${cluster.home} is not its password.`)
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
