import type { Progress } from '@/lib/domain/blind'
import type { Db } from '../db/pool'

/** How many outputs the rater has done, of how many. Who goes on after new outputs came in is never at "121 of 120". */
export async function raterProgress(db: Db, rater: { id: number; quota: number }): Promise<Progress> {
  const { rows } = await db.query<{ done: number }>(
    `SELECT count(*)::int AS done FROM assignments
     WHERE rater_id = $1 AND status = 'submitted' AND purpose IN ('main', 'extra')`,
    [rater.id],
  )
  const { done } = rows[0]!
  return { done, total: Math.max(rater.quota, done) }
}
