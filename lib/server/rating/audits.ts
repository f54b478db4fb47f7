import { type BlindAudit, blindAuditSchema } from '@/lib/domain/blind'
import { type Db, pool } from '../db/pool'
import { isSetAside } from '../supervision/is-set-aside'
import { BLIND_CRITERIA } from './item'
import { ASKS_CONSENT, byInvitation, MOST_QUOTA } from './rater'
import { COUNTS, DESIGN, type Design, progressOf } from './schedule'

/** What a person may do in a rating task: rate, or why not. */
export type Standing =
  | 'rates'
  | 'asks-consent'
  | 'seen-results'
  | 'not-invited'
  | 'withdrew'
  | 'finished'
  | 'set-aside'
  | 'not-open'
  | 'closed'

type Row = Omit<BlindAudit, 'progress'> & {
  standing: Standing
  done: number
  quota: number
  design: Design
}

/** The open audits that the user, of whatever role, may rate in, or may once they consent, newest first. */
export async function openAudits(userId: string, db: Db = pool()): Promise<BlindAudit[]> {
  const { rows } = await db.query<Row>(
    `${AUDITS} SELECT * FROM seen WHERE standing IN ('rates', 'asks-consent') ORDER BY opened_at DESC NULLS LAST, id`,
    [userId, null],
  )
  return rows.map(blindAudit)
}

/** How the user stands to one audit, and the audit as a rater sees it where the user rates there; null without it. */
export async function auditStanding(
  auditId: number,
  userId: string,
  db: Db = pool(),
): Promise<{ standing: Standing; audit: BlindAudit | null } | null> {
  const { rows } = await db.query<Row>(`${AUDITS} SELECT * FROM seen`, [userId, auditId])
  const [row] = rows
  if (!row) return null
  return { standing: row.standing, audit: row.standing === 'rates' ? blindAudit(row) : null }
}

/** The one place where an audit is put together for a rater, checked against the list of what is allowed. */
function blindAudit(row: Row): BlindAudit {
  const { id, title, intent, guidelines, criteria, status, design, quota, done } = row
  const progress = progressOf(design, quota, done)
  return blindAuditSchema.parse({ id, title, intent, guidelines, criteria: criteria ?? [], status, progress })
}

/** Audits as user $1 stands to them; audit $2, or all that are open. Who still holds an item may finish it in a closed one. */
const AUDITS = `
  WITH seen AS (
    SELECT a.public_id AS id, a.title, a.intent, a.guidelines, a.status, a.opened_at, ${BLIND_CRITERIA} AS criteria,
      work.done, coalesce(r.quota, open.outputs) AS quota, ${DESIGN} AS design,
      CASE
        WHEN EXISTS (SELECT FROM exposures e WHERE e.audit_id = a.id AND e.user_id = $1) THEN 'seen-results'
        WHEN r.withdrawn_at IS NOT NULL THEN 'withdrew'
        WHEN r.finished_at IS NOT NULL THEN 'finished'
        WHEN ${isSetAside('r.id')} THEN 'set-aside'
        WHEN a.status = 'draft' THEN 'not-open'
        WHEN a.status = 'closed' AND NOT work.holds THEN 'closed'
        WHEN r.invitation_id IS NULL AND ${byInvitation('$1')} THEN 'not-invited'
        WHEN ${ASKS_CONSENT} THEN 'asks-consent'
        ELSE 'rates'
      END AS standing
    FROM audits a
    LEFT JOIN raters r ON r.audit_id = a.id AND r.user_id = $1
    LEFT JOIN invitations i ON i.id = r.invitation_id
    CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE s.status = 'submitted' AND ${COUNTS})::int AS done,
        coalesce(bool_or(s.status = 'leased'), false) AS holds
      FROM assignments s WHERE s.rater_id = r.id AND s.status IN ('submitted', 'leased')
    ) work
    LEFT JOIN LATERAL (
      SELECT count(*)::int AS outputs FROM (
        SELECT FROM outputs o WHERE o.audit_id = a.id AND o.open_slots > 0 ORDER BY o.draw LIMIT ${MOST_QUOTA}
      ) counted
    ) open ON r.quota IS NULL
    WHERE CASE WHEN $2::int IS NULL THEN a.status = 'open' ELSE a.id = $2 END
  )`
