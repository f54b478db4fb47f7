import { isExcluded } from '@/lib/server/blinding/excluded'
import type { Db } from '@/lib/server/db/pool'

/** SQL condition: output `o` has a known answer or betrays its author, so that no rater is handed it for the plan. */
export function isSetApart(o: string): string {
  return `(EXISTS (SELECT FROM gold_answers g WHERE g.output_id = ${o}.id AND g.ended_at IS NULL) OR ${isExcluded(`${o}.id`)})`
}

/**
 * Sets how many ratings each output of the audit still needs, when it needs `ratings` in all: never below 0, also
 * where more are there already. Claims wait for it, since both lock the outputs.
 */
export async function resetOpenSlots(client: Db, auditId: number, ratings: number): Promise<void> {
  // A statement of its own: what claims did before the lock was had is seen by the next statement only.
  await client.query('SELECT 1 FROM outputs WHERE audit_id = $1 ORDER BY id FOR NO KEY UPDATE', [auditId])
  await client.query(
    `WITH taken AS (
      SELECT output_id, count(*) AS n FROM assignments
      WHERE audit_id = $1 AND purpose = 'main' AND status IN ('leased', 'submitted') GROUP BY output_id
      UNION ALL
      SELECT h.output_id, count(DISTINCT h.rater_id) FROM human_ratings h JOIN audits a ON a.id = h.audit_id
      WHERE h.audit_id = $1 AND a.imports_fill AND h.source = 'import' AND h.ended_at IS NULL GROUP BY h.output_id
    ), filled AS (SELECT output_id, sum(n)::int AS n FROM taken GROUP BY output_id)
    UPDATE outputs o SET open_slots =
      CASE WHEN o.sampled AND NOT ${isSetApart('o')} THEN greatest(0, $2 - coalesce(f.n, 0)) ELSE 0 END
    FROM outputs same LEFT JOIN filled f ON f.output_id = same.id
    WHERE same.id = o.id AND o.audit_id = $1
      AND EXISTS (SELECT 1 FROM output_versions v WHERE v.output_id = o.id AND v.ended_at IS NULL)`,
    [auditId, ratings],
  )
}

/**
 * SQL: how many ratings output `o` of audit `a` still needs: none where the sample left it out or it is set apart, else
 * as many as the audit asks for and it lacks.
 */
const STILL_NEEDED = `CASE WHEN NOT o.sampled OR ${isSetApart('o')} THEN 0 ELSE greatest(0, a.ratings_per_output
  - (SELECT count(*) FROM assignments s
     WHERE s.output_id = o.id AND s.purpose = 'main' AND s.status IN ('leased', 'submitted'))
  - CASE WHEN a.imports_fill THEN (SELECT count(DISTINCT h.rater_id) FROM human_ratings h
     WHERE h.output_id = o.id AND h.source = 'import' AND h.ended_at IS NULL) ELSE 0 END) END`

/** Opens as many slots of these outputs, which the caller has locked, as they still need. */
export async function restoreSlots(client: Db, outputIds: readonly number[]): Promise<void> {
  await client.query(
    `UPDATE outputs o SET open_slots = ${STILL_NEEDED}
     FROM audits a WHERE a.id = o.audit_id AND o.id = ANY ($1::int[])`,
    [outputIds],
  )
}
