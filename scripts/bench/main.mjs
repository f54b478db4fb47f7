// @ts-check
/** `npm run bench`: sets up what is missing and runs bench/run.ts on a database of its own, as durable as a real one. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildApp } from '../start/build.mjs'
import { runAloud } from '../start/children.mjs'
import { generateClient } from '../start/generate.mjs'
import { installPackages } from '../start/install.mjs'
import { sayWhy } from '../start/say.mjs'
import { Interrupted, Signals } from '../start/signals.mjs'

const PROJECT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @param {string[]} names of measurements, for these alone
 * @returns {Promise<never>}
 */
export async function runBench(names) {
  const signals = new Signals()
  const data = mkdtempSync(join(tmpdir(), 'plumbline-bench-'))
  /** @type {{ end: () => Promise<void> } | null} */
  let database = null
  let code = 1
  try {
    await signals.unlessStopped(() => installPackages(PROJECT))
    await signals.unlessStopped(() => generateClient(PROJECT))
    await signals.unlessStopped(() => buildApp(PROJECT))
    const { copyTemplate, throwawayDatabase } = await import('../test/throwaway.mjs')
    const { end, url } = await throwawayDatabase({ durable: true })
    database = { end }
    Object.assign(process.env, {
      NODE_ENV: 'production',
      DATABASE_URL: await copyTemplate(url, 'bench'),
      PLUMBLINE_DATA: data,
      NEXTAUTH_SECRET: randomBytes(24).toString('hex'),
    })
    const script = ['--import', 'tsx', join(PROJECT, 'bench', 'run.ts'), ...names]
    code = await signals.unlessStopped(() => runAloud('bench', process.execPath, script, { cwd: PROJECT }))
  } catch (error) {
    if (!(error instanceof Interrupted)) sayWhy(error)
  } finally {
    await database?.end()
    rmSync(data, { recursive: true, force: true })
  }
  process.exit(signals.received ? signals.exitCode : code)
}
