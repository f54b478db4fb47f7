import { inContext } from '@/lib/blinding/mask'
import type { LeakCounts, LeakFilter, LeakPatternCounts, LeakRow } from '@/lib/domain/leaks'
import { type Db, pool } from '@/lib/server/db/pool'

/** SQL: the leaks of audit $1 in current texts. */
export const CURRENT_LEAKS = `leaks l JOIN output_versions v ON v.id = l.version_id AND v.ended_at IS NULL
  JOIN outputs o ON o.id = v.output_id`

/** SQL condition: a person rates, or has rated, output `o` here, so that what was shown stands. Imported ratings do not count. */
export const IS_SEEN = `(${shownAs('output_id')} OR ${shownAs('right_output_id')})`

function shownAs(column: string): string {
  return `EXISTS (SELECT FROM assignments s WHERE s.${column} = o.id
    AND (s.status = 'submitted' OR s.status = 'leased' AND s.lease_expires_at > now()))`
}

/** SQL condition for `LeakFilter` as $2 and $3. */
export const FILTERED = `l.audit_id = $1 AND ($2::text IS NULL OR l.pattern = $2)
  AND ($3::leak_decision IS NULL OR l.decision = $3)`

type Counts = { all: LeakCounts; byPattern: LeakPatternCounts[] }

/**
 * How many places were found in the audit's current texts, and what was decided of them; per pattern, most first. Few
 * texts have any, so that each one's version is looked up (OFFSET 0) rather than all versions read.
 */
export async function countLeaks(auditId: number, db: Db = pool()): Promise<Counts> {
  const { rows } = await db.query<LeakPatternCounts & { total: boolean }>(
    `SELECT l.pattern, grouping(l.pattern) = 1 AS total, count(*)::int AS found,
       count(DISTINCT v.output_id)::int AS outputs,
       count(*) FILTER (WHERE l.decision = 'open')::int AS undecided,
       count(*) FILTER (WHERE l.decision = 'mask')::int AS masked,
       count(*) FILTER (WHERE l.decision = 'exclude')::int AS excluded,
       count(*) FILTER (WHERE l.decision = 'keep')::int AS "left"
     FROM leaks l CROSS JOIN LATERAL (
       SELECT output_id FROM output_versions WHERE id = l.version_id AND ended_at IS NULL OFFSET 0) v
     WHERE l.audit_id = $1 GROUP BY ROLLUP (l.pattern) ORDER BY found DESC, l.pattern`,
    [auditId],
  )
  const none = { found: 0, outputs: 0, undecided: 0, masked: 0, excluded: 0, left: 0 }
  const counts: Counts = { all: none, byPattern: [] }
  for (const { total, pattern, ...row } of rows) {
    if (total) counts.all = row
    else counts.byPattern.push({ pattern, ...row })
  }
  return counts
}

/** A page of the places that a filter keeps, by output, with the words in context; `total` counts all. */
export async function listLeaks(
  auditId: number,
  { pattern, decision }: LeakFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ leaks: LeakRow[]; total: number }> {
  const { rows: counted } = await pool().query<{ total: number }>(
    `SELECT count(*)::int AS total FROM ${CURRENT_LEAKS} WHERE ${FILTERED}`,
    [auditId, pattern, decision],
  )
  const { rows } = await pool().query<Found>(
    `SELECT l.id, l.pattern, l.decision, l.start, l."end", o.external_id AS "outputId", m.name AS model,
       ${IS_SEEN} AS "isFixed", left(t.body, least(l."end", l.start + 300) + 100) AS body
     FROM (
       SELECT l.id FROM ${CURRENT_LEAKS} WHERE ${FILTERED}
       ORDER BY o.external_id COLLATE "C", l.start, l.id OFFSET $4 LIMIT $5
     ) page JOIN ${CURRENT_LEAKS} ON l.id = page.id
     JOIN output_texts t ON t.version_id = v.id JOIN models m ON m.id = v.model_id
     ORDER BY o.external_id COLLATE "C", l.start, l.id`,
    [auditId, pattern, decision, offset, limit],
  )
  const leaks = rows.map(({ body, start, end, ...row }) => ({ ...row, ...inContext(body, { start, end }) }))
  return { leaks, total: counted[0]!.total }
}

type Found = Omit<LeakRow, 'before' | 'words' | 'after'> & { start: number; end: number; body: string }
