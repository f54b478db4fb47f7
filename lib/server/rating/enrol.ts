import type { Db } from '../db/pool'
import { randomPseudonym } from './pseudonym'

/**
 * Makes a person a rater of an audit under a random pseudonym, and returns the rater's id; who is one stays the same.
 * With an invitation it is noted by which they came, and its group is theirs unless they have one.
 */
export async function enrol(
  client: Db,
  {
    auditId,
    userId,
    invitation = null,
  }: { auditId: number; userId: string; invitation?: { id: number; group: string | null } | null },
): Promise<number> {
  for (;;) {
    // Another rater may have the pseudonym, or an invitation that is accepted just now may have made the row.
    await client.query(
      'INSERT INTO raters (audit_id, pseudonym, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [auditId, randomPseudonym(), userId],
    )
    const { rows } = await client.query<{ id: number }>(
      `UPDATE raters SET invitation_id = coalesce(invitation_id, $3), "group" = coalesce("group", $4)
       WHERE audit_id = $1 AND user_id = $2 RETURNING id`,
      [auditId, userId, invitation?.id ?? null, invitation?.group ?? null],
    )
    if (rows[0]) return rows[0].id
  }
}
