import pg from 'pg'
import { PlumblineError } from '@/lib/domain/errors'
import { FEATURES } from '@/lib/features/registry'
import { CopyRows, CopyTable, copyInto } from './copy-rows'
import { FeatureQueue } from './features/queue'
import type { ImportOutcome, Job } from './job'
import { mergeFile } from './merge-file'
import { readCriteria } from './scales'
import { stageFile } from './stage-file'

/**
 * Imports one file on a connection of its own: into temporary tables while it comes in, then into the record in one
 * transaction. However this ends, the connection's end takes all that is not committed with it.
 */
export async function runJob(job: Job, chunks: AsyncIterable<Uint8Array>): Promise<ImportOutcome> {
  const client = new pg.Client({ connectionString: job.databaseUrl, application_name: 'plumbline import' })
  // A connection that breaks between two queries says why here alone; without a listener it would end the thread as well.
  let broken: Error | null = null
  client.on('error', (error) => {
    broken ??= error
  })
  await client.connect()
  let features: FeatureQueue | null = null
  try {
    await client.query(
      `SET statement_timeout = 0; SET work_mem = '64MB'; SET temp_buffers = '32MB'; SET jit = off;
       SET default_statistics_target = 10`,
    )
    // So that a long statement ends when this process does; not every platform can.
    await client.query(`SET client_connection_check_interval = '2s'`).catch(() => {})
    // Several times faster than what is there otherwise; not every PostgreSQL is built with it.
    await client.query('SET default_toast_compression = lz4').catch(() => {})
    const startedAt = new Date()
    await expectAudit(client, job.auditId)
    const criteria = await readCriteria(client, job.auditId)
    const featureRows = new CopyTable(client, 'stage_features (line, language, "values")')
    const leakRows = new CopyRows(1 << 12)
    if (job.kind === 'outputs' && !job.dryRun)
      features = new FeatureQueue((lines, computed) => {
        for (const [i, line] of lines.entries()) {
          featureRows.rows.row(3)
          featureRows.rows.int4(line)
          featureRows.rows.text(computed.languages[i])
          featureRows.rows.floats(computed.values.subarray(i * FEATURES.length, (i + 1) * FEATURES.length))
        }
        featureRows.offer()
        for (const { row, pattern, start, end } of computed.leaks) {
          leakRows.row(4)
          leakRows.int4(lines[row]!)
          leakRows.text(pattern)
          leakRows.int4(start)
          leakRows.int4(end)
        }
      })
    const file = await stageFile(client, job, chunks, criteria, features)
    const featuresReady = async () => {
      await features?.finish()
      await featureRows.flush()
      await copyInto(client, 'stage_leaks (line, pattern, start, "end")', leakRows)
    }
    return await mergeFile(client, job, file, { criteria, featuresReady, startedAt })
  } catch (error) {
    throw broken ?? error
  } finally {
    features?.leave()
    await client.end().catch(() => {})
  }
}

async function expectAudit(client: pg.Client, auditId: number): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM audits WHERE id = $1', [auditId])
  if (rowCount === 0) throw new PlumblineError('not-found', 'There is no such audit.')
}
