import { transaction } from '../db/pool'
import { type Place, reopenSlots } from './lease'

/** A namespace of our own among advisory locks; the second key is the audit. */
const SWEEP_LOCK = 0x706c6d73

/** The most leases that one sweep ends. */
const MOST = 100

/**
 * Ends leases of the audit that have run out and gives their slots back, in a short transaction of its own. One sweep
 * of an audit at a time, since two that meet on the same outputs in another order would wait for each other.
 */
export async function sweepLeases(auditId: number): Promise<void> {
  await transaction(async (client) => {
    const { rows } = await client.query<{ mine: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1, $2) AS mine',
      [SWEEP_LOCK, auditId],
    )
    if (!rows[0]!.mine) return
    const { rows: ended } = await client.query<Place>(
      `WITH lapsed AS (
         SELECT id FROM assignments
         WHERE audit_id = $1 AND status = 'leased' AND lease_expires_at <= now()
         ORDER BY lease_expires_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
       )
       UPDATE assignments a SET status = 'expired' FROM lapsed WHERE a.id = lapsed.id
       RETURNING a.purpose, a.output_id AS "outputId", a.pair_id AS "pairId"`,
      [auditId, MOST],
    )
    await reopenSlots(client, ended)
  })
}
