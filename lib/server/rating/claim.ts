import { randomInt } from 'node:crypto'
import type { BlindItem, Progress } from '@/lib/domain/blind'
import { PlumblineError } from '@/lib/domain/errors'
import { canRender } from '@/lib/domain/rendering'
import type { Db } from '../db/pool'
import { blindItem, itemContent, type ShownAssignment, type ShownOutputs, shownHash } from './item'
import { LEASE_END, type MOST_HELD, needsSlot, type Place, takeSlot } from './lease'
import { nextOutput } from './next'
import { nextPair } from './next-pair'
import type { OwnItem } from './own'
import { type PracticePlace, practicePlace } from './practice'
import { type HeldRater, holdRater } from './rater'
import { sweepLeases } from './sweep'
import { raterTransaction } from './transaction'

/** An assignment of the rater that this transaction holds. */
type OwnLease = ShownAssignment &
  ShownOutputs &
  Place & {
    purpose: OwnItem['purpose']
    status: 'leased' | 'expired'
    shownHash: Buffer | null
    runsLow: boolean
  }

/**
 * Hands the rater up to `most` outputs (1, or 2 to fetch one ahead), the current one first: what the rater holds; else
 * what the rater held when its lease ran out, with its draft, while its output still has a slot; else a new one. Empty
 * when nothing is left for this rater, or they have rated all that their invitation asks for. After the audit has closed
 * only what is held is handed out.
 *
 * Throws PlumblineError: as `holdRater`; 'unavailable' while an import holds the outputs.
 */
export async function claim({
  auditId,
  userId,
  most = 1,
}: {
  auditId: number
  userId: string
  most?: 1 | typeof MOST_HELD
}): Promise<BlindItem[]> {
  for (let swept = false; ; ) {
    const { items, taken, anyLapsed } = await claimOne(auditId, userId, most, swept)
    if (anyLapsed && !swept) {
      await sweepLeases(auditId)
      swept = true
    } else if (items.length === most || !taken) return items
  }
}

/**
 * What the rater holds, and one more where that is less than `most`. One transaction takes no second output: while it
 * waited for that, another rater could wait for its first. Leases that ran out are to be swept before anything is taken.
 */
function claimOne(auditId: number, userId: string, most: number, swept: boolean) {
  return raterTransaction(async (client) => {
    const rater = await holdRater(client, auditId, userId)
    const { audit, progress, anyLapsed } = rater
    const items: BlindItem[] = []
    if (anyLapsed && !swept) return { items, taken: false, anyLapsed }
    const mine = await ownItems(client, rater.id)
    for (const held of mine.filter(({ status }) => status === 'leased').slice(0, most)) {
      const item = await handOutAgain(client, held, progress)
      if (item) items.push(item)
    }
    if (audit.status === 'closed' && items.length === 0)
      throw new PlumblineError('conflict', 'This rating task is closed.')
    if (items.length === most || audit.status === 'closed') return { items, taken: false, anyLapsed }
    const isFull = rater.given >= (rater.design.plan.cap ?? Number.POSITIVE_INFINITY)
    // The cap is on outputs: a comparison comes back all the same.
    const isCapped = (item: OwnLease) => isFull && item.pairId === null && needsSlot(item)
    const lapsed = mine.filter((item) => item.status === 'expired' && !isCapped(item))
    const next =
      (await revive(client, lapsed, progress, items.length)) ?? (await claimNew(client, rater, items.length))
    if (next) items.push(next)
    return { items, taken: next !== null, anyLapsed }
  })
}

/**
 * What the rater holds, oldest first, then what the rater held when its lease ran out and whose output has a slot, or
 * needs none: practice in its order, then what was last worked on. A lease that ran out but was not swept yet still has
 * its slot.
 */
export async function ownItems(client: Db, raterId: number): Promise<OwnLease[]> {
  const { rows } = await client.query<OwnLease>(
    `SELECT id, output_id AS "outputId", right_output_id AS "rightOutputId", pair_id AS "pairId", purpose, status,
       presentation, lease_expires_at AS "leaseExpiresAt", draft, shown_hash AS "shownHash",
       lease_expires_at < now() + interval '20 minutes' AS "runsLow"
     FROM assignments s
     WHERE rater_id = $1 AND status IN ('leased', 'expired') AND (status = 'leased' OR CASE purpose
       WHEN 'main' THEN EXISTS (SELECT FROM outputs o WHERE o.id = s.output_id AND o.open_slots > 0)
       WHEN 'adjudication' THEN EXISTS (SELECT FROM adjudications d WHERE d.output_id = s.output_id AND d.open)
       WHEN 'comparison' THEN EXISTS (SELECT FROM pairs p WHERE p.id = s.pair_id AND p.open_slots > 0)
       ELSE true END)
     ORDER BY status, CASE WHEN status = 'leased' THEN leased_at END,
       CASE WHEN purpose = 'practice' THEN leased_at END NULLS LAST, draft_at DESC NULLS LAST, leased_at DESC, id
     FOR NO KEY UPDATE`,
    [raterId],
  )
  return rows
}

/** Null when the output was taken out of the audit meanwhile. */
async function handOutAgain(client: Db, held: OwnLease, progress: Progress): Promise<BlindItem | null> {
  const content = await itemContent(client, held)
  if (!content) return null
  const hash = shownHash(content, held.presentation)
  if (held.runsLow || !held.shownHash?.equals(hash)) {
    const { rows } = await client.query<{ until: Date }>(
      `UPDATE assignments SET lease_expires_at = ${LEASE_END}, shown_hash = $2 WHERE id = $1
       RETURNING lease_expires_at AS until`,
      [held.id, hash],
    )
    held.leaseExpiresAt = rows[0]!.until
  }
  return blindItem(held, content, progress, await placeOf(client, held))
}

/** Only practice is told from the rest. */
async function placeOf(
  client: Db,
  { purpose, outputId }: { purpose: OwnItem['purpose']; outputId: number },
): Promise<PracticePlace | null> {
  return purpose === 'practice' ? practicePlace(client, outputId) : null
}

/** Takes the slot again of an item whose lease had run out. */
async function revive(
  client: Db,
  items: OwnLease[],
  progress: Progress,
  alreadyHeld: number,
): Promise<BlindItem | null> {
  for (const lapsed of items) {
    if (!(await itemContent(client, lapsed))) continue
    if (!(await takeSlot(client, lapsed))) continue
    await client.query(
      `UPDATE assignments SET status = 'leased', leased_at = clock_timestamp() + $2 * interval '1 ms' WHERE id = $1`,
      [lapsed.id, alreadyHeld],
    )
    return handOutAgain(client, { ...lapsed, runsLow: true }, progress)
  }
  return null
}

async function claimNew(client: Db, rater: HeldRater, alreadyHeld: number): Promise<BlindItem | null> {
  const { id: raterId, audit, progress } = rater
  const next = (await nextOutput(client, rater)) ?? (await nextPair(client, rater))
  const content = next && (await itemContent(client, next))
  if (!next || !content) return null
  const { outputId, rightOutputId, pairId, purpose } = next
  const chosen = next.presentation ?? (audit.presentation === 'randomised' ? tossCoin() : audit.presentation)
  const renders = canRender(content.text) && canRender(content.other_text ?? '')
  const presentation = renders ? chosen : 'plain'
  const { rows } = await client.query<{ id: string; leaseExpiresAt: Date }>(
    `WITH taken AS (UPDATE outputs SET open_slots = open_slots - 1, begun = true WHERE id = $2 AND $9 = 'main'),
       adjudicated AS (UPDATE adjudications SET open = false WHERE output_id = $2 AND $9 = 'adjudication'),
       compared AS (UPDATE pairs SET open_slots = open_slots - 1 WHERE id = $4)
     INSERT INTO assignments (audit_id, output_id, right_output_id, pair_id, rater_id, presentation, lease_expires_at,
       shown_hash, leased_at, purpose)
     VALUES ($1, $2, $3, $4, $5, $6, ${LEASE_END}, $7, clock_timestamp() + $8 * interval '1 ms', $9::purpose)
     RETURNING id, lease_expires_at AS "leaseExpiresAt"`,
    [
      ...[audit.id, outputId, rightOutputId, pairId, raterId, presentation, shownHash(content, presentation)],
      // The clock, since a transaction may begin before another and hold the rater after it; and what is fetched ahead is
      // later by a tick. So the order in which items are held stays.
      ...[alreadyHeld, purpose],
    ],
  )
  const assignment = { ...rows[0]!, presentation, draft: null }
  return blindItem(assignment, content, progress, await placeOf(client, next))
}

function tossCoin(): 'rendered' | 'plain' {
  return randomInt(2) === 0 ? 'rendered' : 'plain'
}
