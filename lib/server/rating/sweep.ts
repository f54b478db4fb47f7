import { type Db, pool, transaction } from '../db/pool'

/** A namespace of our own among advisory locks; the second key is the audit. */
const SWEEP_LOCK = 0x706c6d73

/** The most leases that one sweep ends. */
const MOST = 100

/**
 * Ends leases of the audit that have run out and gives their slots back, in a short transaction of its own. One sweep
 * of an audit at a time, since two that meet on the same outputs in another order would wait for each other.
 */
export async function sweepLeases(auditId: number): Promise<void> {
  if (!(await anyLapsed(pool(), auditId))) return
  await transaction(async (client) => {
    const { rows } = await client.query<{ mine: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1, $2) AS mine',
      [SWEEP_LOCK, auditId],
    )
    if (!rows[0]!.mine) return
    await client.query(
      `WITH lapsed AS (
         SELECT id FROM assignments
         WHERE audit_id = $1 AND status = 'leased' AND lease_expires_at <= now()
         ORDER BY lease_expires_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
       ), ended AS (
         UPDATE assignments a SET status = 'expired' FROM lapsed WHERE a.id = lapsed.id
         RETURNING a.output_id, a.purpose
       ), freed AS (
         SELECT output_id, count(*)::int AS slots FROM ended WHERE purpose = 'main' GROUP BY output_id
       )
       UPDATE outputs o SET open_slots = o.open_slots + freed.slots FROM freed WHERE o.id = freed.output_id`,
      [auditId, MOST],
    )
  })
}

async function anyLapsed(db: Db, auditId: number): Promise<boolean> {
  const { rows } = await db.query<{ any: boolean }>(
    `SELECT EXISTS (SELECT FROM assignments WHERE audit_id = $1 AND status = 'leased' AND lease_expires_at <= now()) AS any`,
    [auditId],
  )
  return rows[0]!.any
}
