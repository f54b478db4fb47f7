import { type Db, pool } from './db/pool'

export type NewEvent = {
  action: string
  userId?: string | null
  auditId?: number | null
  /** What was done, in a few values: never a score, never a text, never a secret. */
  detail?: Record<string, unknown>
}

/** Notes who did what; inside the caller's transaction when its client is given. */
export async function recordEvent(
  { action, userId = null, auditId = null, detail = {} }: NewEvent,
  db: Db = pool(),
): Promise<void> {
  await db.query('INSERT INTO events (user_id, audit_id, action, detail) VALUES ($1, $2, $3, $4)', [
    userId,
    auditId,
    action,
    JSON.stringify(detail),
  ])
}
