import { deepEqual, equal } from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { RecordKind } from '@/lib/domain/records'
import { type ImportRequest, importRecords } from './import'
import type { ImportOutcome } from './job'

/** An audit made for one test, with the criteria `quality` (1…5) and `safe` (0…1). */
export async function newAudit(pool: pg.Pool, { importsFill = false } = {}): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO audits (slug, name, kind, intent, imports_fill) VALUES ($1, 'Test', 'self-rating', 'Help people.', $2)
     RETURNING id`,
    [`test-${randomUUID()}`, importsFill],
  )
  const { id } = rows[0]!
  await addCriterion(pool, id, 0, { key: 'quality', min: 1, max: 5 })
  await addCriterion(pool, id, 1, { key: 'safe', min: 0, max: 1 })
  return id
}

export async function addCriterion(
  pool: pg.Pool,
  auditId: number,
  position: number,
  { key, min, max }: { key: string; min: number; max: number },
): Promise<void> {
  await pool.query(
    `INSERT INTO criteria (audit_id, position, key, name, min, max, accept_at) VALUES ($1, $2, $3, $3, $4, $5, $4)`,
    [auditId, position, key, min, max],
  )
}

/** Imports a file given as text, bytes, or records (then as NDJSON). */
export function send(
  auditId: number,
  kind: RecordKind,
  file: string | Uint8Array | object[],
  options: Partial<ImportRequest> = {},
): Promise<ImportOutcome> {
  const text = Array.isArray(file) ? file.map((record) => JSON.stringify(record)).join('\n') : file
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return importRecords({ auditId, userId: null, kind, format: 'ndjson', stream: streamOf(bytes), ...options })
}

/** As `send`, for a file that must go through without a fault. */
export async function sendWell(...parameters: Parameters<typeof send>): Promise<ImportOutcome> {
  const outcome = await send(...parameters)
  deepEqual(outcome.errors, [])
  equal(outcome.written, true)
  return outcome
}

export async function* streamOf(bytes: Uint8Array, size = 50_000): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

export const output = (id: string, more: object = {}) => ({
  output_id: id,
  prompt_id: 'p1',
  prompt: 'What is a cat?',
  model: 'gpt-x',
  text: `A cat is an animal. This is answer ${id}.`,
  ...more,
})
