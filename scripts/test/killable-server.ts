/** A Plumbline as `npm start` runs it, with its embedded database, that can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { databaseAccount, reachableTmp } from '../database/account.mjs'
import { superuserUrl } from '../database/cluster.mjs'
import { databasePlace } from '../database/place.mjs'
import { freePort } from '../database/ports.mjs'
import { isAlive } from '../database/processes.mjs'
import { poll } from '../database/wait.mjs'

const SCRIPT = fileURLToPath(new URL('../start.mjs', import.meta.url))
const PATIENCE_MS = 120_000

export type KillableServer = {
  url: string
  /** A pool for its database, which finds it again after either was killed. */
  db: pg.Pool
  /** Ends the server at once, as kill -9 does. The database lives on. */
  killServer: () => Promise<void>
  /** Starts it again where it was; resolves once it is ready. */
  startServer: () => Promise<void>
  /** Ends the database at once; resolves once the server has started it again. */
  killDatabase: () => Promise<void>
  /** Stops all of it and removes the data. */
  end: () => Promise<void>
}

/** The app must have been built. Sessions are signed with this process's NEXTAUTH_SECRET where it has one. */
export async function killableServer(): Promise<KillableServer> {
  const data = mkdtempSync(join(reachableTmp(databaseAccount('')), 'plumbline-kills-'))
  chmodSync(data, 0o755)
  const port = await freePort()
  const url = `http://localhost:${port}`
  const { DATABASE_URL, HOST, ...inherited } = process.env
  const env: NodeJS.ProcessEnv = {
    ...inherited,
    NODE_ENV: 'production',
    PLUMBLINE_DATA: data,
    PLUMBLINE_DEMO: '0',
    PLUMBLINE_ADMIN_EMAIL: 'admin@example.org',
    PLUMBLINE_ADMIN_PASSWORD: randomBytes(12).toString('hex'),
    PORT: String(port),
    NEXTAUTH_URL: url,
  }
  let child: ChildProcess | null = null
  let said = ''
  const startServer = async () => {
    said = ''
    const started = spawn(process.execPath, [SCRIPT], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    child = started
    for (const stream of [started.stdout, started.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    const isReady = await poll(PATIENCE_MS, () => /is ready/.test(said) || started.exitCode !== null)
    if (!isReady || started.exitCode !== null) throw new Error(`The server did not start:\n${said}`)
  }
  const ended = async (signal: NodeJS.Signals) => {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise((done) => running.once('close', done))
    running.kill(signal)
    await gone
  }
  const postmaster = () =>
    readFileSync(join(databasePlace(data).home, 'data', 'postmaster.pid'), 'utf8').split('\n')

  await startServer()
  const password = readFileSync(join(data, 'database-password'), 'utf8')
  const db = new pg.Pool({
    connectionString: superuserUrl({ port: Number(postmaster()[3]), password }, 'plumbline'),
  })
  db.on('error', () => {})
  return {
    url,
    db,
    startServer,
    killServer: () => ended('SIGKILL'),
    async killDatabase() {
      const before = said.length
      process.kill(Number(postmaster()[0]), 'SIGKILL')
      const isBack = await poll(PATIENCE_MS, () => /was started again/.test(said.slice(before)))
      if (!isBack) throw new Error(`The database did not come back:\n${said}`)
    },
    async end() {
      await db.end()
      const database = Number(postmaster()[0])
      await ended('SIGTERM')
      // Where the server itself was killed, nobody else stops its database.
      if (isAlive(database)) process.kill(database, 'SIGQUIT')
      await poll(PATIENCE_MS, () => !isAlive(database))
      rmSync(data, { recursive: true, force: true })
    },
  }
}
