import type pg from 'pg'
import { PlumblineError } from '@/lib/domain/errors'
import { formatCount } from '@/lib/domain/format'
import type { PreviewRow } from '@/lib/domain/import-answer'
import type { ImportResult } from '@/lib/domain/records'
import { lockNextRevision, stampRevision } from '@/lib/server/snapshot/cut'
import { type Fault, MOST_REPORTED } from './faults'
import type { ImportOutcome, Job } from './job'
import { MERGES } from './merge/merge'
import { type Criteria, readCriteria, sameCriteria } from './scales'
import type { StagedFile } from './stage-file'

type Around = { criteria: Criteria; featuresReady: () => Promise<void>; startedAt: Date }
type Tally = Record<'new' | 'changed' | 'same', number>

/** Rating and importing lock outputs in different orders; PostgreSQL then ends one of the two. */
const DEADLOCK = '40P01'
const TRIES = 4

/** Brings a staged file into the record in one transaction, and cuts. What waits in `stage` allows another try. */
export async function mergeFile(
  client: pg.ClientBase,
  job: Job,
  file: StagedFile,
  around: Around,
): Promise<ImportOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await mergeOnce(client, job, file, around)
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      const code = error instanceof Error && 'code' in error ? error.code : null
      // Features that came in meanwhile went with the transaction; but then no rating waits for this import either.
      if (code !== DEADLOCK || job.kind === 'outputs' || attempt === TRIES) throw error
    }
  }
}

async function mergeOnce(
  client: pg.ClientBase,
  job: Job,
  file: StagedFile,
  { criteria, featuresReady, startedAt }: Around,
): Promise<ImportOutcome> {
  const { auditId } = job
  const merge = MERGES[job.kind]
  await client.query('BEGIN')
  const revision = await lockNextRevision(client, auditId)
  if (!sameCriteria(criteria, await readCriteria(client, auditId)))
    throw new PlumblineError('conflict', "The audit's criteria changed meanwhile. Send the file again.")
  const { rows: ids } = await client.query<{ id: number }>(`SELECT nextval('imports_id_seq')::int AS id`)
  const context = { client, auditId, importId: ids[0]!.id, revision, featuresReady }

  await merge.check(context)
  await client.query('DELETE FROM stage_merge WHERE line IN (SELECT line FROM stage_faults)')
  const found = await readFaults(client)
  const tally = await readTally(client)
  const counts = {
    received: file.received,
    inserted: tally.new,
    updated: tally.changed,
    unchanged: tally.same,
    rejected: file.faults.lines + found.lines,
    errors: file.faults.with(found.first),
  }
  const more = {
    ...(file.emptyTexts > 0 && { warnings: [emptyTexts(file.emptyTexts)] }),
    ...(job.preview > 0 && { preview: await withActions(client, file.preview) }),
  }
  const refused = file.unreadable || (counts.errors.length > 0 && job.onError === 'refuse')
  if (job.dryRun || refused) {
    await client.query('ROLLBACK')
    const none = job.dryRun ? {} : { inserted: 0, updated: 0, unchanged: 0 }
    return { ...counts, ...none, revision: revision - 1, accepted: !refused, written: false, ...more }
  }

  const wrote = await merge.write(context)
  if (wrote) await stampRevision(client, auditId, revision, 'import')
  const outcome = { ...counts, revision: wrote ? revision : revision - 1 }
  await noteImport(client, job, context.importId, outcome, startedAt)
  await client.query('COMMIT')
  return { ...outcome, accepted: true, written: true, ...more }
}

function emptyTexts(n: number): string {
  return n === 1 ? '1 output has an empty text' : `${formatCount(n)} outputs have an empty text`
}

async function readFaults(client: pg.ClientBase): Promise<{ first: Fault[]; lines: number }> {
  const { rows: first } = await client.query<Fault>(
    'SELECT line, path, message FROM stage_faults ORDER BY line, path LIMIT $1',
    [MOST_REPORTED],
  )
  const { rows } = await client.query<{ lines: number }>(
    'SELECT count(DISTINCT line)::int AS lines FROM stage_faults',
  )
  return { first, lines: rows[0]!.lines }
}

async function readTally(client: pg.ClientBase): Promise<Tally> {
  const { rows } = await client.query<{ action: keyof Tally; n: number }>(
    'SELECT action, count(*)::int AS n FROM stage_merge GROUP BY action',
  )
  return { new: 0, changed: 0, same: 0, ...Object.fromEntries(rows.map(({ action, n }) => [action, n])) }
}

async function withActions(client: pg.ClientBase, preview: PreviewRow[]): Promise<PreviewRow[]> {
  const { rows } = await client.query<{ line: number; action: PreviewRow['action'] }>(
    'SELECT line, action FROM stage_merge WHERE line = ANY($1)',
    [preview.map(({ line }) => line)],
  )
  const actions = new Map(rows.map(({ line, action }) => [line, action]))
  return preview.map((row) => ({ ...row, action: actions.get(row.line) ?? 'rejected' }))
}

async function noteImport(
  client: pg.ClientBase,
  job: Job,
  importId: number,
  outcome: ImportResult,
  startedAt: Date,
): Promise<void> {
  await client.query(
    `INSERT INTO imports (id, audit_id, kind, format, file_name, user_id, received, inserted, updated, unchanged, rejected,
       errors, revision, started_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      importId,
      job.auditId,
      job.kind,
      job.format,
      job.fileName,
      job.userId,
      outcome.received,
      outcome.inserted,
      outcome.updated,
      outcome.unchanged,
      outcome.rejected,
      JSON.stringify(outcome.errors),
      outcome.revision,
      startedAt,
    ],
  )
}
