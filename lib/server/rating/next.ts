import type { Db } from '../db/pool'
import type { ShownOutputs } from './item'
import type { Place } from './lease'
import { furtherRating } from './next-further'
import { pickOutput } from './pick'
import type { HeldRater } from './rater'
import { type Design, kindAt, REPEAT_AFTER, SCHEDULED } from './schedule'
import { stands } from './stands'

/** What to hand out, and as what. A repeat is shown as it was before; else `presentation` is open. */
export type Next = ShownOutputs &
  Place & {
    purpose: 'main' | 'adjudication' | 'practice' | 'gold' | 'repeat' | 'comparison'
    presentation: 'rendered' | 'plain' | null
  }

/** A repeat is one of so many of the rater's latest outputs that are far enough back. */
const REPEATABLE = 40

/**
 * What the rater is to have next: all practice items first; then what the schedule has at this place; null when no
 * output is left for this rater or the cap is reached. Only an output of the plan and a further rating need a slot, and it is
 * locked here. Further ratings that were asked for come before the plan, and are no different to who gives them.
 *
 * A gold item or a repeat comes only while an output is left after it, and where none can be had the output takes its
 * place. So checks never trail at the end, where they could be told.
 */
export async function nextOutput(client: Db, rater: HeldRater): Promise<Next | null> {
  const practice = rater.hasPractice ? await nextPractice(client, rater) : null
  if (practice !== null) return oneOutput(practice, 'practice')
  const { cap, order } = rater.design.plan
  if (cap !== undefined && rater.given >= cap) return null
  const output =
    (await furtherRating(client, rater, { waits: false })) ??
    (await planned(client, rater, order)) ??
    (await furtherRating(client, rater, { waits: true }))
  return output && ((await check(client, rater)) ?? output)
}

/** An output that the plan still needs a rating of. */
async function planned(client: Db, rater: HeldRater, order: Design['plan']['order']): Promise<Next | null> {
  const balance = order === 'balanced' ? { seed: `${rater.design.seed}`, place: rater.handed } : null
  const outputId = await pickOutput(client, rater.audit.id, rater.id, balance)
  return outputId === null ? null : oneOutput(outputId, 'main')
}

/** One output to hand out, as an item of any purpose but a comparison has it. */
export function oneOutput(
  outputId: number,
  purpose: Next['purpose'],
  presentation: Next['presentation'] = null,
): Next {
  return { outputId, rightOutputId: null, pairId: null, purpose, presentation }
}

async function check(client: Db, rater: HeldRater): Promise<Next | null> {
  const place = rater.items + 1
  const purpose = kindAt(rater.design, place)
  if (purpose === 'main') return null
  const { rows } =
    purpose === 'gold'
      ? await client.query<Found>(GOLD, [rater.audit.id, rater.id, rater.design.seed])
      : await client.query<Found>(REPEAT, [rater.id, place, rater.design.seed])
  return rows[0] ? oneOutput(rows[0].outputId, purpose, rows[0].presentation) : null
}

type Found = Pick<Next, 'outputId' | 'presentation'>

/** The practice items in the order in which they were marked. */
async function nextPractice(client: Db, rater: HeldRater): Promise<number | null> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT g.output_id AS id FROM gold_answers g
     WHERE g.audit_id = $1 AND g.purpose = 'practice' AND g.ended_at IS NULL
       AND NOT EXISTS (SELECT FROM assignments s WHERE s.rater_id = $2 AND s.output_id = g.output_id)
       AND ${stands('g.output_id')}
     GROUP BY g.output_id ORDER BY min(g.id) LIMIT 1`,
    [rater.audit.id, rater.id],
  )
  return rows[0]?.id ?? null
}

/** A gold item that the rater has not had, in an order of the rater's own. */
const GOLD = `
  SELECT g.output_id AS "outputId", NULL AS presentation FROM gold_answers g
  WHERE g.audit_id = $1 AND g.purpose = 'gold' AND g.ended_at IS NULL
    AND NOT EXISTS (SELECT FROM assignments s WHERE s.rater_id = $2 AND s.output_id = g.output_id)
    AND ${stands('g.output_id')}
  GROUP BY g.output_id ORDER BY md5($3 || ' ' || g.output_id) LIMIT 1`

/** An output that the rater submitted at least so many items ago, and that has not come back yet. */
const REPEAT = `
  WITH own AS (
    SELECT output_id, purpose, status, presentation, row_number() OVER (ORDER BY leased_at, id) AS place
    FROM assignments WHERE rater_id = $1 AND purpose IN ${SCHEDULED}),
  far AS (
    SELECT output_id, presentation FROM own
    WHERE purpose = 'main' AND status = 'submitted' AND place < $2 - ${REPEAT_AFTER}
      AND output_id NOT IN (SELECT output_id FROM own WHERE purpose = 'repeat')
    ORDER BY place DESC LIMIT ${REPEATABLE})
  SELECT output_id AS "outputId", presentation FROM far
  WHERE ${stands('output_id')} ORDER BY md5($3 || ' ' || output_id) LIMIT 1`
