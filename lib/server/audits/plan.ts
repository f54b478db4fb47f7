import { canonicalJson } from '@/lib/domain/canonical'
import { PlumblineError } from '@/lib/domain/errors'
import { NEVER_LOCKED, type PlanPatch } from '@/lib/domain/plan'
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
