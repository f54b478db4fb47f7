import { restoreSlots } from '../audits/slots'
import type { Db } from '../db/pool'

/** How long a lease lasts from its claim or its latest draft, in minutes. */
export const LEASE_MINUTES = 30

/** The most outputs that a rater holds at once: the current one, and one fetched ahead. */
export const MOST_HELD = 2

/** SQL: when a lease that begins now runs out. */
export const LEASE_END = `now() + interval '${LEASE_MINUTES} minutes'`

/** What an assignment takes a slot of: its output, the output's further rating, or nothing, as a check does. */
export type Place = { purpose: string; outputId: number }

export function needsSlot({ purpose }: Place): boolean {
  return purpose === 'main' || purpose === 'adjudication'
}

/** Takes an open slot for an assignment, where it needs one. Answers false, and changes nothing, when none is left. */
export async function takeSlot(client: Db, place: Place): Promise<boolean> {
  if (!needsSlot(place)) return true
  const { rowCount } = await client.query(
    place.purpose === 'main'
      ? 'UPDATE outputs SET open_slots = open_slots - 1, begun = true WHERE id = $1 AND open_slots > 0'
      : 'UPDATE adjudications SET open = false WHERE output_id = $1 AND open',
    [place.outputId],
  )
  return rowCount === 1
}

/**
 * Opens the slots of assignments that have just been given up, in the caller's transaction. Further ratings come before
 * outputs, as in a claim.
 */
export async function reopenSlots(client: Db, places: readonly Place[]): Promise<void> {
  const outputsOf = (kind: string) =>
    places.filter(({ purpose }) => purpose === kind).map(({ outputId }) => outputId)
  const further = outputsOf('adjudication')
  if (further.length > 0)
    await client.query('UPDATE adjudications SET open = true WHERE output_id = ANY ($1::int[])', [further])
  await reopenOutputs(client, outputsOf('main'))
}

/** As many as each output still needs, which is none where the audit now asks for fewer ratings than it has. */
async function reopenOutputs(client: Db, outputIds: readonly number[]): Promise<void> {
  if (outputIds.length === 0) return
  // A statement of its own, so that the next one sees what was claimed while this one waited.
  await client.query('SELECT FROM outputs WHERE id = ANY ($1::int[]) ORDER BY id FOR NO KEY UPDATE', [
    outputIds,
  ])
  await restoreSlots(client, outputIds)
}
