import type { AuditStatus, Presentation } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import { isExposed, lockExposure } from '../auth/exposure'
import type { Db } from '../db/pool'
import { randomPseudonym } from './pseudonym'

/** The rater of an audit, whose row this transaction holds, and what a claim must know of the audit. */
export type HeldRater = {
  id: number
  quota: number
  audit: { id: number; status: AuditStatus; presentation: Presentation }
}

/**
 * The most outputs that a rater is asked for. Counting more would make the first claim of an audit of millions slow,
 * and nobody rates as many.
 */
export const MOST_QUOTA = 100_000

/** What a person is told who has seen results. */
export const SEEN_RESULTS =
  "You have seen this audit's results, so you cannot rate in it: a rating counts only when it was given blind."

const NOT_INVITED = 'Only people who were invited rate here. Ask for an invitation.'

/**
 * Locks the person's row in the audit until the transaction ends, and makes it, with a random pseudonym, on the first
 * claim. All that one rater does in one audit is thereby done one after another, in however many tabs.
 *
 * Throws PlumblineError: 'not-found' without the audit; 'forbidden' for who has seen results, was not invited where
 * invitations are needed, or withdrew; 'conflict' when there is nothing to rate yet, or no more.
 */
export async function holdRater(client: Db, auditId: number, userId: string): Promise<HeldRater> {
  await lockExposure(client, auditId, userId)
  const { rows: audits } = await client.query<HeldRater['audit'] & { invited_only: boolean }>(
    `SELECT id, status, presentation, EXISTS (SELECT FROM invitations i WHERE i.audit_id = a.id) AS invited_only
     FROM audits a WHERE id = $1`,
    [auditId],
  )
  const [audit] = audits
  if (!audit) throw new PlumblineError('not-found', 'There is no such audit.')
  if (await isExposed(auditId, userId, client)) throw new PlumblineError('forbidden', SEEN_RESULTS)
  if (audit.status === 'draft') throw new PlumblineError('conflict', 'This rating task is not open yet.')

  const rater = (await lockRow(client, auditId, userId)) ?? (await enrol(client, audit, userId))
  if (audit.invited_only && !rater.invited) throw new PlumblineError('forbidden', NOT_INVITED)
  if (rater.withdrawn)
    throw new PlumblineError('forbidden', 'You withdrew from this rating task, so it hands you nothing more.')
  const quota = rater.quota ?? (await fixQuota(client, auditId, rater.id))
  return { id: rater.id, quota, audit }
}

type RaterRow = { id: number; quota: number | null; withdrawn: boolean; invited: boolean }

async function lockRow(client: Db, auditId: number, userId: string): Promise<RaterRow | undefined> {
  const { rows } = await client.query<RaterRow>(
    `SELECT id, quota, withdrawn_at IS NOT NULL AS withdrawn, invitation_id IS NOT NULL AS invited FROM raters
     WHERE audit_id = $1 AND user_id = $2 FOR NO KEY UPDATE`,
    [auditId, userId],
  )
  return rows[0]
}

async function enrol(
  client: Db,
  audit: HeldRater['audit'] & { invited_only: boolean },
  userId: string,
): Promise<RaterRow> {
  if (audit.status === 'closed') throw new PlumblineError('conflict', 'This rating task is closed.')
  if (audit.invited_only) throw new PlumblineError('forbidden', NOT_INVITED)
  for (;;) {
    // Another rater may have the pseudonym, or an invitation that is accepted just now may have made the row.
    await client.query(
      'INSERT INTO raters (audit_id, pseudonym, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [audit.id, randomPseudonym(), userId],
    )
    const row = await lockRow(client, audit.id, userId)
    if (row) return row
  }
}

async function fixQuota(client: Db, auditId: number, raterId: number): Promise<number> {
  const { rows } = await client.query<{ quota: number }>(
    `UPDATE raters SET quota = (
       SELECT count(*) FROM (
         SELECT FROM outputs WHERE audit_id = $1 AND open_slots > 0 ORDER BY draw LIMIT ${MOST_QUOTA}
       ) open
     ) WHERE id = $2 RETURNING quota`,
    [auditId, raterId],
  )
  return rows[0]!.quota
}
