// @ts-check
/** `npm start` for the browser tests: it stops once its standard input closes, however they end. */
import { start } from '../start/main.mjs'

process.stdin.once('close', () => process.kill(process.pid, 'SIGTERM')).resume()
await start({ dev: false })
