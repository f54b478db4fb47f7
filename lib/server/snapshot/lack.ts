import { pool } from '@/lib/server/db/pool'

/** What a snapshot lacks: how many changes of what raters gave, and how many seconds ago the oldest of them happened. */
export type Behind = { ratings: number; seconds: number }

/**
 * What the snapshot at `revision` lacks. `newest` is the audit's own revision: where the two are the same, only ratings
 * that no cut has gathered are looked for, by their own index.
 */
export async function lackOf(auditId: number, revision: number, newest: number, now: Date): Promise<Behind> {
  const query = revision >= newest ? UNGATHERED : `${UNGATHERED} UNION ALL ${GATHERED_SINCE}`
  const { rows } = await pool().query<{ ratings: number; since: Date | null }>(
    `SELECT count(*)::int AS ratings, min(at) AS since FROM (${query}) AS lacking`,
    revision >= newest ? [auditId] : [auditId, revision],
  )
  const { ratings, since } = rows[0]!
  const seconds = since ? Math.max(0, Math.round((now.getTime() - since.getTime()) / 1000)) : 0
  return { ratings, seconds }
}

/** What raters give: scores of outputs, and preferences between two. */
const GIVEN = ['human_ratings', 'comparisons']

const UNGATHERED = GIVEN.map(
  (table) => `
  SELECT rated_at AS at FROM ${table} WHERE audit_id = $1 AND from_revision IS NULL AND ended_at IS NULL
  UNION ALL
  SELECT ended_at FROM ${table}
  WHERE audit_id = $1 AND ended_at IS NOT NULL AND until_revision IS NULL AND from_revision IS NOT NULL`,
).join(' UNION ALL ')

const GATHERED_SINCE = GIVEN.map(
  (table) => `
  SELECT rated_at FROM ${table} WHERE audit_id = $1 AND from_revision > $2 AND ended_at IS NULL
  UNION ALL
  SELECT ended_at FROM ${table} WHERE audit_id = $1 AND until_revision > $2 AND from_revision <= $2`,
).join(' UNION ALL ')

/** SQL condition: raters gave or took back something in audit $1 that no revision holds yet. */
export const ANY_UNGATHERED = `(${GIVEN.map(
  (table) => `EXISTS (SELECT 1 FROM ${table} WHERE audit_id = $1 AND from_revision IS NULL)
    OR EXISTS (SELECT 1 FROM ${table} WHERE audit_id = $1 AND ended_at IS NOT NULL AND until_revision IS NULL)`,
).join(' OR ')})`
