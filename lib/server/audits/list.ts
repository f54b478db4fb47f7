import type { Audit } from '@/lib/domain/audit'
import type { BlindAudit } from '@/lib/domain/blind'
import { PlumblineError } from '@/lib/domain/errors'
import { may, permit } from '@/lib/server/auth/permit'
import type { Viewer } from '@/lib/server/auth/viewer'
import { prisma } from '@/lib/server/db/prisma'
import { openAudits } from '@/lib/server/rating/audits'
import { analystAudit, auditRow, findAudit, WITH_CRITERIA } from './find'

/** The audits that the viewer may see, newest first: in full, or to a rater the blind form of those they may rate. */
export async function listAudits(viewer: Viewer): Promise<(Audit | BlindAudit)[]> {
  return may(viewer.role, 'audit:read') ? analystAudits(viewer) : openAudits(viewer.userId)
}

/** All audits in full, newest first. Throws 'forbidden' for raters. */
export async function analystAudits(viewer: Viewer): Promise<Audit[]> {
  permit(viewer, 'audit:read')
  const audits = await prisma().audit.findMany({ orderBy: { id: 'desc' }, include: WITH_CRITERIA })
  return audits.map(auditRow).map(analystAudit)
}

/** One audit as the viewer may see it. To a rater all others, and all slugs, are not there. */
export async function readAudit(slugOrId: string, viewer: Viewer): Promise<Audit | BlindAudit> {
  if (may(viewer.role, 'audit:read')) return analystAudit(await findAudit(slugOrId))
  const audit = (await openAudits(viewer.userId)).find(({ id }) => id === slugOrId)
  if (!audit) throw new PlumblineError('not-found', 'There is no such audit.')
  return audit
}
