import type { Audit } from '@/lib/domain/audit'
import { type BlindAudit, blindAuditSchema } from '@/lib/domain/blind'
import { PlumblineError } from '@/lib/domain/errors'
import { may } from '@/lib/server/auth/permit'
import type { Viewer } from '@/lib/server/auth/viewer'
import { pool } from '@/lib/server/db/pool'
import { prisma } from '@/lib/server/db/prisma'
import { analystAudit, auditRow, findAudit, looksLikeId, WITH_CRITERIA } from './find'

/** The audits that the viewer may see, newest first: in full, or to a rater the blind form of those they may rate. */
export async function listAudits(viewer: Viewer): Promise<(Audit | BlindAudit)[]> {
  if (!may(viewer.role, 'audit:read')) return ratableAudits(viewer.userId)
  const audits = await prisma().audit.findMany({ orderBy: { id: 'desc' }, include: WITH_CRITERIA })
  return audits.map(auditRow).map(analystAudit)
}

/** One audit as the viewer may see it. To a rater all others, and all slugs, are not there. */
export async function readAudit(slugOrId: string, viewer: Viewer): Promise<Audit | BlindAudit> {
  if (may(viewer.role, 'audit:read')) return analystAudit(await findAudit(slugOrId))
  const [audit] = looksLikeId(slugOrId) ? await ratableAudits(viewer.userId, slugOrId) : []
  if (!audit) throw new PlumblineError('not-found', 'There is no such audit.')
  return audit
}

/**
 * SQL condition: the user of parameter `$n` may rate in the audit of alias `a`: it is open, they have not seen its
 * results, and they were invited where anybody was.
 */
export function mayRate(a: string, n: number): string {
  return `${a}.status = 'open'
    AND NOT EXISTS (SELECT 1 FROM exposures e WHERE e.audit_id = ${a}.id AND e.user_id = $${n})
    AND (NOT EXISTS (SELECT 1 FROM invitations i WHERE i.audit_id = ${a}.id)
      OR EXISTS (SELECT 1 FROM raters m WHERE m.audit_id = ${a}.id AND m.user_id = $${n} AND m.invitation_id IS NOT NULL))`
}

/** The audits in which a person of any role may rate now, newest first, in the form that says nothing of models. */
export async function ratableAudits(userId: string, onlyId: string | null = null): Promise<BlindAudit[]> {
  const { rows } = await pool().query(
    `SELECT a.public_id AS id, a.title, a.intent, a.guidelines, a.status,
      (SELECT json_agg(json_build_object('key', c.key, 'name', c.name, 'description', c.description,
          'min', c.min, 'max', c.max, 'step', c.step, 'labels', c.labels) ORDER BY c.position)
        FROM criteria c WHERE c.audit_id = a.id) AS criteria,
      json_build_object(
        'done', (SELECT count(*) FROM assignments s
          WHERE s.rater_id = r.id AND s.purpose = 'main' AND s.status = 'submitted'),
        'total', coalesce(r.quota, (SELECT count(*) FROM outputs o WHERE o.audit_id = a.id))) AS progress
    FROM audits a LEFT JOIN raters r ON r.audit_id = a.id AND r.user_id = $1
    WHERE ${mayRate('a', 1)} AND ($2::uuid IS NULL OR a.public_id = $2)
    ORDER BY a.id DESC`,
    [userId, onlyId],
  )
  return rows.map((row) => blindAuditSchema.parse(row))
}
