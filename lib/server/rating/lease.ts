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

/** Gives a slot back, for another rater to take. */
export async function giveSlotBack(client: Db, outputId: number): Promise<void> {
  await client.query('UPDATE outputs SET open_slots = open_slots + 1 WHERE id = $1', [outputId])
}
