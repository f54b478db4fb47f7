import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buildIsCurrent } from '../start/build.mjs'

const SECRETS = ['nextauth-secret', 'database-password']

/** Secrets that others can read are none. */
export async function checkSecrets(data: string): Promise<string> {
  let there = 0
  for (const name of SECRETS) {
    const path = join(data, name)
    const found = await stat(path).catch(() => null)
    if (!found) continue
    there += 1
    if (process.platform !== 'win32' && found.mode & 0o077)
      throw new Error(
        `${path} can be read by others: run chmod 600 on it, and replace it if others use this machine.`,
      )
  }
  return there > 0 ? 'readable by their owner alone' : 'none made yet: the first npm start does'
}

/** Snapshots can be deleted at any time, but must be writable. */
export async function checkSnapshots(data: string): Promise<string> {
  const path = join(data, 'snapshots')
  const found = await stat(path).catch(() => null)
  if (!found) return 'none yet: reports make them'
  await access(path, constants.R_OK | constants.W_OK | constants.X_OK).catch(() => {
    throw new Error(
      `${path} cannot be written by this account: give it back with chown, or delete it; it is made again.`,
    )
  })
  return path
}

/** A build that does not fit the sources is made again by the next start. */
export function checkBuild(project: string): string {
  return buildIsCurrent(project) ? 'fits the sources' : 'does not fit the sources: the next npm start builds'
}
