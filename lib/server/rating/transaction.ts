import pg from 'pg'
import { PlumblineError } from '@/lib/domain/errors'
import { type Db, pool, transaction } from '../db/pool'
import { prepared } from '../db/prepared'

const DEADLOCK = '40P01'
const LOCK_TIMEOUT = '55P03'

/** What rating asks is found by an index whatever the values are: a plan for all of them is made once, not five times first. */
const BEGIN = "BEGIN; SET LOCAL lock_timeout = '5s'; SET LOCAL plan_cache_mode = force_generic_plan"

/**
 * A transaction of one rater: waits at most five seconds for any lock, and begins anew where Postgres ended it to
 * resolve a deadlock. Throws PlumblineError('unavailable') when the wait was in vain: an import holds the outputs.
 */
export async function raterTransaction<T>(work: (client: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const prepare = (client: pg.PoolClient) => work(prepared(client))
      return await transaction(prepare, pool(), BEGIN)
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
