import { randomUUID } from 'node:crypto'
import type { BlindItem } from '@/lib/domain/blind'
import type { Plan } from '@/lib/domain/plan'
import type { Db } from '../db/pool'

/** An audit made for one test: its ids, and those of its outputs and criteria. */
export type MadeAudit = { id: number; publicId: string; slug: string; outputIds: number[] }

const CRITERIA = [
  { key: 'quality', name: 'Quality', min: 1, max: 5, step: 1 },
  { key: 'truth', name: 'Truth', min: 0, max: 1, step: null },
]

/** Makes an open audit with two criteria (`quality` 1…5 by 1, `truth` 0…1 without steps) and texts to rate. */
export async function makeAudit(
  db: Db,
  {
    outputs = 3,
    models = 1,
    perOutput = 1,
    status = 'open',
    presentation = 'rendered',
    invitedBy = null,
  }: {
    outputs?: number
    /** So many models answered each prompt, in turn. */
    models?: number
    perOutput?: number
    status?: 'draft' | 'open' | 'closed'
    presentation?: 'rendered' | 'plain' | 'randomised'
    /** Who made an invitation to it; none was made by default. */
    invitedBy?: string | null
  } = {},
): Promise<MadeAudit> {
  const slug = `audit-${randomUUID()}`
  const one = async <T extends object>(sql: string, values: unknown[]) =>
    (await db.query<T>(sql, values)).rows[0]!
  const { id, publicId } = await one<{ id: number; publicId: string }>(
    `INSERT INTO audits (slug, name, kind, intent, guidelines, status, ratings_per_output, presentation)
     VALUES ($1, $1, 'self-rating', 'Say how useful each answer is.', 'Read it twice.', $2, $3, $4)
     RETURNING id, public_id AS "publicId"`,
    [slug, status, perOutput, presentation],
  )
  await db.query(
    `INSERT INTO criteria (audit_id, position, key, name, min, max, step, accept_at)
     SELECT $1, i, c->>'key', c->>'name', (c->>'min')::float8, (c->>'max')::float8, (c->>'step')::float8, (c->>'max')::float8
     FROM unnest($2::jsonb[]) WITH ORDINALITY AS x (c, i)`,
    [id, CRITERIA.map((criterion) => JSON.stringify(criterion))],
  )
  await db.query(
    `WITH model AS (
       INSERT INTO models (audit_id, name, family)
       SELECT $1, 'hidden-model' || CASE WHEN i > 0 THEN '-' || i ELSE '' END, 'hidden-family'
       FROM generate_series(0, $4::int - 1) i RETURNING id),
     prompt AS (
       INSERT INTO prompts (audit_id, external_id, body) SELECT $1, 'p' || i, 'Prompt ' || i
       FROM generate_series(1, ceil($2::int / $4::float8)::int) i RETURNING id, external_id),
     output AS (
       INSERT INTO outputs (audit_id, external_id, open_slots) SELECT $1, 'o' || i, $3
       FROM generate_series(1, $2::int) i RETURNING id, substr(external_id, 2)::int - 1 AS place),
     version AS (
       INSERT INTO output_versions (audit_id, output_id, prompt_id, model_id, tags, content_hash)
       SELECT $1, output.id, prompt.id, model.id, '{}', gen_random_uuid()
       FROM output JOIN prompt ON prompt.external_id = 'p' || output.place / $4 + 1
       JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM model) model ON model.place = output.place % $4
       RETURNING id, output_id)
     INSERT INTO output_texts (version_id, body) SELECT id, 'Text of output ' || output_id FROM version`,
    [id, outputs, perOutput, models],
  )
  if (invitedBy)
    await db.query(
      `INSERT INTO invitations (audit_id, hash, role, made_by, expires_at)
       VALUES ($1, sha256($2), 'rater', $3, now() + interval '1 day')`,
      [id, Buffer.from(slug), invitedBy],
    )
  const { rows } = await db.query<{ id: number }>('SELECT id FROM outputs WHERE audit_id = $1 ORDER BY id', [
    id,
  ])
  return { id, publicId, slug, outputIds: rows.map((row) => row.id) }
}

/** Takes a person into an audit by the invitation that `makeAudit` made. */
export async function acceptInvitation(db: Db, auditId: number, userId: string): Promise<void> {
  await db.query(
    `INSERT INTO raters (audit_id, pseudonym, user_id, invitation_id)
     SELECT $1, 'calm-otter-1', $2, id FROM invitations WHERE audit_id = $1`,
    [auditId, userId],
  )
}

/** Makes an account and returns its id. */
export async function makeUser(db: Db, role: 'rater' | 'analyst' | 'admin' = 'rater'): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    'INSERT INTO users (email, role) VALUES ($1, $2) RETURNING id',
    [`${randomUUID()}@example.org`, role],
  )
  return rows[0]!.id
}

/** Lets the lease of an item run out. */
export async function letLapse(db: Db, { item_id }: Pick<BlindItem, 'item_id'>): Promise<void> {
  await db.query(`UPDATE assignments SET lease_expires_at = now() - interval '1 second' WHERE id = $1`, [
    item_id,
  ])
}

/** Scores that suit the criteria of `makeAudit`. */
export const SCORES = { quality: 4, truth: 0.25 }

/** An attempt to submit those scores under a fresh key. */
export function attempt(
  scores: Record<string, number> = SCORES,
  key: string = randomUUID(),
): { key: string; body: { scores: Record<string, number> }; byOtherToken: boolean } {
  return { key, body: { scores }, byOtherToken: false }
}

/** Gives outputs of an audit a known answer on each of its criteria, the lowest score, in this order. */
export async function makeKnown(
  db: Db,
  auditId: number,
  outputIds: readonly number[],
  {
    purpose,
    feedback = '',
    attention = false,
  }: { purpose: 'practice' | 'gold'; feedback?: string; attention?: boolean },
): Promise<void> {
  for (const outputId of outputIds)
    await db.query(
      `WITH apart AS (UPDATE outputs SET open_slots = 0 WHERE id = $2)
       INSERT INTO gold_answers (audit_id, output_id, criterion_id, purpose, score, tolerance, feedback, attention)
       SELECT $1, $2, id, $3, min, 0, $4, $5 FROM criteria WHERE audit_id = $1 ORDER BY position`,
      [auditId, outputId, purpose, feedback, attention],
    )
}

/** Sets an audit's plan. */
export async function setPlan(db: Db, auditId: number, plan: Plan): Promise<void> {
  await db.query('UPDATE audits SET plan = $2 WHERE id = $1', [auditId, plan])
}
