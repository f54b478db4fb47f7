import { PlumblineError } from '@/lib/domain/errors'
import { type AskedOutput, type Guess, type Guessing, MOST_ASKED } from '@/lib/domain/guesses'
import { lockExposure } from '../auth/exposure'
import { type Db, pool } from '../db/pool'
import { recordEvent } from '../events'
import { itemContent } from '../rating/item'
import { type Place, reopenSlots } from '../rating/lease'
import type { RaterOf } from '../rating/rater'
import { raterTransaction } from '../rating/transaction'

type Standing = {
  raterId: number
  offered: boolean
  finished: boolean
  holds: boolean
}

/**
 * Where the person stands with guessing who wrote some of the outputs that they rated: the first few by their items'
 * random ids. Models are named only to who has begun to guess, and so rates here no more.
 */
export async function guessing({ auditId, userId }: RaterOf, db: Db = pool()): Promise<Guessing> {
  const rater = await standingOf(db, auditId, userId)
  if (!rater) return { phase: 'not-offered' }
  const items = await askedItems(db, rater.raterId)
  const asked = items.length
  if (asked === 0) return { phase: 'not-offered' }
  if (!rater.finished)
    return rater.offered ? { phase: 'offered', asked, holds: rater.holds } : { phase: 'not-offered' }
  const at = items.findIndex(({ guessed }) => !guessed)
  const next = items[at]
  const output = next && (await shownOutput(db, next))
  if (!output) return { phase: 'done', asked }
  return { phase: 'asking', output, number: at + 1, asked, models: await modelNames(db, auditId) }
}

/**
 * Ends the person's rating in the audit, so that the authors may be named: what is held is given back, and nothing more
 * can be claimed, submitted or changed. Throws PlumblineError('conflict') where nobody is asked.
 */
export function beginGuessing({ auditId, userId }: RaterOf): Promise<void> {
  return raterTransaction(async (client) => {
    await lockExposure(client, auditId, userId)
    const rater = await standingOf(client, auditId, userId)
    if (rater?.finished) return
    if (!rater?.offered || (await askedItems(client, rater.raterId)).length === 0)
      throw new PlumblineError('conflict', 'Nothing is asked of you here.')
    const { rows } = await client.query<Place>(
      `UPDATE assignments SET status = 'expired' WHERE rater_id = $1 AND status = 'leased'
       RETURNING purpose, output_id AS "outputId", pair_id AS "pairId"`,
      [rater.raterId],
    )
    await reopenSlots(client, rows)
    await client.query('UPDATE raters SET finished_at = now() WHERE id = $1', [rater.raterId])
    await recordEvent({ action: 'rater.finish', userId, auditId }, client)
  })
}

/**
 * Keeps a guess; the first one of an output stays. Throws PlumblineError: 'conflict' before `beginGuessing`, 'not-found'
 * for an item that is not asked of the person, 'invalid' for a model that wrote none of the outputs.
 */
export function keepGuess({ auditId, userId }: RaterOf, { itemId, model }: Guess): Promise<void> {
  return raterTransaction(async (client) => {
    await lockExposure(client, auditId, userId)
    const rater = await standingOf(client, auditId, userId)
    if (!rater?.finished) throw new PlumblineError('conflict', 'The guessing has not begun.')
    const item = (await askedItems(client, rater.raterId)).find((asked) => asked.itemId === itemId)
    if (!item) throw new PlumblineError('not-found', 'This output is not asked of you.')
    if (model !== null && !(await modelNames(client, auditId)).includes(model))
      throw new PlumblineError('invalid', 'There is no such model here.')
    await client.query(
      `INSERT INTO author_guesses (audit_id, rater_id, output_id, assignment_id, model_id)
       VALUES ($1, $2, $3, $4, (SELECT id FROM models WHERE audit_id = $1 AND name = $5))
       ON CONFLICT (rater_id, output_id) DO NOTHING`,
      [auditId, rater.raterId, item.outputId, itemId, model],
    )
  })
}

/** The person as a rater of the audit; `offered` where its plan asks for authors, there are two, and all was blind. */
async function standingOf(db: Db, auditId: number, userId: string): Promise<Standing | null> {
  const { rows } = await db.query<Standing>(
    `SELECT r.id AS "raterId", r.finished_at IS NOT NULL AS finished,
       coalesce((a.plan ->> 'ask_authors')::boolean, false) AND r.withdrawn_at IS NULL AND a.status <> 'draft'
         AND NOT EXISTS (SELECT FROM exposures e WHERE e.audit_id = a.id AND e.user_id = r.user_id)
         AND (SELECT count(*) FROM models m WHERE m.audit_id = a.id
           AND EXISTS (SELECT FROM output_versions v WHERE v.model_id = m.id AND v.ended_at IS NULL)) >= 2 AS offered,
       EXISTS (SELECT FROM assignments s WHERE s.rater_id = r.id AND s.status = 'leased') AS holds
     FROM raters r JOIN audits a ON a.id = r.audit_id WHERE r.audit_id = $1 AND r.user_id = $2`,
    [auditId, userId],
  )
  return rows[0] ?? null
}

type AskedItem = { itemId: string; outputId: number; presentation: 'rendered' | 'plain'; guessed: boolean }

/** The outputs that the rater is asked about. Ids of items are random, so that their order is a draw. */
async function askedItems(db: Db, raterId: number): Promise<AskedItem[]> {
  const { rows } = await db.query<AskedItem>(
    `SELECT s.id AS "itemId", s.output_id AS "outputId", s.presentation,
       EXISTS (SELECT FROM author_guesses g WHERE g.rater_id = s.rater_id AND g.output_id = s.output_id) AS guessed
     FROM assignments s
     WHERE s.rater_id = $1 AND s.status = 'submitted' AND s.purpose IN ('main', 'extra')
       AND EXISTS (SELECT FROM output_versions v WHERE v.output_id = s.output_id AND v.ended_at IS NULL)
     ORDER BY s.id LIMIT $2`,
    [raterId, MOST_ASKED],
  )
  return rows
}

async function shownOutput(
  db: Db,
  { itemId, outputId, presentation }: AskedItem,
): Promise<AskedOutput | null> {
  const content = await itemContent(db, { outputId, rightOutputId: null })
  return content && { itemId, prompt: content.prompt, text: content.text, presentation }
}

/** The models that wrote the audit's current outputs, by name. */
export async function modelNames(db: Db, auditId: number): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT m.name FROM models m WHERE m.audit_id = $1
       AND EXISTS (SELECT FROM output_versions v WHERE v.model_id = m.id AND v.ended_at IS NULL)
     ORDER BY m.name COLLATE "C"`,
    [auditId],
  )
  return rows.map(({ name }) => name)
}
