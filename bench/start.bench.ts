import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from '../scripts/database/ports.mjs'
import { type Figure, medianOf } from './figure'

const SCRIPT = fileURLToPath(new URL('../scripts/start.mjs', import.meta.url))

/** `npm start` with everything in place, its embedded database included: until the first page is answered. */
export async function measure(): Promise<Figure[]> {
  await startOnce()
  return [{ what: 'warm start to first page', value: await medianOf(5, startOnce), unit: 'ms', target: 3000 }]
}

async function startOnce(): Promise<void> {
  const port = await freePort()
  const { DATABASE_URL, ...env } = process.env
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...env, PORT: String(port), PLUMBLINE_DEMO: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  for await (const text of child.stdout.setEncoding('utf8')) if (/is ready/.test(String(text))) break
  await (await fetch(`http://localhost:${port}/`)).text()
  child.kill('SIGTERM')
  await ended
}
