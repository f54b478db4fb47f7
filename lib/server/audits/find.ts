import type { Audit, AuditKind, AuditStatus, Criterion, Presentation } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import { type Plan, planSchema } from '@/lib/domain/plan'
import { pool } from '@/lib/server/db/pool'
import { prisma } from '@/lib/server/db/prisma'
import type { Prisma } from '@/prisma/generated/client'

export type CriterionRow = Criterion & { id: number; position: number }

/** An audit with its criteria in order, and the ids under which the record keeps them. */
export type AuditRow = {
  id: number
  publicId: string
  slug: string
  name: string
  title: string
  kind: AuditKind
  intent: string
  guidelines: string
  status: AuditStatus
  ratingsPerOutput: number
  presentation: Presentation
  plan: Plan
  importsFill: boolean
  synthetic: boolean
  sealed: boolean
  unsealedAt: Date | null
  planLockedAt: Date | null
  revision: number
  createdAt: Date
  openedAt: Date | null
  closedAt: Date | null
  criteria: CriterionRow[]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a text could be an audit's public id; no slug may look like one. */
export function looksLikeId(text: string): boolean {
  return UUID.test(text)
}

/** The audit by its slug or its public id. Throws PlumblineError('not-found'). */
export async function findAudit(slugOrId: string): Promise<AuditRow> {
  const where = looksLikeId(slugOrId) ? { publicId: slugOrId } : { slug: slugOrId }
  // Postgres keeps no NUL, and refuses to be asked for one.
  const found = slugOrId.includes('\0')
    ? null
    : await prisma().audit.findUnique({ where, include: WITH_CRITERIA })
  if (!found) throw new PlumblineError('not-found', 'There is no such audit.')
  return auditRow(found)
}

/** The number under which the record keeps an audit, by its slug or its public id. Throws PlumblineError('not-found'). */
export async function findAuditId(slugOrId: string): Promise<number> {
  const column = looksLikeId(slugOrId) ? 'public_id' : 'slug'
  const { rows } = slugOrId.includes('\0')
    ? { rows: [] }
    : await pool().query<{ id: number }>({
        name: `audit-by-${column}`,
        text: `SELECT id FROM audits WHERE ${column} = $1`,
        values: [slugOrId],
      })
  const [audit] = rows
  if (!audit) throw new PlumblineError('not-found', 'There is no such audit.')
  return audit.id
}

export const WITH_CRITERIA = { criteria: { orderBy: { position: 'asc' } } } as const
type Found = Prisma.AuditGetPayload<{ include: typeof WITH_CRITERIA }>

/** What Prisma read, in the words of the project. */
export function auditRow({ criteria, kind, plan, createdById: _by, ...rest }: Found): AuditRow {
  return {
    ...rest,
    plan: planSchema.parse(plan),
    kind: kind === 'self_rating' ? 'self-rating' : kind,
    criteria: criteria.map((criterion) => ({
      id: criterion.id,
      position: criterion.position,
      key: criterion.key,
      name: criterion.name,
      description: criterion.description,
      min: criterion.min,
      max: criterion.max,
      step: criterion.step,
      labels: criterion.labels as Record<string, string>,
      higher_is: criterion.higherIs,
      accept_at: criterion.acceptAt,
    })),
  }
}

/** The audit as an analyst sees it. */
export function analystAudit(audit: AuditRow): Audit {
  return {
    id: audit.publicId,
    slug: audit.slug,
    name: audit.name,
    title: audit.title,
    kind: audit.kind,
    intent: audit.intent,
    guidelines: audit.guidelines,
    criteria: audit.criteria.map(({ id: _id, position: _position, ...criterion }) => criterion),
    ratings_per_output: audit.ratingsPerOutput,
    presentation: audit.presentation,
    plan: audit.plan,
    sealed: audit.sealed,
    status: audit.status,
    synthetic: audit.synthetic,
    revision: audit.revision,
    created_at: audit.createdAt.toISOString(),
  }
}
