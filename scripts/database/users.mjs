// @ts-check
/**
 * Who uses a data folder just now: a file a process in `run/`, and a lock for the moments in which somebody comes or goes.
 * The last to go stops the embedded database; the files of killed processes count for nothing.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { Stop } from '../start/say.mjs'
import { writePrivate } from './folders.mjs'
import { sweepLeftOvers } from './left-overs.mjs'
import { isAlive, startOf } from './processes.mjs'
import { poll } from './wait.mjs'

/** @typedef {'start' | 'dev' | 'command'} Kind */
/**
 * @typedef {object} User
 * @property {number} pid
 * @property {string} start
 * @property {Kind} kind
 * @property {string | null} address where it serves, once it does
 * @property {string | null} databaseUrl a database of its own choice, not the embedded one
 */

/** Longer than anybody waits for the database while holding the lock. */
const LOCK_PATIENCE_MS = 660_000
const HALF_WRITTEN_MS = 5_000

/**
 * Makes the data folder, and stops where it cannot be written.
 * @param {string} data
 */
export function prepareData(data) {
  try {
    // Not readable, but passable: the database's account has its own folder inside.
    mkdirSync(data, { recursive: true, mode: 0o711 })
    mkdirSync(runOf(data), { recursive: true, mode: 0o700 })
    const probe = join(runOf(data), `.${randomBytes(6).toString('hex')}`)
    writePrivate(probe, '')
    rmSync(probe)
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    throw new Stop(`The data folder ${data} cannot be written (${code}): set PLUMBLINE_DATA to one that can.`)
  }
}

/**
 * Enters this process among the users. Call it under the lock.
 * @param {string} data
 * @param {Kind} kind
 */
export function enter(data, kind) {
  const path = join(runOf(data), `${process.pid}.json`)
  /** @type {User} */
  const user = { pid: process.pid, start: startOf(process.pid), kind, address: null, databaseUrl: null }
  const write = () => {
    const draft = `${path}.${randomBytes(4).toString('hex')}`
    writePrivate(draft, JSON.stringify(user))
    renameSync(draft, path)
  }
  write()
  return {
    /** @param {Partial<Pick<User, 'address' | 'databaseUrl'>>} more */
    tell(more) {
      Object.assign(user, more)
      write()
    },
    leave: () => rmSync(path, { force: true }),
  }
}

/**
 * Enters this process as the one server of a data folder, and clears away what killed ones left half made.
 * @param {string} data
 * @param {'start' | 'dev'} kind
 */
export function enterAsServer(data, kind) {
  return withLock(data, async () => {
    const others = otherUsers(data)
    const server = others.find((user) => user.kind !== 'command')
    if (server)
      throw new Stop(
        `Plumbline runs already with ${data}: process ${server.pid}, ${server.address ?? 'still starting'}.`,
      )
    if (others.length === 0) sweepLeftOvers(data)
    return enter(data, kind)
  })
}

/**
 * The other live users; what killed ones left is removed.
 * @param {string} data
 * @returns {User[]}
 */
export function otherUsers(data) {
  const users = []
  for (const name of readdirSync(runOf(data))) {
    if (!/^\d+\.json$/.test(name)) continue
    const path = join(runOf(data), name)
    const user = /** @type {User | null} */ (readJson(path))
    if (user && isLive(user)) {
      if (user.pid !== process.pid) users.push(user)
    } else rmSync(path, { force: true })
  }
  return users
}

/**
 * Runs `work` while no other process does the same on this data folder.
 * @template T
 * @param {string} data
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(data, work) {
  const path = join(runOf(data), 'lock')
  const me = JSON.stringify({ pid: process.pid, start: startOf(process.pid) })
  const mine = await poll(LOCK_PATIENCE_MS, () => tryLock(path, me))
  if (!mine) throw new Stop(`Another process holds ${path} and does not let go.`)
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

/**
 * @param {string} path
 * @param {string} me
 */
function tryLock(path, me) {
  try {
    writePrivate(path, me)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    removeIfDead(path)
    return false
  }
}

/**
 * Only one process at a time may judge a lock dead and remove it; else a second one, late, would remove the lock that a
 * third has taken meanwhile.
 * @param {string} path
 */
function removeIfDead(path) {
  if (!isDead(path)) return
  const turn = `${path}.turn`
  try {
    closeSync(openSync(turn, 'wx', 0o600))
  } catch {
    if (ageOf(turn) > HALF_WRITTEN_MS) rmSync(turn, { force: true })
    return
  }
  if (isDead(path)) rmSync(path, { force: true })
  rmSync(turn, { force: true })
}

/** @param {string} path */
function isDead(path) {
  const holder = readJson(path)
  return holder ? !isLive(holder) : ageOf(path) > HALF_WRITTEN_MS
}

/** @param {{ pid: number, start: string }} user */
function isLive({ pid, start }) {
  return isAlive(pid) && startOf(pid) === start
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** @param {string} path milliseconds since it was made; 0 where it is gone */
function ageOf(path) {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return 0
  }
}

/** @param {string} data */
const runOf = (data) => join(data, 'run')
