import type pg from 'pg'
import type { AuditPatch, AuditStatus } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import { planSchema } from '@/lib/domain/plan'
import { type Db, transaction } from '@/lib/server/db/pool'
import { recordEvent } from '@/lib/server/events'
import { lockNextRevision, stampRevision } from '@/lib/server/snapshot/cut'
import { replaceCriteria } from './criteria'
import { drawPairs } from './pairs'
import { changePlan, checkPlan } from './plan'
import { drawSample } from './sample'
import { resetOpenSlots } from './slots'

/** Where a status may go: on, never back. */
const NEXT: Record<AuditStatus, AuditStatus | null> = { draft: 'open', open: 'closed', closed: null }

/** The columns that a patch writes as they are given. */
const PLAIN = ['name', 'title', 'intent', 'guidelines', 'presentation', 'ratings_per_output'] as const

/**
 * Changes an audit; patches of one audit wait for each other. What analyses read makes a new revision, and so does closing.
 *
 * Throws PlumblineError('conflict') for a status that does not follow, for criteria that have scores, and when an
 * import or many raters keep the audit busy for ten seconds.
 */
export async function patchAudit(auditId: number, patch: AuditPatch, byId: string | null): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction((client) => applyPatch(client, auditId, patch, byId))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null
      if (code === LOCK_TIMEOUT)
        throw new PlumblineError(
          'conflict',
          'The audit is busy, with an import perhaps. Try again in a minute.',
        )
      if (code !== DEADLOCK || attempt === 3) throw error
    }
  }
}

const LOCK_TIMEOUT = '55P03'
const DEADLOCK = '40P01'

async function applyPatch(
  client: pg.ClientBase,
  auditId: number,
  patch: AuditPatch,
  byId: string | null,
): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = '10s'`)
  // The cut lock comes before the audit's row, in the order in which imports take them.
  const revision = await lockNextRevision(client, auditId)
  const { rows } = await client.query<{ status: AuditStatus; ratings: number; sealed: boolean }>(
    'SELECT status, ratings_per_output AS ratings, sealed FROM audits WHERE id = $1 FOR NO KEY UPDATE',
    [auditId],
  )
  const before = rows[0]
  if (!before) throw new PlumblineError('not-found', 'There is no such audit.')
  const { status, criteria, ratings_per_output: ratings, plan, sealed } = patch

  if (status !== undefined) await moveTo(client, auditId, before.status, status)
  for (const column of PLAIN)
    if (patch[column] !== undefined)
      await client.query(`UPDATE audits SET ${column} = $2 WHERE id = $1`, [auditId, patch[column]])
  if (sealed !== undefined && sealed !== before.sealed) await setSeal(client, auditId, before.status, sealed)
  if (plan !== undefined) await changePlan(client, auditId, plan, before.status !== 'draft')
  if (before.status === 'draft' && status === 'open') await drawPlanned(client, auditId)
  if (ratings !== undefined && ratings !== before.ratings) await resetOpenSlots(client, auditId, ratings)
  const change = criteria ? await replaceCriteria(client, auditId, criteria) : null
  if (plan || criteria) await checkPlan(client, auditId)
  const closes = status === 'closed' && before.status !== 'closed'
  // So that the first report after closing, which waits for this cut, has every rating.
  if (change || closes) await stampRevision(client, auditId, revision, 'settings')

  const detail = {
    fields: Object.keys(patch),
    ...(status && { status }),
    ...((change || closes) && { revision }),
    ...change,
  }
  await recordEvent({ action: 'audit.change', userId: byId, auditId, detail }, client)
}

/** Draws the sample and the pairs of an audit that is being opened, and notes the outputs' models, where its plan asks for them. */
async function drawPlanned(client: Db, auditId: number): Promise<void> {
  const { rows } = await client.query<{ plan: unknown }>('SELECT plan FROM audits WHERE id = $1', [auditId])
  const { sample, order, comparisons } = planSchema.parse(rows[0]!.plan)
  if (sample) await drawSample(client, auditId, sample)
  if (comparisons) await drawPairs(client, auditId, comparisons)
  if (order === 'balanced')
    await client.query(
      `UPDATE outputs o SET model_id = v.model_id FROM output_versions v
       WHERE o.audit_id = $1 AND v.output_id = o.id AND v.ended_at IS NULL`,
      [auditId],
    )
}

/** Throws PlumblineError('conflict') once the audit was opened: what was promised then holds. */
async function setSeal(client: Db, auditId: number, status: AuditStatus, sealed: boolean): Promise<void> {
  if (status !== 'draft') {
    const message = 'is locked since the audit was opened'
    throw new PlumblineError('conflict', `The seal ${message}.`, [{ path: 'sealed', message }])
  }
  await client.query('UPDATE audits SET sealed = $2 WHERE id = $1', [auditId, sealed])
}

async function moveTo(client: Db, auditId: number, from: AuditStatus, to: AuditStatus): Promise<void> {
  if (from === to) return
  if (NEXT[from] !== to)
    throw new PlumblineError(
      'conflict',
      `The audit is ${from} and cannot become ${to}: the way is draft, open, closed.`,
    )
  await client.query(
    to === 'open'
      ? `UPDATE audits SET status = 'open', opened_at = now(), plan_locked_at = coalesce(plan_locked_at, now()) WHERE id = $1`
      : `UPDATE audits SET status = 'closed', closed_at = now() WHERE id = $1`,
    [auditId],
  )
}
