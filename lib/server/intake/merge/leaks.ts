import { restoreSlots } from '@/lib/server/audits/slots'
import type { MergeContext } from './merge'

/**
 * Writes the places that betray authors. A text that came in again as it was, with another tag perhaps, keeps what was
 * decided of it; another text is looked at anew, and handed out again where the old one was excluded.
 */
export async function writeLeaks({ client, auditId }: MergeContext): Promise<void> {
  await client.query(
    `INSERT INTO leaks (audit_id, version_id, pattern, start, "end", decision, decided_at)
     SELECT $1, w.version_id, l.pattern, l.start, l."end", coalesce(was.decision, 'open'), was.decided_at
     FROM stage_leaks l JOIN stage_write w USING (line)
     LEFT JOIN leaks was ON was.version_id = w.old_version AND was.pattern = l.pattern AND was.start = l.start
       AND was."end" = l."end" AND EXISTS (
         SELECT FROM output_texts new JOIN output_texts old ON old.body = new.body
         WHERE new.version_id = w.version_id AND old.version_id = w.old_version)
     ORDER BY w.version_id, l.start`,
    [auditId],
  )
  const { rows } = await client.query<{ id: number }>(
    `SELECT DISTINCT w.output_id AS id FROM stage_write w
     JOIN leaks was ON was.version_id = w.old_version AND was.decision = 'exclude'`,
  )
  if (rows.length > 0)
    await restoreSlots(
      client,
      rows.map(({ id }) => id),
    )
}
