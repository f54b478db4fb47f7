// @ts-check
/** Folders and files whose owner and mode matter. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Stop } from '../start/say.mjs'

/** @typedef {import('./account.mjs').Account} Account */

/**
 * Makes a folder that only the account reads, or checks that the one there is just that.
 * @param {string} path
 * @param {Account | null} account
 */
export function privateFolder(path, account) {
  if (!existsSync(path)) {
    mkdirSync(path, { mode: 0o700 })
    if (account) chownSync(path, account.uid, account.gid)
  }
  const { uid } = realFolder(path)
  const expected = account?.uid ?? process.getuid?.() ?? uid
  if (uid !== expected)
    throw new Stop(`${path} belongs to uid ${uid}, not to uid ${expected} that the database runs as.`)
}

/**
 * Makes a folder, or checks one, that nobody but root can change: programs and data are put below it.
 * @param {string} path
 */
export function rootsFolder(path) {
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true })
    chmodSync(path, 0o755)
  }
  const { uid, mode } = realFolder(path)
  if (uid !== 0 || mode & 0o022)
    throw new Stop(`${path} can be changed by others than root: it is not safe to run a database from it.`)
}

/** @param {string} path */
function realFolder(path) {
  const stat = lstatSync(path)
  if (!stat.isDirectory()) throw new Stop(`${path} is not a folder.`)
  return stat
}

/**
 * The secret in this file; made once, readable by its owner alone, whole or not there at all.
 * @param {string} path
 */
export function keptSecret(path) {
  if (!existsSync(path)) {
    const draft = join(dirname(path), `.${randomBytes(6).toString('hex')}`)
    writePrivate(draft, randomBytes(24).toString('base64url'))
    try {
      linkSync(draft, path)
    } catch (error) {
      // Another start was quicker: its secret holds.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }
  return readFileSync(path, 'utf8').trim()
}

/**
 * Writes a new file that only its owner reads, through to the disk.
 * @param {string} path
 * @param {string} text
 */
export function writePrivate(path, text) {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
