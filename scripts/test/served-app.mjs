// @ts-check
/** `npm start` for the browser tests: it stops once its standard input closes, however they end, and takes its data along. */
import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import { start } from '../start/main.mjs'

const data = process.env.PLUMBLINE_DATA ?? ''
process.once('exit', () => {
  if (basename(data).startsWith('plumbline-e2e-')) rmSync(data, { recursive: true, force: true })
})
process.stdin.once('close', () => process.kill(process.pid, 'SIGTERM')).resume()
await start({ dev: false })
