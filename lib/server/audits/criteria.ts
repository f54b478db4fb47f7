import type { z } from 'zod'
import { type Criterion, completeCriterion, type criterionSchema } from '@/lib/domain/audit'
import { PlumblineError } from '@/lib/domain/errors'
import type { Db } from '@/lib/server/db/pool'
import type { CriterionRow } from './find'

/**
 * Replaces the audit's criteria by the given ones, which are matched by key; returns what a gate reads of them before and
 * after, or null when nothing changed.
 *
 * Throws PlumblineError('conflict') when that would move a scale under a score, take a criterion from its scores, or
 * add one or take one away under people who rate.
 */
export async function replaceCriteria(
  client: Db,
  auditId: number,
  given: z.output<typeof criterionSchema>[],
): Promise<{ before: GateSettings[]; after: GateSettings[] } | null> {
  const before = await readCriteria(client, auditId)
  const after = given.map(completeCriterion)
  const old = new Map(before.map((criterion) => [criterion.key, criterion]))
  const kept = new Set(after.map(({ key }) => key))
  if (JSON.stringify(before.map(settings)) === JSON.stringify(after.map(settings))) return null

  const removed = before.filter(({ key }) => !kept.has(key))
  const added = after.filter(({ key }) => !old.has(key))
  const rescaled = after.flatMap((criterion) => {
    const was = old.get(criterion.key)
    return was && !sameScale(was, criterion) ? [was] : []
  })
  if (removed.length > 0 || added.length > 0 || rescaled.length > 0) {
    await refuseIfScored(client, [...removed, ...rescaled])
    if (removed.length > 0 || added.length > 0) await refuseIfRated(client, auditId)
  }

  await client.query('DELETE FROM criteria WHERE id = ANY($1)', [removed.map(({ id }) => id)])
  // Out of the way first: no two criteria may stand at one place, even for a moment.
  await client.query('UPDATE criteria SET position = -1 - position WHERE audit_id = $1', [auditId])
  for (const [position, criterion] of after.entries())
    await writeCriterion(client, auditId, position, criterion)
  return { before: before.map(gateSettings), after: after.map(gateSettings) }
}

async function readCriteria(client: Db, auditId: number): Promise<CriterionRow[]> {
  const { rows } = await client.query<CriterionRow>(
    `SELECT id, position, key, name, description, min, max, step, labels, higher_is, accept_at
     FROM criteria WHERE audit_id = $1 ORDER BY position`,
    [auditId],
  )
  return rows
}

/** The settings that decide what a gate accepts: an older revision is read with those that it had. */
type GateSettings = Pick<Criterion, 'key' | 'min' | 'max' | 'step' | 'higher_is' | 'accept_at'>

function gateSettings({ key, min, max, step, higher_is, accept_at }: Criterion): GateSettings {
  return { key, min, max, step, higher_is, accept_at }
}

/** All that is set in a criterion, in a fixed order, so that equal ones are written equally. */
function settings(criterion: Criterion): unknown[] {
  const { key, name, description, min, max, step, labels, higher_is, accept_at } = criterion
  return [key, name, description, min, max, step, Object.entries(labels).sort(), higher_is, accept_at]
}

function sameScale(a: Criterion, b: Criterion): boolean {
  return a.min === b.min && a.max === b.max && a.step === b.step
}

async function refuseIfScored(client: Db, criteria: CriterionRow[]): Promise<void> {
  for (const { id, key } of criteria) {
    // A score that is being written holds on to its criterion: this waits for it, and then sees it.
    await client.query('SELECT 1 FROM criteria WHERE id = $1 FOR UPDATE', [id])
    const { rows } = await client.query<{ scored: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM signal_scores WHERE criterion_id = $1)
        OR EXISTS (SELECT 1 FROM human_ratings WHERE criterion_id = $1)
        OR EXISTS (SELECT 1 FROM verified_labels WHERE criterion_id = $1)
        OR EXISTS (SELECT 1 FROM comparisons WHERE criterion_id = $1)
        OR EXISTS (SELECT 1 FROM gold_answers WHERE criterion_id = $1) AS scored`,
      [id],
    )
    if (rows[0]?.scored)
      throw new PlumblineError(
        'conflict',
        `"${key}" has scores: its key, min, max and step are fixed. Add a criterion with another key instead.`,
      )
  }
}

async function refuseIfRated(client: Db, auditId: number): Promise<void> {
  // Waits for claims under way, which hold on to the audit's row.
  await client.query('SELECT 1 FROM audits WHERE id = $1 FOR UPDATE', [auditId])
  const { rowCount } = await client.query(
    `SELECT 1 FROM assignments WHERE audit_id = $1 AND status IN ('leased', 'submitted') LIMIT 1`,
    [auditId],
  )
  if (rowCount)
    throw new PlumblineError(
      'conflict',
      'People have begun to rate: criteria can no longer be added or removed.',
    )
}

async function writeCriterion(
  client: Db,
  auditId: number,
  position: number,
  criterion: Criterion,
): Promise<void> {
  const { key, name, description, min, max, step, labels, higher_is, accept_at } = criterion
  await client.query(
    `INSERT INTO criteria (audit_id, position, key, name, description, min, max, step, labels, higher_is, accept_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (audit_id, key) DO UPDATE SET position = excluded.position, name = excluded.name,
       description = excluded.description, min = excluded.min, max = excluded.max, step = excluded.step,
       labels = excluded.labels, higher_is = excluded.higher_is, accept_at = excluded.accept_at`,
    [auditId, position, key, name, description, min, max, step, JSON.stringify(labels), higher_is, accept_at],
  )
}
