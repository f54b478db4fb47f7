import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { testDatabase } from '@/lib/server/db/testing'
import { setAside, takeBack } from '@/lib/server/supervision/set-aside'
import { lockNextRevision, stampRevision } from './cut'
import { withDuckDb } from './duckdb'
import { discard, type Snapshot } from './folders'
import { readRows } from './read'
import { snapshotAt } from './refresh'
import { addRatings, addScores, type SeedRating, seedAudit } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-snapshot-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

type Row = Record<string, unknown>
const facts = (snapshot: Snapshot, sql: string) =>
  withDuckDb((connection) =>
    readRows<Row>(connection, { sql: sql.replace('facts', 'read_parquet($1)'), values: [snapshot.facts] }),
  )
const ratings = (snapshot: Snapshot, sql: string) =>
  withDuckDb((connection) =>
    readRows<Row>(connection, {
      sql: sql.replace('ratings', 'read_parquet($1)'),
      values: [snapshot.ratings],
    }),
  )

const odd = ['a,b', 'a"b', 'a\nb', ' a ', "a'b", 'ä\\N', 'A', '']
  .filter((id) => id)
  .map((output, i) => ({ output, prompt: `p${i % 2}`, model: 'm', tags: i === 0 ? ['x y', 'ü'] : [] }))

describe('a snapshot', () => {
  it('names outputs as the outside does, whatever characters their ids hold, in bytewise order', async () => {
    const { id } = await seedAudit(pool, { outputs: odd })
    const snapshot = await snapshotAt(id, 1)
    const rows = await facts(snapshot, 'SELECT output_id, tags FROM facts ORDER BY output_no')
    const bytewise = odd
      .map(({ output }) => output)
      .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(rows.map((row) => row.output_id)).toEqual(bytewise)
    expect(rows.find((row) => row.output_id === 'a,b')?.tags).toEqual(['x y', 'ü'])
    expect(snapshot.meta.counts).toEqual({ outputs: 7, prompts: 2, facts: 7, ratings: 0 })
  })

  it('tells self, family, peer and named signals apart, and averages over samples', async () => {
    const { id } = await seedAudit(pool, {
      outputs: [{ output: 'o1', prompt: 'p', model: 'gpt-4o' }],
      families: { 'gpt-4o': 'gpt', 'gpt-3': 'gpt' },
      scores: [
        { output: 'o1', judge: 'gpt-4o', unit: 0.25, sample: '0' },
        { output: 'o1', judge: 'gpt-4o', unit: 0.75, sample: '1' },
        { output: 'o1', judge: 'gpt-4o', unit: 1, sample: '2' },
        { output: 'o1', judge: 'gpt-3', unit: 0.5 },
        { output: 'o1', judge: 'claude', unit: 0.125 },
        { output: 'o1', signal: 'metric:rouge', unit: 0.375 },
      ],
    })
    const snapshot = await snapshotAt(id, 1)
    expect(await facts(snapshot, 'SELECT signal, judge, signal_score, signal_n FROM facts')).toEqual([
      { signal: 'family', judge: 'gpt-3', signal_score: 0.5, signal_n: 1 },
      { signal: 'metric:rouge', judge: null, signal_score: 0.375, signal_n: 1 },
      { signal: 'peer', judge: 'claude', signal_score: 0.125, signal_n: 1 },
      { signal: 'self', judge: 'gpt-4o', signal_score: 2 / 3, signal_n: 3 },
    ])
    expect(
      snapshot.meta.signals.map(({ signal, outputs, judges }) => [signal, outputs, judges.length]),
    ).toEqual([
      ['family', 1, 1],
      ['metric:rouge', 1, 1],
      ['peer', 1, 1],
      ['self', 1, 1],
    ])
  })

  it('counts main, extra, further and imported ratings, one vote a rater, and nothing of who is set aside at its revision', async () => {
    const rating = (rater: string, unit: number, more: Partial<SeedRating> = {}) => ({
      output: 'o1',
      rater,
      unit,
      ...more,
    })
    const { id } = await seedAudit(pool, {
      outputs: [
        { output: 'o1', prompt: 'p', model: 'm' },
        { output: 'o2', prompt: 'p', model: 'm' },
      ],
      ratings: [
        rating('r1', 0),
        rating('r1', 0.5, { purpose: 'extra' }),
        rating('r2', 1, { source: 'import', group: 'expert' }),
        rating('r3', 0.75, { purpose: 'practice' }),
        rating('r3', 0.75, { purpose: 'gold' }),
        rating('r3', 0.75, { purpose: 'repeat' }),
        rating('r5', 0.75, { purpose: 'adjudication' }),
        rating('r4', 1),
      ],
    })
    const means = (of: Snapshot) => facts(of, 'SELECT human_mean, human_n FROM facts')
    const before = await means(await snapshotAt(id, 1))
    await setAside({ rater: 'r4', reason: 'Too fast.' }, { auditId: id, byId: null })
    const snapshot = await snapshotAt(id, 2)
    expect(
      await facts(snapshot, 'SELECT output_id, human_mean, human_n, human_var, signal FROM facts'),
    ).toEqual([
      {
        output_id: 'o1',
        human_mean: (0.25 + 1 + 0.75) / 3,
        human_n: 3,
        human_var: expect.closeTo(7 / 48),
        signal: null,
      },
      { output_id: 'o2', human_mean: null, human_n: 0, human_var: null, signal: null },
    ])
    const rows = await ratings(
      snapshot,
      `SELECT rater, "group", score, source, counted, strftime(rated_at, '%Y-%m-%dT%H:%M:%S.%gZ') AS at FROM ratings`,
    )
    expect(rows).toHaveLength(8)
    expect(rows.filter((row) => row.counted).map((row) => row.rater)).toEqual(['r1', 'r1', 'r2', 'r5'])
    expect(rows.find((row) => row.rater === 'r2')).toEqual({
      rater: 'r2',
      group: 'expert',
      score: 5,
      source: 'import',
      counted: true,
      at: '2026-01-02T03:04:05.678Z',
    })
    expect(snapshot.meta.criteria[0]).toMatchObject({ key: 'quality', human: 1, verified: 0 })
    expect(snapshot.meta.groups).toEqual(['expert'])

    const aside = async (of: Snapshot) =>
      (await ratings(of, 'SELECT rater FROM ratings WHERE set_aside')).map(({ rater }) => rater)
    expect(await aside(snapshot)).toEqual(['r4'])
    await takeBack('r4', { auditId: id, byId: null })
    for (const revision of [1, 3]) {
      await discard((await snapshotAt(id, revision)).folder)
      const again = await snapshotAt(id, revision)
      expect(await aside(again)).toEqual([])
      expect(await means(again)).toEqual(before)
    }
    await discard(snapshot.folder)
    expect(await aside(await snapshotAt(id, 2))).toEqual(['r4'])
  })

  it('holds every feature as a column, also where rows follow different sets', async () => {
    const one = { words: 3, hedge_rate: null }
    const { id } = await seedAudit(pool, {
      outputs: [
        { output: 'o1', prompt: 'p', model: 'm', features: one },
        { output: 'o2', prompt: 'p', model: 'm', features: { words: 1e-7, hedge_rate: 1 / 3 } },
        { output: 'o3', prompt: 'p', model: 'm' },
      ],
    })
    await pool.query(
      `WITH s AS (INSERT INTO feature_sets (keys, versions) VALUES ('{bold,words}', '{1,2}') RETURNING id)
       UPDATE features SET set_id = s.id, values = '{7,8}' FROM s WHERE audit_id = $1 AND values[1] = 3`,
      [id],
    )
    const snapshot = await snapshotAt(id, 1)
    expect(snapshot.meta.features).toEqual([
      { key: 'bold', version: 1 },
      { key: 'words', version: 2 },
      { key: 'hedge_rate', version: 1 },
    ])
    expect(await facts(snapshot, 'SELECT output_id, bold, words, hedge_rate FROM facts')).toEqual([
      { output_id: 'o1', bold: 7, words: 8, hedge_rate: null },
      { output_id: 'o2', bold: null, words: 1e-7, hedge_rate: 1 / 3 },
      { output_id: 'o3', bold: null, words: null, hedge_rate: null },
    ])
  })

  it('can be built again at an old revision, the same to the last digit', async () => {
    const outputs = Array.from({ length: 40 }, (_, i) => ({
      output: `o${i}`,
      prompt: `p${i % 7}`,
      model: 'm',
    }))
    const scores = outputs.flatMap(({ output }, i) =>
      [0.1, 0.2, 0.3].map((unit, sample) => ({
        output,
        judge: 'm',
        unit: (unit * (1 + (i % 3))) / 3,
        sample: `${sample}`,
      })),
    )
    const { id } = await seedAudit(pool, {
      outputs,
      scores,
      ratings: outputs.map(({ output }, i) => ({ output, rater: `r${i % 3}`, unit: (i % 5) / 4 })),
    })
    const all = 'SELECT * FROM facts'
    const first = await facts(await snapshotAt(id, 1), all)
    // A change of a score, another rating, and rows that Postgres keeps in another order.
    await pool.query('UPDATE signal_scores SET ended_at = now() WHERE audit_id = $1 AND output_id % 2 = 0', [
      id,
    ])
    const client = await pool.connect()
    await client.query('BEGIN')
    await addScores(client, id, [{ output: 'o0', judge: 'm', unit: 1, sample: '9' }])
    await addRatings(client, id, [{ output: 'o0', rater: 'new', unit: 1 }])
    await stampRevision(client, id, await lockNextRevision(client, id), 'import')
    await client.query('COMMIT')
    client.release()
    const second = await snapshotAt(id, 2)
    expect((await facts(second, all)).map((row) => row.human_n)).not.toEqual(first.map((row) => row.human_n))
    await rm(path.dirname(second.folder), { recursive: true })
    expect(await facts(await snapshotAt(id, 1), all)).toEqual(first)
  })

  it('is built once for all who ask, and leaves nothing half made', async () => {
    const { id } = await seedAudit(pool, { outputs: odd })
    const all = await Promise.all(Array.from({ length: 5 }, () => snapshotAt(id, 1)))
    expect(new Set(all.map(({ folder }) => folder)).size).toBe(1)
    expect(await readdir(path.dirname(all[0]!.folder))).toHaveLength(1)
    expect((await readdir(all[0]!.folder)).sort()).toEqual([
      ...['comparisons.parquet', 'facts.parquet', 'meta.json', 'ratings.parquet'],
    ])
  })

  it('with a meta.json of another format or cut short is built anew', async () => {
    const { id } = await seedAudit(pool, { outputs: odd })
    const { folder, meta } = await snapshotAt(id, 1)
    for (const text of ['{"format":1,', JSON.stringify({ ...meta, format: 0 })]) {
      await writeFile(path.join(folder, 'meta.json'), text)
      expect((await snapshotAt(id, 1)).meta).toEqual(meta)
    }
  })

  it('of a revision that was never cut is not found', async () => {
    const { id } = await seedAudit(pool, { outputs: odd })
    await expect(snapshotAt(id, 2)).rejects.toMatchObject({ code: 'not-found' })
    await expect(snapshotAt(0, 1)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('of an audit without outputs is empty', async () => {
    const { id } = await seedAudit(pool, { outputs: [] })
    const snapshot = await snapshotAt(id, 1)
    expect(snapshot.meta.counts).toEqual({ outputs: 0, prompts: 0, facts: 0, ratings: 0 })
    expect(await facts(await snapshotAt(id, 0), 'SELECT * FROM facts')).toEqual([])
  })
})
