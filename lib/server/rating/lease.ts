import { restoreSlots } from '../audits/slots'
import type { Db } from '../db/pool'

/** How long a lease lasts from its claim or its latest draft, in minutes. */
export const LEASE_MINUTES = 30

/** The most outputs that a rater holds at once: the current one, and one fetched ahead. */
export const MOST_HELD = 2

/** SQL: when a lease that begins now runs out. */
export const LEASE_END = `now() + interval '${LEASE_MINUTES} minutes'`

/** Takes an open slot of the output. Answers false, and changes nothing, when none is left. */
export async function takeSlot(client: Db, outputId: number): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE outputs SET open_slots = open_slots - 1, begun = true WHERE id = $1 AND open_slots > 0',
    [outputId],
  )
  return rowCount === 1
}

/** Opens the slots of outputs whose assignments have just been given up, as far as they are still needed. */
export async function reopenSlots(client: Db, outputIds: readonly number[]): Promise<void> {
  // A statement of its own, so that the next one sees what was claimed while this one waited.
  await client.query('SELECT FROM outputs WHERE id = ANY ($1::int[]) ORDER BY id FOR NO KEY UPDATE', [
    outputIds,
  ])
  await restoreSlots(client, outputIds)
}
