// @ts-check
/**
 * PostgreSQL refuses to run as root. Started by root, it runs as `postgres` or `nobody`: accounts that are there
 * already, or a bare number, so that none has to be made.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'

/** @typedef {{ uid: number, gid: number, name: string }} Account */

/**
 * @param {string} cluster where the cluster lies, or will lie: an existing one keeps its owner
 * @returns {Account | null} null: as the account that runs this
 */
export function databaseAccount(cluster) {
  if (process.getuid?.() !== 0) return null
  try {
    const { uid, gid } = statSync(cluster)
    if (uid !== 0) return { uid, gid, name: `uid ${uid}` }
  } catch {
    // There is none yet, and any account will do.
  }
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: id('-u', name), gid: id('-g', name), name }
    } catch {
      // The next one, then.
    }
  }
  return { uid: 65534, gid: 65534, name: 'uid 65534' }
}

/**
 * Whether the account can do all of this to the path, asked of the system itself: modes alone do not tell (access
 * lists, mounts, the folders above).
 * @param {Account | null} account
 * @param {string} path
 * @param {'r' | 'w' | 'x' | 'rx' | 'wx' | 'rwx'} how
 */
export function canReach(account, path, how) {
  if (!account) return true
  const test = [...how].map((letter) => `test -${letter} "$1"`).join(' && ')
  const { status } = spawnSync('/bin/sh', ['-c', test, 'sh', path], {
    ...idsOf(account),
    cwd: '/',
    stdio: 'ignore',
  })
  return status === 0
}

/**
 * A folder for temporary files that the account can use too: root may have one of its own.
 * @param {Account | null} account
 */
export function reachableTmp(account) {
  return [tmpdir(), '/tmp', '/var/tmp'].find((folder) => canReach(account, folder, 'wx')) ?? tmpdir()
}

/** @param {Account | null} account */
export function idsOf(account) {
  return account ? { uid: account.uid, gid: account.gid } : {}
}

/**
 * @param {string} flag
 * @param {string} name
 */
function id(flag, name) {
  const text = execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`no number for ${name}`)
  return number
}
