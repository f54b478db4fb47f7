import pg from 'pg'
import { PlumblineError } from '@/lib/domain/errors'
import { pool, transaction } from '../db/pool'

const DEADLOCK = '40P01'
const LOCK_TIMEOUT = '55P03'

/**
 * A transaction of one rater: waits at most five seconds for any lock, and begins anew where Postgres ended it to
 * resolve a deadlock. Throws PlumblineError('unavailable') when the wait was in vain: an import holds the outputs.
 */
export async function raterTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction(work, pool(), "BEGIN; SET LOCAL lock_timeout = '5s'")
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined
      if (code === DEADLOCK && attempt < 4) continue
      if (code === DEADLOCK || code === LOCK_TIMEOUT)
        throw new PlumblineError(
          'unavailable',
          'The outputs are being changed just now. Try again in a moment.',
        )
      throw error
    }
  }
}
