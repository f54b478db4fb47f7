import type { BlindItem, Feedback } from '@/lib/domain/blind'
import type { Db } from '../db/pool'
import { stands } from './stands'

/** Which of the practice items one is, of how many. */
export type PracticePlace = NonNullable<BlindItem['practice']>

/** Where the output stands among the practice items of its audit; null where it is none any more. */
export async function practicePlace(client: Db, outputId: number): Promise<PracticePlace | null> {
  const { rows } = await client.query<PracticePlace>(
    `SELECT place, of FROM (
       SELECT g.output_id, (row_number() OVER (ORDER BY min(g.id)))::int AS place, (count(*) OVER ())::int AS of
       FROM gold_answers g
       WHERE g.audit_id = (SELECT audit_id FROM outputs WHERE id = $1) AND g.purpose = 'practice' AND g.ended_at IS NULL
         AND ${stands('g.output_id')}
       GROUP BY g.output_id
     ) listed WHERE output_id = $1`,
    [outputId],
  )
  return rows[0] ?? null
}

/** What a rater learns after submitting a practice item: the known answers, in the order of the criteria. */
export async function practiceFeedback(client: Db, outputId: number): Promise<Feedback[]> {
  const { rows } = await client.query<Feedback>(
    `SELECT c.key, g.score, g.tolerance, g.feedback AS text
     FROM gold_answers g JOIN criteria c ON c.id = g.criterion_id
     WHERE g.output_id = $1 AND g.purpose = 'practice' AND g.ended_at IS NULL ORDER BY c.position`,
    [outputId],
  )
  return rows
}
