import { toUnit } from '@/lib/domain/scale'
import type { Db } from '../db/pool'
import type { OwnItem } from './own'

/** Adds one human rating for each criterion of an item. The scores have been checked. */
export async function addRatings(
  client: Db,
  item: OwnItem,
  purpose: OwnItem['purpose'],
  given: { scores: Record<string, number>; comment: string | null; seconds: number | null },
): Promise<void> {
  const { criteria } = item
  const scores = criteria.map(({ key }) => given.scores[key]!)
  await client.query(
    `INSERT INTO human_ratings (audit_id, output_id, criterion_id, rater_id, assignment_id, source, purpose,
       presentation, score, scale_min, scale_max, unit, "group", seconds, comment)
     SELECT $1, $2, c.id, $3, $4, 'session', $5, $6, c.score, c.min, c.max, c.unit, $7, $8, $9
     FROM unnest($10::int[], $11::float8[], $12::float8[], $13::float8[], $14::float8[])
       AS c (id, score, min, max, unit)`,
    [
      item.auditId,
      item.outputId,
      item.raterId,
      item.id,
      purpose,
      item.presentation,
      item.group,
      given.seconds,
      given.comment,
      criteria.map(({ id }) => id),
      scores,
      criteria.map(({ min }) => min),
      criteria.map(({ max }) => max),
      criteria.map((criterion, i) => toUnit(scores[i]!, criterion)!),
    ],
  )
}

/** Ends the current human ratings of an item. */
export async function endRatings(client: Db, itemId: string): Promise<void> {
  await client.query(
    'UPDATE human_ratings SET ended_at = now() WHERE assignment_id = $1 AND ended_at IS NULL',
    [itemId],
  )
}
