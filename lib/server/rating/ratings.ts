import { PREFERENCE } from '@/lib/domain/preference'
import { toUnit } from '@/lib/domain/scale'
import type { Db } from '../db/pool'
import type { OwnItem } from './own'

type Given = { scores: Record<string, number>; comment: string | null; seconds: number | null }

/** Adds one human rating for each criterion of an item, or what is preferred in a comparison. The scores have been checked. */
export async function addRatings(
  client: Db,
  item: OwnItem,
  purpose: OwnItem['purpose'],
  given: Given,
): Promise<void> {
  if (item.pairId !== null) return addComparison(client, item, given)
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

async function addComparison(client: Db, item: OwnItem, { scores, comment, seconds }: Given): Promise<void> {
  const { id, auditId, raterId, outputId, rightOutputId, presentation, group, criteria } = item
  const [criterion] = criteria
  await client.query(
    `INSERT INTO comparisons (audit_id, rater_id, criterion_id, assignment_id, left_output_id, right_output_id,
       presentation, preference, "group", seconds, comment)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[auditId, raterId, criterion!.id, id, outputId, rightOutputId, presentation, scores[criterion!.key]],
      ...[group, seconds, comment],
    ],
  )
}

/** Ends what was given on an item. */
export async function endRatings(client: Db, itemId: string): Promise<void> {
  for (const table of ['human_ratings', 'comparisons'])
    await client.query(`UPDATE ${table} SET ended_at = now() WHERE assignment_id = $1 AND ended_at IS NULL`, [
      itemId,
    ])
}

/** SQL: what is given now on each item, as `assignment_id, key, name, position, score`. */
export const GIVEN = `
  SELECT h.assignment_id, c.key, c.name, c.position, h.score
  FROM human_ratings h JOIN criteria c ON c.id = h.criterion_id WHERE h.ended_at IS NULL
  UNION ALL
  SELECT d.assignment_id, '${PREFERENCE.key}', c.name, c.position, d.preference
  FROM comparisons d JOIN criteria c ON c.id = d.criterion_id WHERE d.ended_at IS NULL`
