import { canonicalJson } from '@/lib/domain/canonical'
import { PlumblineError } from '@/lib/domain/errors'
import { NEVER_LOCKED, type PlanPatch, planSchema } from '@/lib/domain/plan'
import type { Db } from '@/lib/server/db/pool'

/**
 * Changes settings of an audit's plan, whose row the transaction holds; null takes one out.
 * Throws PlumblineError('conflict') where the audit was opened and a setting that is locked would become another.
 */
export async function changePlan(
  client: Db,
  auditId: number,
  change: PlanPatch,
  isLocked: boolean,
): Promise<void> {
  const { rows } = await client.query<{ plan: Record<string, unknown> }>(
    'SELECT plan FROM audits WHERE id = $1',
    [auditId],
  )
  const before = rows[0]!.plan
  const changed = Object.entries(change).filter(
    ([key, value]) => canonicalJson(value ?? null) !== canonicalJson(before[key] ?? null),
  )
  const locked = changed.filter(([key]) => !NEVER_LOCKED.has(key)).map(([key]) => key)
  if (isLocked && locked.length > 0)
    throw new PlumblineError('conflict', 'The plan is locked since the audit was opened.', [
      ...locked.map((key) => ({ path: `plan.${key}`, message: 'is locked since the audit was opened' })),
    ])
  const gone = changed.filter(([, value]) => value == null).map(([key]) => key)
  const set = changed.filter(([, value]) => value != null)
  await client.query('UPDATE audits SET plan = (plan || $2::jsonb) - $3::text[] WHERE id = $1', [
    auditId,
    JSON.stringify(Object.fromEntries(set)),
    gone,
  ])
}

/**
 * Throws PlumblineError('unprocessable') where the plan names a criterion that the audit does not have, or a threshold off
 * its scale.
 */
export async function checkPlan(client: Db, auditId: number): Promise<void> {
  const { rows } = await client.query<{
    plan: unknown
    criteria: { key: string; min: number; max: number }[] | null
  }>(
    `SELECT a.plan, (SELECT json_agg(json_build_object('key', c.key, 'min', c.min, 'max', c.max) ORDER BY c.position)
       FROM criteria c WHERE c.audit_id = a.id) AS criteria FROM audits a WHERE a.id = $1`,
    [auditId],
  )
  const { primary, comparisons } = planSchema.parse(rows[0]!.plan)
  const criteria = rows[0]!.criteria ?? []
  const known = (key: string, path: string) => {
    const criterion = criteria.find((one) => one.key === key)
    return (
      criterion ??
      refuse(path, `is not a criterion of the audit: ${criteria.map((one) => one.key).join(', ')}`)
    )
  }
  if (comparisons) known(comparisons.criterion, 'plan.comparisons.criterion')
  if (!primary) return
  const { min, max } = known(primary.criterion, 'plan.primary.criterion')
  if (primary.threshold !== undefined && (primary.threshold < min || primary.threshold > max))
    refuse('plan.primary.threshold', `must lie between ${min} and ${max}`)
}

function refuse(path: string, message: string): never {
  throw new PlumblineError('unprocessable', `The plan: ${path} ${message}.`, [{ path, message }])
}
