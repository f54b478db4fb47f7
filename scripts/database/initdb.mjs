// @ts-check
import { randomBytes } from 'node:crypto'
import { chownSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { dataOf, SUPERUSER } from './cluster.mjs'
import { writePrivate } from './folders.mjs'
import { run } from './programs.mjs'
import { poll } from './wait.mjs'

/** @typedef {import('./cluster.mjs').Cluster} Cluster */

/** An initdb whose starter was killed goes on writing for a moment. */
const LEFTOVER_MS = 10_000

/**
 * Makes the cluster: in a folder of another name, so that a killed start leaves nothing half made.
 * @param {Cluster} cluster
 * @param {{ sync?: boolean }} [options]
 */
export async function initialise(cluster, { sync = true } = {}) {
  const { home, account } = cluster
  for (const left of readdirSync(home).filter((entry) => /^(new|password)-/.test(entry)))
    await poll(LEFTOVER_MS, () => removed(join(home, left)))
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

/** @param {string} path */
function removed(path) {
  try {
    rmSync(path, { recursive: true, force: true })
    return true
  } catch {
    return false
  }
}
