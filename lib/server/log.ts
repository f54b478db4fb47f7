import pino, { type DestinationStream, type Logger } from 'pino'

declare global {
  var plumblineLog: Logger | undefined
}

/** Names under which a secret could reach a log line, at the top and one level down. */
const SECRETS = [
  ...['password', 'passwordHash', 'token', 'authorization', 'cookie', 'secret'],
  // Where Postgres quotes the row or the statement that it refused: texts, scores, names.
  ...['detail', 'where', 'internalQuery'],
].flatMap((name) => [name, `*.${name}`])

/** A logger that blanks secrets. Lines are JSON, on standard error, so that a command's standard output stays its own. */
export function makeLog(destination: DestinationStream = pino.destination({ dest: 2, sync: true })): Logger {
  const level = process.env.NODE_ENV === 'test' ? 'fatal' : 'info'
  return pino({ level, base: null, redact: SECRETS, timestamp: pino.stdTimeFunctions.isoTime }, destination)
}

/** The one logger of this process. */
export function log(): Logger {
  globalThis.plumblineLog ??= makeLog()
  return globalThis.plumblineLog
}
