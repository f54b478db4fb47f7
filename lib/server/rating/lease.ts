import { restoreSlots } from '../audits/slots'
import type { Db } from '../db/pool'
import { isSetAside } from '../supervision/is-set-aside'

/** How long a lease lasts from its claim or its latest draft, in minutes. */
export const LEASE_MINUTES = 30

/** The most outputs that a rater holds at once: the current one, and one fetched ahead. */
export const MOST_HELD = 2

/** SQL: when a lease that begins now runs out. */
export const LEASE_END = `now() + interval '${LEASE_MINUTES} minutes'`

/** What an assignment takes a slot of: its output, the output's further rating, its pair, or nothing, as a check does. */
export type Place = { purpose: string; outputId: number; pairId: number | null }

export function needsSlot({ purpose }: Pick<Place, 'purpose'>): boolean {
  return purpose in TAKE
}

/** SQL: takes the slot of output $1, or of pair $1. */
const TAKE: Record<string, string> = {
  main: 'UPDATE outputs SET open_slots = open_slots - 1, begun = true WHERE id = $1 AND open_slots > 0',
  adjudication: 'UPDATE adjudications SET open = false WHERE output_id = $1 AND open',
  comparison: 'UPDATE pairs SET open_slots = open_slots - 1 WHERE id = $1 AND open_slots > 0',
}

/** Takes an open slot for an assignment, where it needs one. Answers false, and changes nothing, when none is left. */
export async function takeSlot(client: Db, place: Place): Promise<boolean> {
  if (!needsSlot(place)) return true
  const { rowCount } = await client.query(TAKE[place.purpose]!, [place.pairId ?? place.outputId])
  return rowCount === 1
}

/**
 * Opens the slots of assignments that have just been given up, in the caller's transaction. Pairs and further ratings come
 * before outputs, as in a claim.
 */
export async function reopenSlots(client: Db, places: readonly Place[]): Promise<void> {
  const pairs = places.flatMap(({ pairId }) => pairId ?? [])
  await settlePairs(client, pairs, pairs)
  const outputsOf = (kind: string) =>
    places.filter(({ purpose }) => purpose === kind).map(({ outputId }) => outputId)
  const further = outputsOf('adjudication')
  if (further.length > 0)
    await client.query('UPDATE adjudications SET open = true WHERE output_id = ANY ($1::int[])', [further])
  await reopenOutputs(client, outputsOf('main'))
}

/** Opens a slot for each place in `givenUp`, and leaves none of the pairs more than it still needs: what is set aside does not count. */
export async function settlePairs(
  client: Db,
  pairIds: readonly number[],
  givenUp: readonly number[],
): Promise<void> {
  if (pairIds.length === 0) return
  await client.query('SELECT FROM pairs WHERE id = ANY ($1::int[]) ORDER BY id FOR NO KEY UPDATE', [pairIds])
  await client.query(
    `UPDATE pairs p SET open_slots = least(
       p.open_slots + (SELECT count(*) FROM unnest($2::int[]) AS given (id) WHERE given.id = p.id), ${STILL_NEEDED})
     FROM audits a WHERE a.id = p.audit_id AND p.id = ANY ($1::int[])`,
    [pairIds, givenUp],
  )
}

/** SQL: how many raters pair `p` of audit `a` still needs. */
const STILL_NEEDED = `greatest(0, (a.plan -> 'comparisons' ->> 'raters_per_pair')::int
  - (SELECT count(*) FROM assignments s
     WHERE s.pair_id = p.id AND s.status IN ('leased', 'submitted') AND NOT ${isSetAside('s.rater_id')}))`

/** As many as each output still needs, which is none where the audit now asks for fewer ratings than it has. */
async function reopenOutputs(client: Db, outputIds: readonly number[]): Promise<void> {
  if (outputIds.length === 0) return
  // A statement of its own, so that the next one sees what was claimed while this one waited.
  await client.query('SELECT FROM outputs WHERE id = ANY ($1::int[]) ORDER BY id FOR NO KEY UPDATE', [
    outputIds,
  ])
  await restoreSlots(client, outputIds)
}
