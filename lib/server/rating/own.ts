import { PlumblineError } from '@/lib/domain/errors'
import { PREFERENCE } from '@/lib/domain/preference'
import type { ScoredCriterion } from '@/lib/domain/scores'
import { exposureLock } from '../auth/exposure'
import type { Db } from '../db/pool'
import { isSetAside } from '../supervision/is-set-aside'
import { FINISHED, SEEN_RESULTS } from './rater'

/** Who acts on which item; a proven user. */
export type ItemOfUser = { itemId: string; userId: string }

export type CriterionOfAudit = ScoredCriterion & { id: number }

/** An item of one rater, whose row this transaction holds. */
export type OwnItem = {
  id: string
  auditId: number
  outputId: number
  rightOutputId: number | null
  pairId: number | null
  raterId: number
  group: string | null
  auditOpen: boolean
  purpose: 'main' | 'practice' | 'gold' | 'repeat' | 'extra' | 'adjudication' | 'comparison'
  status: 'leased' | 'submitted' | 'skipped' | 'expired' | 'withdrawn'
  presentation: 'rendered' | 'plain'
  submittedAt: Date | null
  seconds: number | null
  idempotencyKey: string | null
  bodyHash: Buffer | null
  answer: unknown
  /** Whether the user has seen the audit's results. */
  exposed: boolean
  /** Whether the user was told the authors' names. */
  finished: boolean
  /** Whether the rater's work is set aside: it is kept, and takes no slot. */
  setAside: boolean
  /** What is to be scored; of a comparison the preference on one criterion. */
  criteria: CriterionOfAudit[]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Locks an item of this user, after all else that the user does in its audit, until the transaction ends.
 * Throws PlumblineError 'not-found' for an item that is not there or another person's.
 */
export async function holdOwnItem(client: Db, { itemId, userId }: ItemOfUser): Promise<OwnItem> {
  const gone = new PlumblineError('not-found', 'You have no such item.')
  if (!UUID.test(itemId)) throw gone
  // Statements of their own: what was done while the lock was waited for is seen by the second only.
  const { rowCount } = await client.query(
    `SELECT ${exposureLock('s.audit_id', 'r.user_id')} FROM assignments s JOIN raters r ON r.id = s.rater_id
     WHERE s.id = $1 AND r.user_id = $2`,
    [itemId, userId],
  )
  if (rowCount === 0) throw gone
  const { rows } = await client.query<OwnItem>(
    `SELECT s.id, s.audit_id AS "auditId", s.output_id AS "outputId", s.right_output_id AS "rightOutputId",
       s.pair_id AS "pairId", s.rater_id AS "raterId", r."group",
       a.status = 'open' AS "auditOpen", s.purpose, s.status, s.presentation, s.submitted_at AS "submittedAt",
       s.seconds, s.idempotency_key AS "idempotencyKey", s.body_hash AS "bodyHash", s.answer,
       r.finished_at IS NOT NULL AS finished, ${isSetAside('r.id')} AS "setAside",
       EXISTS (SELECT FROM exposures e WHERE e.audit_id = s.audit_id AND e.user_id = r.user_id) AS exposed,
       (SELECT json_agg(json_build_object('id', c.id, 'key', c.key, 'name', c.name, 'min', c.min, 'max', c.max,
          'step', c.step) ORDER BY c.position) FROM criteria c WHERE c.audit_id = s.audit_id
          AND (s.pair_id IS NULL OR c.key = a.plan -> 'comparisons' ->> 'criterion')) AS criteria
     FROM assignments s JOIN raters r ON r.id = s.rater_id JOIN audits a ON a.id = s.audit_id
     WHERE s.id = $1 FOR NO KEY UPDATE OF s`,
    [itemId],
  )
  const [item] = rows
  if (!item) throw gone
  if (item.pairId === null) return item
  return { ...item, criteria: item.criteria.map((criterion) => ({ ...criterion, ...PREFERENCE })) }
}

/** Throws PlumblineError 'forbidden' when the user has seen the audit's results, or authors' names: nothing more is blind. */
export function refuseExposed({ exposed, finished }: OwnItem): void {
  if (finished) throw new PlumblineError('forbidden', FINISHED)
  if (exposed) throw new PlumblineError('forbidden', SEEN_RESULTS)
}
