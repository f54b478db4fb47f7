import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../scripts/database/ports.mjs'
import { buildApp } from '../scripts/start/build.mjs'
import { findBrowser } from '../scripts/test/browser.mjs'
import { copyTemplate, throwawayDatabase } from '../scripts/test/throwaway.mjs'

const PROJECT = fileURLToPath(new URL('..', import.meta.url))

/** The first admin of the server under test. */
const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' }

/**
 * Builds and starts Plumbline as `npm start` does: on a free port, with a database and a data folder of its own.
 * What the tests need to know is in the environment, which the workers inherit.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  const database = process.env.PLUMBLINE_TEST_DATABASE_URL ? null : await throwawayDatabase()
  const adminUrl = database?.url ?? process.env.PLUMBLINE_TEST_DATABASE_URL ?? ''
  const data = await mkdtemp(join(tmpdir(), 'plumbline-e2e-'))
  const port = await freePort()
  Object.assign(process.env, {
    DATABASE_URL: await copyTemplate(adminUrl, `e2e_${randomBytes(4).toString('hex')}`),
    PLUMBLINE_DATA: data,
    PLUMBLINE_ADMIN_EMAIL: ADMIN.email,
    PLUMBLINE_ADMIN_PASSWORD: ADMIN.password,
    PLUMBLINE_E2E_URL: `http://localhost:${port}`,
    PLUMBLINE_E2E_BROWSER: JSON.stringify(await findBrowser(PROJECT)),
    NEXTAUTH_SECRET: randomBytes(24).toString('hex'),
    NEXTAUTH_URL: `http://localhost:${port}`,
    NEXT_TELEMETRY_DISABLED: '1',
  })
  await buildApp(PROJECT)
  const server = await serve(port)
  return async () => {
    await server.stop()
    await database?.end()
    await rm(data, { recursive: true, force: true })
  }
}

/** Resolves once the server says that it is ready; rejects with what it said where it does not come to that. */
function serve(port: number): Promise<{ stop: () => Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, [join(PROJECT, 'scripts/test/served-app.mjs')], {
    cwd: PROJECT,
    env: { ...process.env, NODE_ENV: 'production', HOST: 'localhost', PORT: String(port) },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let said = ''
    const ended = new Promise<void>((done) => child.once('close', () => done()))
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (!/is ready/.test(said)) return
        resolve({
          async stop() {
            child.stdin?.end()
            await ended
          },
        })
      })
    ended.then(() => reject(new Error(`The server did not start:\n${said}`)))
  })
}
