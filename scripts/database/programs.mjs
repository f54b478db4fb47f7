// @ts-check
/** PostgreSQL's own programs, run as the database's account. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { Stop } from '../start/say.mjs'
import { idsOf } from './account.mjs'
import { lastLine } from './server-log.mjs'

/** @typedef {import('./cluster.mjs').Cluster} Cluster */

/**
 * @param {Cluster} cluster
 * @param {string} program
 * @param {string[]} options
 * @returns {Promise<void>}
 */
export function run(cluster, program, options) {
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

/**
 * The messages are read here, so they must be English; and nobody's PGPORT or PGDATA shall matter.
 * @returns {NodeJS.ProcessEnv}
 */
export function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  return { NODE_ENV: 'production', ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * @param {Cluster} cluster
 * @param {Error} error
 */
export function cannotRun({ account }, error) {
  const who = account ? ` as ${account.name}` : ''
  return new Stop(`PostgreSQL cannot be run${who} here (${error.message}): set DATABASE_URL to a PostgreSQL.`)
}
