// @ts-check
/** Where the embedded database lies: in the data folder, or elsewhere if its account cannot reach that. */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Stop, say } from '../start/say.mjs'
import { canReach, databaseAccount } from './account.mjs'
import { privateFolder, rootsFolder, writePrivate } from './folders.mjs'

/** @typedef {import('./account.mjs').Account} Account */

/**
 * @param {string} data the data folder, which exists
 * @returns {{ home: string, account: Account | null }} `home` exists and is the account's own
 */
export function databasePlace(data) {
  const note = join(data, 'postgres-is-in')
  const usual = join(data, 'postgres')
  const chosen = existsSync(note) ? readFileSync(note, 'utf8').trim() : usual
  const account = databaseAccount(chosen)
  const home =
    chosen === usual && account && !canPass(account, data) ? elsewhere(data, note, account) : chosen
  if (home !== usual && !existsSync(home))
    throw new Stop(
      `The database that ${note} names is gone: bring ${home} back, or remove that file to begin anew.`,
    )
  try {
    privateFolder(home, account)
  } catch (error) {
    if (error instanceof Stop) throw error
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    throw new Stop(
      `The database's folder ${home} cannot be made (${code}): set PLUMBLINE_DATA or DATABASE_URL.`,
    )
  }
  return { home, account }
}

/** Root's own folder for programs and data that the database's account cannot reach in the project. */
export function rootsPlace() {
  for (const path of ['/var/lib/plumbline', '/var/tmp/plumbline']) {
    try {
      rootsFolder(path)
      return path
    } catch {
      // Perhaps the next one.
    }
  }
  throw new Stop(
    'There is no folder that the database can use as root (/var/lib/plumbline, /var/tmp/plumbline): set DATABASE_URL.',
  )
}

/**
 * The data folder itself may be closed to others, as `mktemp -d` makes it. It is ours, so it is opened for passing
 * through; nothing in it can be listed, and what it holds is closed. Folders above it are not ours to change.
 * @param {Account} account
 * @param {string} data
 */
function canPass(account, data) {
  if (canReach(account, data, 'x')) return true
  const { uid, mode } = statSync(data)
  if (uid !== 0 || !canReach(account, dirname(data), 'x')) return false
  chmodSync(data, (mode & 0o777) | 0o011)
  return canReach(account, data, 'x')
}

/**
 * A random name, noted in the data folder: a data folder that is removed and made again gets a new database, not the old.
 * @param {string} data
 * @param {string} note
 * @param {Account} account
 */
function elsewhere(data, note, account) {
  const home = join(rootsPlace(), randomBytes(8).toString('hex'))
  privateFolder(home, account)
  writePrivate(note, `${home}\n`)
  say(`The database runs as ${account.name}, which cannot reach ${data}: it is kept in ${home}.`)
  return home
}
