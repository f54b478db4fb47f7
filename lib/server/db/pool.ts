import pg from 'pg'
import { env } from './env'

declare global {
  var plumblinePool: pg.Pool | undefined
}

/** Connections that are not closed when they are idle: a new one takes a tenth of a second until it answers well. */
export const CONNECTIONS_KEPT = 8

/** The one pool of this process, for SQL, COPY and cursors. Kept on globalThis, since the dev server loads modules anew. */
export function pool(): pg.Pool {
  globalThis.plumblinePool ??= openPool()
  return globalThis.plumblinePool
}

function openPool(): pg.Pool {
  const opened = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: 20,
    min: CONNECTIONS_KEPT,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    application_name: 'plumbline',
  })
  // An idle connection that the database ends (it restarts, say) is replaced; unheard, it would end this process.
  opened.on('error', () => {})
  return opened
}

/** Anything that runs one statement: the pool, or a client inside a transaction. */
export type Db = Pick<pg.ClientBase, 'query'>

/**
 * Runs `work` inside one transaction on one connection; commits when it returns, rolls back when it throws.
 * `begin` may go on with settings of the transaction, in the same round trip.
 * A connection whose rollback fails is thrown away rather than handed to the next caller.
 */
export async function transaction<T>(
  work: (client: pg.PoolClient) => Promise<T>,
  from: pg.Pool = pool(),
  begin: `BEGIN${string}` = 'BEGIN',
): Promise<T> {
  const client = await from.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}
