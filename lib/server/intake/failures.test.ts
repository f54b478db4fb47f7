import { afterAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../db/testing'
import { importRecords } from './import'
import { newAudit, output, send, sendWell, streamOf } from './testing'
import { endIdleThreads } from './threads'

const { pool } = testDatabase()
afterAll(endIdleThreads)

const rows = async (sql: string, values: unknown[] = []) => (await pool.query(sql, values)).rows
const records = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => output(`o${from + i}`, { prompt_id: `p${from + i}` }))
const file = (from: number, to: number) =>
  Buffer.from(
    records(from, to)
      .map((record) => JSON.stringify(record))
      .join('\n'),
  )

async function expectNothing(auditId: number) {
  for (const table of ['outputs', 'output_versions', 'features', 'models', 'prompts', 'imports', 'cuts'])
    expect(await rows(`SELECT FROM ${table} WHERE audit_id = $1`, [auditId]), table).toEqual([])
  expect(await rows('SELECT revision FROM audits WHERE id = $1', [auditId])).toEqual([{ revision: 0 }])
}

/** Ends the connection of imports to this database, as a crash of either side would. */
const cutOff = () =>
  rows(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'plumbline import'`,
  )

/** Waits until an import's connection is in a state that `condition` describes. */
async function until(condition: string): Promise<void> {
  const deadline = performance.now() + 15_000
  while (performance.now() < deadline) {
    const found = await rows(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'plumbline import' AND ${condition}`,
    )
    if (found.length > 0) return
  }
  throw new Error(`no import was ever ${condition}`)
}

describe('what is cut short leaves nothing', () => {
  test('a stream that breaks off', async () => {
    const auditId = await newAudit(pool)
    async function* broken() {
      yield file(0, 500)
      throw new Error('The sender went away')
    }
    const job = importRecords({ auditId, userId: null, kind: 'outputs', format: 'ndjson', stream: broken() })
    await expect(job).rejects.toThrow('The sender went away')
    await expectNothing(auditId)
  })

  test('a signal, which frees connection and stream', async () => {
    const auditId = await newAudit(pool)
    const controller = new AbortController()
    let closed = false
    async function* endless() {
      try {
        for (let i = 0; ; i += 100) {
          yield Buffer.concat([file(i, i + 100), Buffer.from('\n')])
          if (i === 2000) controller.abort(new Error('Enough'))
        }
      } finally {
        closed = true
      }
    }
    const { signal } = controller
    const job = importRecords({
      auditId,
      userId: null,
      kind: 'outputs',
      format: 'ndjson',
      stream: endless(),
      signal,
    })
    await expect(job).rejects.toThrow('Enough')
    await expect.poll(() => closed).toBe(true)
    await expect
      .poll(() =>
        rows(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'plumbline import'`,
        ),
      )
      .toEqual([])
    await expectNothing(auditId)
  })

  test('a connection that dies while the file comes in', async () => {
    const auditId = await newAudit(pool)
    async function* slow() {
      yield file(0, 3000)
      await until(`query LIKE 'COPY stage%'`)
      await cutOff()
      yield file(3000, 6000)
    }
    const job = importRecords({ auditId, userId: null, kind: 'outputs', format: 'ndjson', stream: slow() })
    // What the database says of it may be lost with the connection.
    await expect(job).rejects.toThrow(/terminat|ECONNRESET/)
    await expectNothing(auditId)
    // The next one has a thread and a connection as if nothing had been.
    await sendWell(auditId, 'outputs', records(0, 10))
  })

  test('a connection that dies in the middle of the merge', async () => {
    const auditId = await newAudit(pool)
    await sendWell(auditId, 'outputs', records(0, 1))
    const blocker = await pool.connect()
    await blocker.query('BEGIN')
    await blocker.query('LOCK TABLE output_texts IN SHARE MODE')
    const job = send(auditId, 'outputs', records(1, 200))
    const failed = expect(job).rejects.toThrow(/terminat/)
    await until(`query LIKE 'INSERT INTO output_texts%' AND wait_event_type = 'Lock'`)
    await cutOff()
    await failed
    await blocker.query('ROLLBACK')
    blocker.release()
    expect(await rows('SELECT FROM outputs WHERE audit_id = $1', [auditId])).toHaveLength(1)
    expect(await rows('SELECT revision FROM audits WHERE id = $1', [auditId])).toEqual([{ revision: 1 }])
  })

  test('a thread that runs out of memory or is ended', async () => {
    const auditId = await newAudit(pool)
    async function* killing() {
      yield file(0, 1000)
      for (const idle of globalThis.plumblineImportThreads!.all) await idle.terminate()
      yield file(1000, 2000)
    }
    const job = importRecords({ auditId, userId: null, kind: 'outputs', format: 'ndjson', stream: killing() })
    await expect(job).rejects.toThrow('ended before its answer')
    await expectNothing(auditId)
    await sendWell(auditId, 'outputs', records(0, 10))
  })

  test('an audit that is no more', async () => {
    await expect(send(2_000_000_000, 'outputs', records(0, 1))).rejects.toMatchObject({ code: 'not-found' })
  })

  test('criteria that change while the file comes in', async () => {
    const auditId = await newAudit(pool)
    await sendWell(auditId, 'outputs', [output('o1')])
    const rating = JSON.stringify({ output_id: 'o1', criterion: 'safe', score: 1 })
    async function* slow() {
      yield Buffer.from(`${rating}\n`)
      await until(`query LIKE 'CREATE TEMP TABLE%' OR query LIKE 'ALTER TABLE stage%'`)
      await pool.query(`UPDATE criteria SET max = 10 WHERE audit_id = $1 AND key = 'safe'`, [auditId])
    }
    const job = importRecords({ auditId, userId: null, kind: 'verified', format: 'ndjson', stream: slow() })
    await expect(job).rejects.toMatchObject({ code: 'conflict' })
    expect(await rows('SELECT FROM verified_labels WHERE audit_id = $1', [auditId])).toEqual([])
  })
})

test('two imports into one audit wait for each other, and both are whole', async () => {
  const auditId = await newAudit(pool)
  const [a, b] = await Promise.all([
    sendWell(auditId, 'outputs', records(0, 1500)),
    sendWell(auditId, 'outputs', records(500, 2000)),
  ])
  expect([a.revision, b.revision].sort()).toEqual([1, 2])
  const [first, second] = a.revision === 1 ? [a, b] : [b, a]
  expect(first).toMatchObject({ inserted: 1500, unchanged: 0 })
  expect(second).toMatchObject({ inserted: 500, unchanged: 1000 })
  expect(await rows('SELECT FROM outputs WHERE audit_id = $1', [auditId])).toHaveLength(2000)
  expect(
    await rows(
      'SELECT from_revision AS r, count(features)::int FROM output_versions WHERE audit_id = $1 GROUP BY 1 ORDER BY 1',
      [auditId],
    ),
  ).toEqual([
    { r: 1, count: 1500 },
    { r: 2, count: 500 },
  ])
})

test('a file that cannot be read on is refused whole, also when faults are skipped, and read to its end', async () => {
  const auditId = await newAudit(pool)
  await sendWell(auditId, 'outputs', records(0, 10))
  let ended = false
  async function* csv() {
    yield Buffer.from('output_id,criterion,score,note\no1,safe,1,\no2,safe,1,"x"y\n')
    for (let i = 0; i < 50; i += 1) yield Buffer.alloc(100_000, 'o3,safe,1,\n')
    ended = true
  }
  const outcome = await importRecords({
    ...{ auditId, userId: null, kind: 'verified', format: 'csv', stream: csv(), onError: 'skip' },
  })
  expect(outcome).toMatchObject({ accepted: false, written: false, inserted: 0, revision: 1 })
  expect(outcome.errors).toMatchObject([{ line: 3 }])
  expect(ended).toBe(true)
})

test('the pace is that of the import: a sender far ahead waits', async () => {
  const auditId = await newAudit(pool)
  const blocker = await pool.connect()
  await blocker.query('BEGIN')
  let given = 0
  async function* eager() {
    for (let i = 0; i < 400; i += 1) {
      given += 1
      yield Buffer.alloc(128 * 1024, '\n')
    }
  }
  const controller = new AbortController()
  // The thread cannot even begin: its first statement waits for a lock.
  await blocker.query('LOCK TABLE criteria IN ACCESS EXCLUSIVE MODE')
  const { signal } = controller
  const job = importRecords({
    auditId,
    userId: null,
    kind: 'verified',
    format: 'ndjson',
    stream: eager(),
    signal,
  })
  const failed = expect(job).rejects.toThrow('Enough')
  await until(`wait_event_type = 'Lock'`)
  await expect.poll(() => given).toBeGreaterThan(7)
  expect(given).toBeLessThan(12)
  controller.abort(new Error('Enough'))
  await failed
  await blocker.query('ROLLBACK')
  blocker.release()
})

test('chunks of any size make the same import', async () => {
  const auditId = await newAudit(pool)
  const bytes = file(0, 50)
  await sendWell(auditId, 'outputs', bytes)
  for (const size of [1, 17, 1_000_000]) {
    const outcome = await sendWell(auditId, 'outputs', bytes, { stream: streamOf(bytes, size) })
    expect(outcome).toMatchObject({ unchanged: 50 })
  }
})
