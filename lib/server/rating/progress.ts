import type { Progress } from '@/lib/domain/blind'
import type { Db } from '../db/pool'
import { COUNTS, DESIGN, type Design, progressOf } from './schedule'

/** How many items the rater has done, of how many. */
export async function raterProgress(db: Db, raterId: number): Promise<Progress> {
  const { rows } = await db.query<{ done: number; quota: number | null; design: Design }>(
    `SELECT r.quota, ${DESIGN} AS design, (SELECT count(*)::int FROM assignments s
       WHERE s.rater_id = r.id AND s.status = 'submitted' AND ${COUNTS}) AS done
     FROM raters r JOIN audits a ON a.id = r.audit_id LEFT JOIN invitations i ON i.id = r.invitation_id WHERE r.id = $1`,
    [raterId],
  )
  const { design, quota, done } = rows[0]!
  return progressOf(design, quota ?? 0, done)
}
