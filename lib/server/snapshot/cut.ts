import type { Db } from '../db/pool'

/** The tables whose rows are ended and added, never overwritten, and stamped by cuts. */
const STAMPED = [
  'output_versions',
  'features',
  'signal_scores',
  'human_ratings',
  'verified_labels',
  'comparisons',
  'gold_answers',
  'set_asides',
] as const

/** A namespace of our own among advisory locks; the second key is the audit. */
const CUT_LOCK = 0x706c6d62

/** Takes the audit's cut lock until the transaction ends and returns the revision that the cut will make. */
export async function lockNextRevision(client: Db, auditId: number): Promise<number> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [CUT_LOCK, auditId])
  const { rows } = await client.query<{ next: number }>(
    'SELECT revision + 1 AS next FROM audits WHERE id = $1',
    [auditId],
  )
  return rows[0]!.next
}

/**
 * Stamps every committed, unstamped row of the audit with `revision` and makes it the audit's newest.
 * The caller holds the lock (`lockNextRevision`) in the same transaction. A row that was added and ended between two
 * cuts belongs to no revision: it is stamped from = until.
 */
export async function stampRevision(
  client: Db,
  auditId: number,
  revision: number,
  reason: 'import' | 'ratings' | 'settings',
): Promise<void> {
  for (const table of STAMPED) {
    await client.query(
      `UPDATE ${table} SET from_revision = $2 WHERE audit_id = $1 AND from_revision IS NULL`,
      [auditId, revision],
    )
    await client.query(
      `UPDATE ${table} SET until_revision = $2 WHERE audit_id = $1 AND ended_at IS NOT NULL AND until_revision IS NULL`,
      [auditId, revision],
    )
  }
  await client.query('UPDATE audits SET revision = $2 WHERE id = $1', [auditId, revision])
  await client.query('INSERT INTO cuts (audit_id, revision, reason) VALUES ($1, $2, $3)', [
    auditId,
    revision,
    reason,
  ])
}

/** SQL condition: the row of alias `t` stands at revision `$n`. */
export function standsAt(t: string, parameter: number): string {
  return standing(t, `$${parameter}`)
}

/** The same with the revision written out, for COPY, which takes no parameters. */
export function standsAtRevision(t: string, revision: number): string {
  if (!Number.isSafeInteger(revision)) throw new Error(`Not a revision: ${revision}`)
  return standing(t, String(revision))
}

function standing(t: string, revision: string): string {
  return `${t}.from_revision <= ${revision} AND (${t}.until_revision IS NULL OR ${t}.until_revision > ${revision})`
}
