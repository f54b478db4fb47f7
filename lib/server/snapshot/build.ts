import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { transaction } from '@/lib/server/db/pool'
import { COMPARISONS_QUERY } from './comparisons-sql'
import { describeSnapshot } from './describe'
import { withDuckDb } from './duckdb'
import { FACT_COLUMNS, factsQuery, loadStatements, PREPARE, PREPARE_FACTS, RATINGS_QUERY } from './facts-sql'
import { findSnapshot, finish, type Snapshot, type SnapshotKey, unfinishedFolder } from './folders'
import { type RecordFiles, writeRecord } from './record'

export type BuildKey = SnapshotKey & { auditId: number }

const running = new Map<string, Promise<Snapshot>>()
let last: Promise<unknown> = Promise.resolve()

/**
 * The audit's snapshot at a revision: the finished one, or one that is built from the record. Whoever asks while it is
 * being built gets the same. Builds of this process run one after another, so that a question always finds DuckDB free.
 */
export async function buildSnapshot(key: BuildKey): Promise<Snapshot> {
  const found = await findSnapshot(key)
  if (found) return found
  const name = `${key.publicId} ${key.revision} ${key.cutAt?.getTime()}`
  let build = running.get(name)
  if (!build) {
    build = last.then(() => buildNow(key)).finally(() => running.delete(name))
    running.set(name, build)
    last = build.catch(() => {})
  }
  return build
}

async function buildNow(key: BuildKey): Promise<Snapshot> {
  const unfinished = await unfinishedFolder(key.publicId)
  try {
    const csv = path.join(unfinished, 'record')
    await mkdir(csv)
    const record = await transaction(async (client) => {
      await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
      return writeRecord(client, { id: key.auditId, revision: key.revision }, csv)
    })
    const meta = await withDuckDb(async (connection) => {
      await writeParquet(connection, record, csv, unfinished)
      return describeSnapshot(connection, record, key)
    })
    await writeFile(path.join(unfinished, 'meta.json'), JSON.stringify(meta))
    await rm(csv, { recursive: true })
    return await finish(unfinished, key)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

async function writeParquet(
  connection: DuckDBConnection,
  { features }: RecordFiles,
  csv: string,
  folder: string,
): Promise<void> {
  const taken = features.find(({ key }) => (FACT_COLUMNS as readonly string[]).includes(key))
  if (taken) throw new Error(`A feature has the name of a column of facts: ${taken.key}`)
  const run = async (statements: readonly string[]) => {
    for (const statement of statements) await connection.run(statement)
  }
  const write = (name: string, query: string) => {
    const file = path.join(folder, `${name}.parquet`).replaceAll("'", "''")
    return run([
      `COPY (${query}) TO '${file}' (FORMAT parquet)`,
      `CREATE TEMP VIEW ${name} AS FROM read_parquet('${file}')`,
    ])
  }
  await run([...loadStatements(csv, features), ...PREPARE])
  await write('ratings', RATINGS_QUERY)
  await write('comparisons', COMPARISONS_QUERY)
  await run(PREPARE_FACTS)
  await write('facts', factsQuery(features))
}
