// @ts-check
/**
 * One PostgreSQL server of our own: made, started, found again after its starter was killed, stopped.
 *
 * It is started detached, so that Ctrl-C reaches the app first; it listens on 127.0.0.1 alone.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  fchownSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Stop } from '../start/say.mjs'
import { idsOf } from './account.mjs'
import { writePrivate } from './folders.mjs'
import { isAlive, isServerOf } from './processes.mjs'
import { poll } from './wait.mjs'

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
  // One query, one core: analysis happens elsewhere, and the other core belongs to the raters.
  max_parallel_workers_per_gather: 0,
  jit: 'off',
  log_checkpoints: 'off',
}
const SUPERUSER = 'postgres'
const PATIENCE_MS = 60_000
const LOG_LIMIT = 5_000_000

/** @param {Cluster} cluster */
export const dataOf = (cluster) => join(cluster.home, 'data')

/**
 * Makes the cluster: in a folder of another name, so that a killed start leaves nothing half made.
 * @param {Cluster} cluster
 * @param {{ sync?: boolean }} [options]
 */
export async function initialise(cluster, { sync = true } = {}) {
  const { home, account } = cluster
  const name = randomBytes(6).toString('hex')
  const draft = join(home, `new-${name}`)
  const passwordFile = join(home, `password-${name}`)
  writePrivate(passwordFile, cluster.password)
  if (account) chownSync(passwordFile, account.uid, account.gid)
  try {
    // The machine's locale must not decide how text is stored and sorted.
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const access = ['--auth=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`]
    const more = ['--no-instructions', ...(sync ? [] : ['--no-sync'])]
    await run(cluster, 'initdb', [`--pgdata=${draft}`, '--encoding=UTF8', ...locale, ...access, ...more])
    renameSync(draft, dataOf(cluster))
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

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
    await poll(50, () => false)
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

/** A port that nobody listens on just now. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(address.port))
    })
  })
}

/**
 * After a kill, postmaster.pid names a process that is gone, or by now another program with the same number. PostgreSQL
 * sees through the first, but would refuse for ever over a zombie or a stranger.
 * @param {Cluster} cluster
 * @param {number} pid
 * @returns {boolean} whether no server runs
 */
function forgetStrangers(cluster, pid) {
  const dead = !isAlive(pid)
  if (!dead && isServerOf(pid, realpathSync(dataOf(cluster)))) return false
  rmSync(join(dataOf(cluster), 'postmaster.pid'), { force: true })
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

/**
 * @param {Cluster} cluster
 * @param {string} program
 * @param {string[]} options
 * @returns {Promise<void>}
 */
function run(cluster, program, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(join(cluster.binaries, 'bin', program), options, {
      ...idsOf(cluster.account),
      cwd: cluster.home,
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let words = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      words += text
    })
    child.on('error', (error) => reject(cannotRun(cluster, error)))
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new Stop(`The database cannot be made (${program}): ${lastLine(words)}`))
    })
  })
}

/** The messages are read here, so they must be English; and nobody's PGPORT or PGDATA shall matter. */
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * @param {Cluster} cluster
 * @param {Error} error
 */
function cannotRun({ account }, error) {
  const who = account ? ` as ${account.name}` : ''
  return new Stop(`PostgreSQL cannot be run${who} here (${error.message}): set DATABASE_URL to a PostgreSQL.`)
}

/** @param {Cluster} cluster */
function openLog({ home, account }) {
  const path = join(home, 'server.log')
  if (existsSync(path) && statSync(path).size > LOG_LIMIT) renameSync(path, `${path}.old`)
  const file = openSync(path, 'a', 0o600)
  if (account) fchownSync(file, account.uid, account.gid)
  return { file, from: statSync(path).size }
}

/**
 * @param {Cluster} cluster
 * @param {number} [from]
 */
function lastWords({ home }, from = 0) {
  try {
    return lastLine(readFileSync(join(home, 'server.log')).subarray(from).toString('utf8'))
  } catch {
    return 'it left no log'
  }
}

/** @param {string} text */
function lastLine(text) {
  const lines = text.trim().split('\n')
  const told = lines.filter((line) => /FATAL|PANIC|error:|could not/.test(line))
  const chosen = told.length > 0 ? told.join(' ') : (lines.at(-1) ?? '')
  return chosen.slice(0, 500) || 'it says nothing'
}
