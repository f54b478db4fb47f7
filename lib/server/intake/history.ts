import type { PastImport } from '@/lib/domain/import-answer'
import { pool } from '@/lib/server/db/pool'

/** The audit's latest imports, newest first: what came in, never a score. */
export async function pastImports(auditId: number, most = 50): Promise<PastImport[]> {
  const { rows } = await pool().query<PastImport>(
    `SELECT i.id, i.kind, i.file_name AS "fileName", coalesce(u.name, u.email) AS "by", i.received, i.inserted, i.updated,
       i.unchanged, i.rejected, i.revision, i.finished_at AS "finishedAt"
     FROM imports i LEFT JOIN users u ON u.id = i.user_id WHERE i.audit_id = $1 ORDER BY i.id DESC LIMIT $2`,
    [auditId, most],
  )
  return rows
}
