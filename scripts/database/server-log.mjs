// @ts-check
/** What a database server says about itself. */
import { existsSync, fchownSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {import('./cluster.mjs').Cluster} Cluster */

const LOG_LIMIT = 5_000_000

/** @param {Cluster} cluster */
export function openLog({ home, account }) {
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
export function lastWords({ home }, from = 0) {
  try {
    return lastLine(readFileSync(join(home, 'server.log')).subarray(from).toString('utf8'))
  } catch {
    return 'it left no log'
  }
}

/** @param {string} text */
export function lastLine(text) {
  const lines = text.trim().split('\n')
  const told = lines.filter((line) => /FATAL|PANIC|error:|could not/.test(line))
  const chosen = told.length > 0 ? told.join(' ') : (lines.at(-1) ?? '')
  return chosen.slice(0, 500) || 'it says nothing'
}
