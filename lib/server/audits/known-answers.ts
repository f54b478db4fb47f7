import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { AuditStatus } from '@/lib/domain/audit'
import { type FieldError, PlumblineError } from '@/lib/domain/errors'
import type { AttentionCheck, KnownAnswer, KnownOutput } from '@/lib/domain/known-answers'
import { type ScoredCriterion, scoreFault } from '@/lib/domain/scores'
import { pool, transaction } from '@/lib/server/db/pool'
import { recordEvent } from '@/lib/server/events'
import { importRecords } from '@/lib/server/intake/import'
import { lockNextRevision, stampRevision } from '@/lib/server/snapshot/cut'
import { restoreSlots } from './slots'

/** Who wrote an attention check, as far as the record asks. */
const AUTHOR = 'attention check'

/** The outputs with known answers, practice first, in the order in which they were marked. */
export async function knownOutputs(auditId: number): Promise<KnownOutput[]> {
  const { rows } = await pool().query<KnownOutput>(
    `SELECT o.external_id AS output_id, CASE WHEN bool_or(g.attention) THEN 'attention' ELSE min(g.purpose::text) END AS purpose,
       left(min(t.body), 240) AS text,
       json_agg(json_build_object('criterion', c.key, 'score', g.score, 'tolerance', g.tolerance, 'feedback', g.feedback)
         ORDER BY c.position) AS answers
     FROM gold_answers g
     JOIN criteria c ON c.id = g.criterion_id
     JOIN outputs o ON o.id = g.output_id
     JOIN output_versions v ON v.output_id = o.id AND v.ended_at IS NULL
     JOIN output_texts t ON t.version_id = v.id
     WHERE g.audit_id = $1 AND g.ended_at IS NULL
     GROUP BY o.id ORDER BY min(g.purpose) , bool_or(g.attention), min(g.id)`,
    [auditId],
  )
  return rows
}

/**
 * Gives outputs known answers, which replace all that these outputs had. They are handed to nobody as part of the plan
 * any more. All or nothing: what is wrong is named, by the line where there are lines.
 *
 * Throws PlumblineError: 'conflict' once the audit was opened; 'unprocessable' for what is wrong with the answers.
 */
export async function setKnownAnswers(
  auditId: number,
  answers: readonly (KnownAnswer & { line?: number })[],
  byId: string | null,
): Promise<void> {
  await inDraft(auditId, async (client) => {
    const outputs = await idsOf(client, auditId, answers)
    const criteria = await criteriaOf(client, auditId)
    const faults = faultsOf(answers, outputs, criteria)
    if (faults.length > 0) throw refusal(faults)
    await writeAnswers(client, { auditId, byId }, answers, { outputs, criteria })
  })
}

/**
 * Takes the known answers from an output: it is rated as any other again. An attention check leaves the audit with them,
 * since its text is nothing to rate. Throws PlumblineError: 'not-found'; 'conflict' once the audit was opened.
 */
export async function removeKnownAnswers(
  auditId: number,
  outputId: string,
  byId: string | null,
): Promise<void> {
  await inDraft(auditId, async (client) => {
    const { rows } = await client.query<{ id: number; attention: boolean }>(
      `UPDATE gold_answers g SET ended_at = now() FROM outputs o
       WHERE o.id = g.output_id AND o.audit_id = $1 AND o.external_id = $2 AND g.ended_at IS NULL
       RETURNING o.id, g.attention`,
      [auditId, outputId],
    )
    const [first] = rows
    if (!first) throw new PlumblineError('not-found', 'This output has no known answer.')
    if (first.attention) await takeOut(client, first.id)
    else await restoreSlots(client, [first.id])
    await recordEvent(
      { action: 'audit.known-answers', userId: byId, auditId, detail: { removed: 1 } },
      client,
    )
  })
}

/**
 * Adds a text that states its own answer, with that answer on each criterion that has one. Throws as `setKnownAnswers`.
 *
 * The answer is in the record before the text comes: whenever the audit is opened, the text is never a part of the study.
 */
export async function addAttentionCheck(
  auditId: number,
  { prompt, text }: AttentionCheck,
  scores: readonly { criterion: string; score: number }[],
  byId: string | null,
): Promise<void> {
  const outputId = `attention-${randomBytes(4).toString('hex')}`
  const answers = scores.map((score) => ({
    ...{ output_id: outputId, tolerance: 0, feedback: '', purpose: 'attention' as const },
    ...score,
  }))
  const id = await transaction(async (client) => {
    await holdDraft(client, auditId)
    const criteria = await criteriaOf(client, auditId)
    const faults = faultsOf(answers, new Map([[outputId, 0]]), criteria)
    if (faults.length > 0) throw refusal(faults)
    const { rows } = await client.query<{ id: number }>(
      'INSERT INTO outputs (audit_id, external_id, open_slots) VALUES ($1, $2, 0) RETURNING id',
      [auditId, outputId],
    )
    const outputs = new Map([[outputId, rows[0]!.id]])
    await writeAnswers(client, { auditId, byId }, answers, { outputs, criteria })
    return rows[0]!.id
  })
  try {
    const record = { output_id: outputId, prompt_id: outputId, prompt, model: AUTHOR, text }
    const { written, errors } = await importRecords({
      ...{ auditId, userId: byId, kind: 'outputs', format: 'ndjson' },
      stream: one(Buffer.from(JSON.stringify(record))),
    })
    if (!written) throw refusal(errors.map(({ path, message }) => ({ path, message })))
  } catch (error) {
    await pool().query('DELETE FROM outputs WHERE id = $1', [id])
    throw error
  }
}

async function* one(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk
}

/** Changes an audit that was not opened yet, and cuts a revision; changes of one audit wait for each other. */
async function inDraft(auditId: number, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  await transaction(async (client) => {
    const revision = await holdDraft(client, auditId)
    await work(client)
    await stampRevision(client, auditId, revision, 'settings')
  })
}

/**
 * Holds an audit that was not opened yet until the transaction ends, and answers the revision that a cut would make.
 * Throws PlumblineError('conflict') once it was opened.
 */
async function holdDraft(client: pg.ClientBase, auditId: number): Promise<number> {
  await client.query(`SET LOCAL lock_timeout = '10s'`)
  const revision = await lockNextRevision(client, auditId)
  const { rows } = await client.query<{ status: AuditStatus }>(
    'SELECT status FROM audits WHERE id = $1 FOR NO KEY UPDATE',
    [auditId],
  )
  if (rows[0]?.status !== 'draft')
    throw new PlumblineError('conflict', 'Known answers are locked since the audit was opened.')
  return revision
}

/** Puts answers, found to be right, in the place of all that their outputs had, and takes these outputs out of the plan. */
async function writeAnswers(
  client: pg.ClientBase,
  { auditId, byId }: { auditId: number; byId: string | null },
  answers: readonly KnownAnswer[],
  { outputs, criteria }: { outputs: ReadonlyMap<string, number>; criteria: Criteria },
): Promise<void> {
  const ids = [...outputs.values()]
  await client.query(
    'UPDATE gold_answers SET ended_at = now() WHERE output_id = ANY ($1) AND ended_at IS NULL',
    [ids],
  )
  await client.query('UPDATE outputs SET open_slots = 0 WHERE id = ANY ($1)', [ids])
  const rows = answers.map((answer) => ({
    ...answer,
    output: outputs.get(answer.output_id),
    criterion: criteria.get(answer.criterion)!.id,
    attention: answer.purpose === 'attention',
    purpose: answer.purpose === 'practice' ? 'practice' : 'gold',
    tolerance: answer.purpose === 'attention' ? 0 : answer.tolerance,
  }))
  await client.query(
    `INSERT INTO gold_answers (audit_id, output_id, criterion_id, purpose, attention, score, tolerance, feedback)
     SELECT $1, output, criterion, purpose, attention, score, tolerance, feedback
     FROM jsonb_to_recordset($2) AS r(output int, criterion int, purpose purpose, attention boolean, score float8,
       tolerance float8, feedback text)`,
    [auditId, JSON.stringify(rows)],
  )
  const detail = { outputs: ids.length, answers: answers.length }
  await recordEvent({ action: 'audit.known-answers', userId: byId, auditId, detail }, client)
}

async function idsOf(
  client: pg.ClientBase,
  auditId: number,
  answers: readonly KnownAnswer[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<{ id: number; name: string }>(
    `SELECT o.id, o.external_id AS name FROM outputs o WHERE o.audit_id = $1 AND o.external_id = ANY ($2)
       AND EXISTS (SELECT FROM output_versions v WHERE v.output_id = o.id AND v.ended_at IS NULL)`,
    [auditId, answers.map(({ output_id }) => output_id)],
  )
  return new Map(rows.map(({ id, name }) => [name, id]))
}

type Criteria = Map<string, ScoredCriterion & { id: number }>

async function criteriaOf(client: pg.ClientBase, auditId: number): Promise<Criteria> {
  const { rows } = await client.query<ScoredCriterion & { id: number }>(
    'SELECT id, key, name, min, max, step FROM criteria WHERE audit_id = $1',
    [auditId],
  )
  return new Map(rows.map((criterion) => [criterion.key, criterion]))
}

function faultsOf(
  answers: readonly (KnownAnswer & { line?: number })[],
  outputs: ReadonlyMap<string, number>,
  criteria: Criteria,
): FieldError[] {
  if (answers.length === 0)
    return [{ path: 'scores', message: 'give a known answer on at least one criterion' }]
  const purposes = new Map(answers.map(({ output_id, purpose }) => [output_id, purpose]))
  const seen = new Set<string>()
  return answers.flatMap(({ line, ...answer }) => {
    const criterion = criteria.get(answer.criterion)
    const key = `${answer.criterion} ${answer.output_id}`
    const again = seen.has(key)
    seen.add(key)
    const fault = (path: string, message: string) => [{ line, path, message }]
    if (!outputs.has(answer.output_id)) return fault('output_id', `there is no output "${answer.output_id}"`)
    if (!criterion) return fault('criterion', `there is no criterion "${answer.criterion}"`)
    if (again) return fault('criterion', `"${answer.output_id}" has two answers on "${answer.criterion}"`)
    if (purposes.get(answer.output_id) !== answer.purpose)
      return fault('purpose', `"${answer.output_id}" cannot have two purposes`)
    const off = scoreFault(criterion, answer.score)
    return off ? fault(`scores.${criterion.key}`, off) : []
  })
}

function refusal(faults: readonly FieldError[]): PlumblineError {
  const [first] = faults
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  const where = first?.line === undefined ? '' : `Line ${first.line}: `
  return new PlumblineError('unprocessable', `${where}${first?.message}${more}.`, faults)
}

/** Takes an output out of the audit: it stays in the revisions that had it. */
async function takeOut(client: pg.ClientBase, outputId: number): Promise<void> {
  await client.query(
    `UPDATE features f SET ended_at = now() FROM output_versions v
     WHERE v.id = f.version_id AND v.output_id = $1 AND v.ended_at IS NULL AND f.ended_at IS NULL`,
    [outputId],
  )
  await client.query(
    'UPDATE output_versions SET ended_at = now() WHERE output_id = $1 AND ended_at IS NULL',
    [outputId],
  )
}
