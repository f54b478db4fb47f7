import { PlumblineError } from '@/lib/domain/errors'
import type { SetAside } from '@/lib/domain/set-aside'
import { lockExposure } from '../auth/exposure'
import type { Db } from '../db/pool'
import { recordEvent } from '../events'
import { type Place, reopenSlots, settlePairs } from '../rating/lease'
import { raterTransaction } from '../rating/transaction'
import { lockNextRevision, stampRevision } from '../snapshot/cut'

/** Which rater, by pseudonym, and who acts. */
type Of = { auditId: number; byId: string | null }

/**
 * Sets a rater's work aside: from the revision that this cuts, no estimate has their ratings. All are kept. What they hold
 * is given back, they are handed nothing more, and with `reopen` the places that they took are open to others again.
 * Answers how many outputs were opened.
 *
 * Throws PlumblineError: 'not-found'; 'conflict' where their work is set aside already.
 */
export function setAside({ rater: pseudonym, reason, reopen }: SetAside, of: Of): Promise<number> {
  return inNewRevision(pseudonym, of, async (client, raterId) => {
    const { rowCount } = await client.query(
      `INSERT INTO set_asides (audit_id, rater_id, reason, set_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [of.auditId, raterId, reason, of.byId],
    )
    if (rowCount === 0) throw new PlumblineError('conflict', 'The work of this rater is set aside already.')
    await giveBackHeld(client, raterId)
    const reopened = reopen ? await openPlaces(client, raterId) : 0
    return { answer: reopened, action: 'rater.set-aside', detail: { reopened } }
  })
}

/**
 * Takes a setting aside back: the ratings count again. They take their places again where nobody has taken them since, and
 * else are extra ones. Answers how many places they took.
 *
 * Throws PlumblineError: 'not-found'; 'conflict' where their work is not set aside.
 */
export function takeBack(pseudonym: string, of: Of): Promise<number> {
  return inNewRevision(pseudonym, of, async (client, raterId) => {
    const { rowCount } = await client.query(
      'UPDATE set_asides SET ended_at = now() WHERE rater_id = $1 AND ended_at IS NULL',
      [raterId],
    )
    if (rowCount === 0) throw new PlumblineError('conflict', 'The work of this rater is not set aside.')
    const taken = await takePlaces(client, raterId)
    return { answer: taken, action: 'rater.take-back', detail: { taken } }
  })
}

type Done<T> = { answer: T; action: string; detail: Record<string, unknown> }

/** The cut comes at once, so that the next report waits for it. The rater's own doings wait until it is through. */
function inNewRevision<T>(
  pseudonym: string,
  { auditId, byId }: Of,
  work: (client: Db, raterId: number) => Promise<Done<T>>,
): Promise<T> {
  return raterTransaction(async (client) => {
    const revision = await lockNextRevision(client, auditId)
    const { rows } = await client.query<{ id: number; userId: string | null }>(
      'SELECT id, user_id AS "userId" FROM raters WHERE audit_id = $1 AND pseudonym = $2',
      [auditId, pseudonym],
    )
    const [rater] = rows
    if (!rater) throw new PlumblineError('not-found', 'There is no such rater in this audit.')
    if (rater.userId) await lockExposure(client, auditId, rater.userId)
    const { answer, action, detail } = await work(client, rater.id)
    await stampRevision(client, auditId, revision, 'settings')
    await recordEvent(
      { action, userId: byId, auditId, detail: { rater: pseudonym, revision, ...detail } },
      client,
    )
    return answer
  })
}

async function giveBackHeld(client: Db, raterId: number): Promise<void> {
  const { rows } = await client.query<Place>(
    `UPDATE assignments SET status = 'expired' WHERE rater_id = $1 AND status = 'leased'
     RETURNING purpose, output_id AS "outputId", pair_id AS "pairId"`,
    [raterId],
  )
  await reopenSlots(client, rows)
}

/** The pairs that the rater has compared, where the audit is open. */
async function comparedPairs(client: Db, raterId: number): Promise<number[]> {
  const { rows } = await client.query<{ pairId: number }>(
    `SELECT s.pair_id AS "pairId" FROM assignments s JOIN audits a ON a.id = s.audit_id
     WHERE a.status = 'open' AND s.rater_id = $1 AND s.status = 'submitted' AND s.pair_id IS NOT NULL`,
    [raterId],
  )
  return rows.map(({ pairId }) => pairId)
}

/**
 * The rater's work becomes extra, which takes no place; a comparison stays one, and its pair counts it no more. Its ratings
 * stay as they were given. Answers how many outputs were opened: none once the audit is closed.
 */
async function openPlaces(client: Db, raterId: number): Promise<number> {
  const pairs = await comparedPairs(client, raterId)
  await settlePairs(client, pairs, pairs)
  const { rows } = await client.query<Place>(
    `UPDATE assignments s SET purpose = 'extra' FROM assignments before JOIN audits a ON a.id = before.audit_id
     WHERE before.id = s.id AND a.status = 'open' AND s.rater_id = $1 AND s.status = 'submitted'
       AND s.purpose IN ('main', 'adjudication')
     RETURNING before.purpose, s.output_id AS "outputId", s.pair_id AS "pairId"`,
    [raterId],
  )
  await reopenSlots(client, rows)
  return rows.length
}

/** Of what was given for the plan, and became extra when its place was opened, all whose place is still open. */
async function takePlaces(client: Db, raterId: number): Promise<number> {
  const pairs = await comparedPairs(client, raterId)
  await settlePairs(client, pairs, [])
  const { rows } = await client.query<{ id: string; output: number }>(
    `SELECT s.id, s.output_id AS output FROM assignments s JOIN outputs o ON o.id = s.output_id
     WHERE s.rater_id = $1 AND s.status = 'submitted' AND s.purpose = 'extra' AND EXISTS (SELECT FROM human_ratings h
       WHERE h.assignment_id = s.id AND h.purpose = 'main' AND h.ended_at IS NULL)
     ORDER BY o.id FOR NO KEY UPDATE OF o`,
    [raterId],
  )
  const { rowCount } = await client.query(
    `WITH taken AS (UPDATE outputs SET open_slots = open_slots - 1 WHERE id = ANY ($2) AND open_slots > 0 RETURNING id)
     UPDATE assignments s SET purpose = 'main' FROM taken WHERE s.id = ANY ($1) AND s.output_id = taken.id`,
    [rows.map(({ id }) => id), rows.map(({ output }) => output)],
  )
  return rowCount ?? 0
}
