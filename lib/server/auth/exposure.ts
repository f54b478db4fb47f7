import { PlumblineError } from '@/lib/domain/errors'
import { refuseSealed } from '@/lib/server/blinding/seal'
import { type Db, pool, transaction } from '@/lib/server/db/pool'
import type { Viewer } from './viewer'

/**
 * Notes that the viewer sees the audit's results; to be called before they are answered. A token's read counts for its
 * owner. Throws PlumblineError('forbidden') when the viewer rates in the audit and it is not closed, and for everybody
 * while the results are sealed. `whileSealed`: what is seen is no result, but unblinds all the same.
 */
export async function exposeTo(
  auditId: number,
  viewer: Viewer,
  { whileSealed = false }: { whileSealed?: boolean } = {},
): Promise<void> {
  if (!whileSealed) await refuseSealed(auditId)
  // Who is exposed stays so and can claim nothing: nothing is left to decide.
  if (await isExposed(auditId, viewer.userId)) return
  await transaction(async (client) => {
    await lockExposure(client, auditId, viewer.userId)
    const { rowCount } = await client.query(RATES_HERE, [auditId, viewer.userId])
    if (rowCount)
      throw new PlumblineError(
        'forbidden',
        'You rate in this audit. Its results open to you once the audit is closed.',
      )
    await client.query('INSERT INTO exposures (audit_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      auditId,
      viewer.userId,
    ])
  })
}

/** Whether the user has seen the audit's results. */
export async function isExposed(auditId: number, userId: string, db: Db = pool()): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'is-exposed',
    text: 'SELECT 1 FROM exposures WHERE audit_id = $1 AND user_id = $2',
    values: [auditId, userId],
  })
  return rowCount === 1
}

/**
 * Makes claims and exposures of one person in one audit wait for each other until the transaction ends. A claim takes
 * it before it asks `isExposed`; else the two could each find the other not yet there.
 */
export async function lockExposure(client: Db, auditId: number, userId: string): Promise<void> {
  await client.query(`SELECT ${exposureLock('$1', '$2')}`, [auditId, userId])
}

/** SQL: takes the lock of `lockExposure` for the audit and the user that two SQL expressions name. */
export function exposureLock(audit: string, user: string): string {
  return `pg_advisory_xact_lock(hashtextextended('exposure ' || (${audit})::text || ' ' || (${user})::text, 0))`
}

/** A row when the person holds an item or has submitted one in an audit that is not closed. */
const RATES_HERE = `
  SELECT 1 FROM raters r JOIN audits a ON a.id = r.audit_id
  WHERE r.audit_id = $1 AND r.user_id = $2 AND a.status <> 'closed'
    AND EXISTS (SELECT 1 FROM assignments s WHERE s.rater_id = r.id AND s.status IN ('leased', 'submitted'))`
