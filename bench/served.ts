/** The production server, as a process of its own on a free port and this process's database. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from '../scripts/database/ports.mjs'

const SCRIPT = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url))

/** Resolves once it is ready. */
export async function serve(): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort()
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...process.env, PORT: String(port), PLUMBLINE_DEMO: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  for await (const text of child.stdout.setEncoding('utf8')) if (/is ready/.test(String(text))) break
  child.stdout.resume()
  return {
    url: `http://localhost:${port}`,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
