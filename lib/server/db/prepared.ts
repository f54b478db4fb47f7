import { createHash } from 'node:crypto'
import type { Db } from './pool'

/** Each text that was prepared, and its name. Texts are constants of the code, so that they stay few. */
const names = new Map<string, string>()

/**
 * The connection, on which each statement with values is parsed and planned once and then only run. For statements that are
 * made again and again and take longer to plan than to run.
 */
export function prepared(client: Db): Db {
  const query = (text: string, values?: unknown[]) =>
    client.query(values ? { name: nameOf(text), text, values } : text)
  return { query: query as Db['query'] }
}

function nameOf(text: string): string {
  const name = names.get(text) ?? createHash('sha256').update(text).digest('base64url')
  names.set(text, name)
  return name
}
