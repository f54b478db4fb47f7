import { type AuditInput, completeCriterion } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import { slugify } from '@/lib/domain/slug'
import { prisma } from '@/lib/server/db/prisma'
import { recordEvent } from '@/lib/server/events'
import { Prisma } from '@/prisma/generated/client'
import { type AuditRow, auditRow, looksLikeId, WITH_CRITERIA } from './find'

/**
 * Makes an audit, as a draft. Without a slug one is made from the name.
 * Throws PlumblineError: 'conflict' when the slug is taken, 'unprocessable' when it could be taken for an id.
 */
export async function createAudit(
  input: AuditInput,
  byId: string | null,
  { synthetic = false }: { synthetic?: boolean } = {},
): Promise<AuditRow> {
  const { slug } = input
  if (slug === undefined) return createUnderFreeSlug(input, byId, synthetic)
  if (looksLikeId(slug)) {
    const message = 'looks like an id; choose a name'
    throw new PlumblineError('unprocessable', `slug: ${message}`, [{ path: 'slug', message }])
  }
  const audit = await insertAudit(input, slug, byId, synthetic)
  if (!audit)
    throw new PlumblineError('conflict', `There is an audit "${slug}" already. Choose another slug.`)
  return audit
}

async function createUnderFreeSlug(
  input: AuditInput,
  byId: string | null,
  synthetic: boolean,
): Promise<AuditRow> {
  const base = slugify(input.name)
  const taken = await prisma().audit.findMany({
    where: { slug: { startsWith: base } },
    select: { slug: true },
  })
  const slugs = new Set(taken.map(({ slug }) => slug))
  for (let n = 1; ; n += 1) {
    const slug = n === 1 ? base : `${base}-${n}`
    // Another request may have taken it in between: then the next one.
    const audit =
      slugs.has(slug) || looksLikeId(slug) ? null : await insertAudit(input, slug, byId, synthetic)
    if (audit) return audit
  }
}

/** The new audit, or null when its slug is taken. */
async function insertAudit(
  input: AuditInput,
  slug: string,
  byId: string | null,
  synthetic: boolean,
): Promise<AuditRow | null> {
  const { name, title, kind, intent, guidelines, presentation } = input
  const criteria = input.criteria
    .map(completeCriterion)
    .map(({ higher_is, accept_at, ...criterion }, position) => ({
      ...criterion,
      position,
      higherIs: higher_is,
      acceptAt: accept_at,
    }))
  try {
    const created = await prisma().audit.create({
      data: {
        slug,
        name,
        title,
        kind: kind === 'self-rating' ? 'self_rating' : kind,
        intent,
        guidelines,
        presentation,
        ratingsPerOutput: input.ratings_per_output,
        synthetic,
        createdById: byId,
        criteria: { create: criteria },
      },
      include: WITH_CRITERIA,
    })
    await recordEvent({ action: 'audit.create', userId: byId, auditId: created.id })
    return auditRow(created)
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return null
    throw error
  }
}
