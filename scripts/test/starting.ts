/** Starts of Plumbline for tests, each with a data folder of its own. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest'
import { databaseAccount, reachableTmp } from '../database/account.mjs'
import { freePort } from '../database/ports.mjs'
import { isAlive } from '../database/processes.mjs'
import { killLeftovers, type Program, runScript } from './programs'

/** For what another process does: asked again, never slept for. */
export const PATIENT = { timeout: 60_000, interval: 20 }

/** Call it once, at the top of the file: the folders and leftovers of its tests are cleared away. */
export function starting() {
  const folder = mkdtempSync(join(reachableTmp(databaseAccount('')), 'plumbline-start-'))
  // Under root the database has another account, which must get through.
  chmodSync(folder, 0o755)
  const made = join(folder, 'made')
  const place = { data: '', port: 0 }
  let count = 0

  const start = (env: Record<string, string> = {}): Program =>
    runScript('test/bare-start.mjs', {
      env: { PLUMBLINE_DATA: place.data, PORT: String(place.port), ...env },
    })

  const stop = async (program: Program): Promise<void> => {
    program.child.kill('SIGINT')
    expect(await program.ended).toEqual({ code: 0, signal: null })
  }

  /** The lines of postmaster.pid: the first is the process, the fourth the port. */
  const postmaster = (): string[] => {
    const path = join(place.data, 'postgres', 'data', 'postmaster.pid')
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  }
  const databasePid = (): number => Number(postmaster()[0] ?? 0)

  /** Gives the data folder a database, the quick way: a copy of one made before. */
  const giveDatabase = async (): Promise<void> => {
    if (!existsSync(made)) {
      const first = start({ PLUMBLINE_DATA: made })
      await first.says(/is ready/)
      await stop(first)
    }
    execFileSync('cp', ['-a', made, place.data])
  }

  beforeEach(async () => {
    count += 1
    place.data = join(folder, `data-${count}`)
    place.port = await freePort()
  })
  killLeftovers()
  afterEach(() => {
    const pid = databasePid()
    if (pid && isAlive(pid)) process.kill(pid, 'SIGQUIT')
  })
  afterAll(() => vi.waitFor(() => rmSync(folder, { recursive: true, force: true }), PATIENT))
  return { folder, place, start, stop, postmaster, databasePid, giveDatabase }
}
