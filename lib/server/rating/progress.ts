import type { Progress } from '@/lib/domain/blind'
import type { Db } from '../db/pool'

/** How many outputs the rater has done, of how many. */
export async function raterProgress(
  db: Db,
  { raterId, quota }: { raterId: number; quota: number | null },
): Promise<Progress> {
  const { rows } = await db.query<{ done: number }>(
    `SELECT count(*)::int AS done FROM assignments
     WHERE rater_id = $1 AND status = 'submitted' AND purpose IN ('main', 'extra')`,
    [raterId],
  )
  const { done } = rows[0]!
  return { done, total: Math.max(quota ?? 0, done) }
}
