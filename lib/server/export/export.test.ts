import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { EXPORT_NAMES, type ExportName } from '@/lib/domain/exports'
import { parseQuestion } from '@/lib/domain/selection'
import { report } from '@/lib/server/analysis/report'
import { grouped, madeUpAudit, meanOf, plainRows } from '@/lib/server/analysis/testing'
import { testDatabase } from '@/lib/server/db/testing'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import { currentSnapshot } from '@/lib/server/snapshot/refresh'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { setAside } from '@/lib/server/supervision/set-aside'
import { exportOf } from './export'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-export-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

const made = madeUpAudit()
let id: number
beforeAll(async () => {
  id = (await seedAudit(pool, made)).id
})

type Row = Record<string, string>
const asked = (query: string) => parseQuestion(new URLSearchParams(query))
const text = async (name: ExportName, query = '', { raw = false, audit = id } = {}) =>
  new Response((await exportOf(audit, name, { question: asked(query), raw })).stream).text()
const rows = async (name: ExportName, query = '', options = {}): Promise<Row[]> =>
  parse(await text(name, query, options), { columns: true, record_delimiter: '\n' })
const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
const number = (cell: string | undefined) => (cell === '' || cell === undefined ? null : Number(cell))

describe('inflation.csv', () => {
  it('has a row per output, criterion and signal, sorted bytewise, with the columns of the contract', async () => {
    const all = await rows('inflation.csv')
    expect(Object.keys(all[0]!)).toEqual([
      ...[
        'output_id',
        'prompt_id',
        'model',
        'family',
        'criterion',
        'signal',
        'judge',
        'judges',
        'signal_score',
      ],
      ...[
        'signal_unit',
        'human_mean',
        'human_unit',
        'human_n',
        'human_sd',
        'verified_unit',
        'inflation',
        'weight',
      ],
      ...['words', 'headers', 'hedge_rate', 'tags'],
    ])
    const keys = all.map((row) => [row.output_id!, row.criterion!, row.signal! || '\uffff'])
    expect(new Set(keys.map((key) => key.join('|'))).size).toBe(all.length)
    const sorted = keys.toSorted(
      (a, b) => bytewise(a[0]!, b[0]!) || bytewise(a[1]!, b[1]!) || bytewise(a[2]!, b[2]!),
    )
    expect(keys).toEqual(sorted)
    expect(new Set(all.map((row) => row.output_id))).toEqual(
      new Set(made.outputs.map(({ output }) => output)),
    )
    expect(new Set(all.map((row) => row.signal))).toEqual(
      new Set(['self', 'family', 'peer', 'metric:rouge', '']),
    )
  })

  it('equals a plain recomputation, on unit scores and on the scale', async () => {
    const plain = plainRows(made, { proxy: ({ judge }) => judge !== undefined })
    const peers = await rows('inflation.csv', 'criterion=quality&signal=any')
    expect(peers.map((row) => row.output_id)).toEqual(
      plain
        .filter(({ proxy }) => proxy !== null)
        .map(({ output }) => output)
        .sort(bytewise),
    )
    for (const row of peers) {
      const own = plain.find(({ output }) => output === row.output_id)!
      const judges = made.scores.filter((s) => s.output === row.output_id && s.judge && !s.criterion)
      expect(row.signal).toBe('any')
      expect(Number(row.judges)).toBe(new Set(judges.map(({ judge }) => judge)).size)
      expect(row.judge).toBe(row.judges === '1' ? judges[0]!.judge : '')
      expect(Number(row.signal_unit)).toBeCloseTo(own.proxy!, 12)
      expect(Number(row.signal_score)).toBeCloseTo(1 + 4 * own.proxy!, 12)
      expect(Number(row.human_n)).toBe(own.humanN)
      if (own.goal === null) expect([row.human_unit, row.human_mean, row.inflation]).toEqual(['', '', ''])
      else {
        expect(Number(row.human_unit)).toBeCloseTo(own.goal, 12)
        expect(Number(row.human_mean)).toBeCloseTo(1 + 4 * own.goal, 12)
        expect(Number(row.inflation)).toBe(Number(row.signal_unit) - Number(row.human_unit))
      }
      const { features, tags } = made.outputs.find(({ output }) => output === row.output_id)!
      expect([number(row.words), number(row.hedge_rate)]).toEqual([features!.words, features!.hedge_rate])
      expect(row.tags).toBe(tags!.join(';'))
    }
  })

  it('gives the report its means to the last digits, and a metric no inflation', async () => {
    const { headline, n } = await report({
      audit: { id, slug: 'a', name: 'a', kind: 'self-rating', status: 'open', synthetic: false },
      question: asked('signal=peer&tag=hard&rater_group=crowd'),
    })
    const peers = await rows('inflation.csv', 'criterion=quality&signal=peer&tag=hard&rater_group=crowd')
    const covered = peers.filter((row) => row.inflation !== '')
    expect(covered).toHaveLength(n.outputs)
    expect(meanOf(covered.map((row) => Number(row.inflation)))).toBeCloseTo(headline.inflation!, 13)
    expect(peers.length - covered.length).toBe(n.proxy_only)
    const metric = await rows('inflation.csv', 'signal=metric:rouge')
    expect(metric.every((row) => row.inflation === '' && row.signal_unit !== '')).toBe(true)
  })

  it('holds the humans against the verified label, and what has no human rating too', async () => {
    const human = await rows('inflation.csv', 'signal=human')
    const labelled = human.filter((row) => row.inflation !== '')
    expect(labelled.length).toBeGreaterThan(10)
    for (const row of labelled)
      expect(Number(row.inflation)).toBe(Number(row.human_unit) - Number(row.verified_unit))
    const none = await seedAudit(pool, {
      outputs: [{ output: 'o', prompt: 'p', model: 'm' }],
      scores: [{ output: 'o', judge: 'm', unit: 0.75 }],
      verified: [{ output: 'o', unit: 0.5 }],
    })
    expect(await rows('inflation.csv', '', { audit: none.id })).toMatchObject([{ inflation: '0.25' }])
  })

  it('keeps spreadsheets from running what people wrote, unless raw is asked for', async () => {
    const output = '=1+1,"x"\r\n@y'
    const { id: audit } = await seedAudit(pool, {
      outputs: [{ output, prompt: '\tp', model: '-m', tags: ['+tag'] }],
      scores: [{ output, judge: '-m', unit: 0 }],
      ratings: [{ output, rater: '@r', unit: 1, source: 'import', group: '=g' }],
    })
    const [row] = await rows('inflation.csv', '', { audit })
    expect(row).toMatchObject({
      output_id: `'${output}`,
      prompt_id: `'\tp`,
      model: `'-m`,
      judge: `'-m`,
      tags: `'+tag`,
    })
    expect(row!.inflation).toBe('-1')
    expect(await rows('inflation.csv', '', { audit, raw: true })).toMatchObject([
      { output_id: output, prompt_id: '\tp', model: '-m', judge: '-m', tags: '+tag' },
    ])
    expect(await rows('human-ratings.csv', '', { audit })).toMatchObject([
      { output_id: `'${output}`, rater: `'@r`, group: `'=g` },
    ])
  })

  it('refuses names that do not exist before it answers', async () => {
    for (const query of ['criterion=x', 'signal=metric:x', 'judge=x', 'model=x', 'signal=human&judge=claude'])
      await expect(exportOf(id, 'inflation.csv', { question: asked(query) })).rejects.toMatchObject({
        code: 'invalid',
      })
  })
})

describe('the tables of the report', () => {
  const audit = {
    id: 0,
    slug: 'a',
    name: 'a',
    kind: 'self-rating',
    status: 'open',
    synthetic: false,
  } as const
  const answer = (query: string) => report({ audit: { ...audit, id }, question: asked(query) })

  it('by-model.csv holds the same numbers to the last digit', async () => {
    const { by_model: models } = await answer('signal=any')
    const read = await rows('by-model.csv', 'signal=any')
    expect(Object.keys(read[0]!)).toEqual([
      ...[
        'model',
        'family',
        'n',
        'prompts',
        'proxy_mean',
        'proxy_mean_ci_lo',
        'proxy_mean_ci_hi',
        'goal_mean',
      ],
      ...['goal_mean_ci_lo', 'goal_mean_ci_hi', 'inflation', 'se', 'df', 'ci_lo', 'ci_hi', 'p_wild'],
      ...['controlled_estimate', 'controlled_se', 'controlled_df', 'controlled_ci_lo', 'controlled_ci_hi'],
      'criterion',
    ])
    expect(read.map((row) => number(row.controlled_estimate))).toEqual(
      models.map(({ controlled }) => controlled?.estimate ?? null),
    )
    expect(read.map((row) => [row.model, Number(row.inflation), Number(row.se), Number(row.ci_lo)])).toEqual(
      models.map(({ model, inflation, se, ci }) => [model, inflation, se, ci![0]]),
    )
  })

  it('features.csv holds the same numbers to the last digit', async () => {
    const { features } = await answer('signal=any')
    const read = await rows('features.csv', 'signal=any')
    expect(read.length).toBeGreaterThan(1)
    expect(Object.keys(read[0]!)).toEqual(
      expect.arrayContaining(['effect_on_verified_p_adjusted', 'r2_share']),
    )
    expect(
      read.map((row) => [
        row.feature,
        number(row.effect_on_inflation_estimate),
        number(row.effect_on_goal_ci_lo),
        number(row.effect_per_doubling_proxy_ci_hi),
      ]),
    ).toEqual(
      features.map((row) => [
        row.feature,
        row.effect_on_inflation?.estimate ?? null,
        row.effect_on_goal?.ci?.[0] ?? null,
        row.effect_per_doubling?.proxy?.ci?.[1] ?? null,
      ]),
    )
  })

  it('bins.csv holds the same numbers to the last digit', async () => {
    const query = 'signal=any&feature=words&feature=hedge_rate&bins=4'
    const { bins } = await answer(query)
    const read = await rows('bins.csv', query)
    expect(
      read.map((row) => [
        row.feature,
        Number(row.lo),
        Number(row.hi),
        number(row.inflation),
        number(row.ci_hi),
      ]),
    ).toEqual(
      Object.entries(bins).flatMap(([feature, own]) =>
        own.map(({ lo, hi, inflation, ci }) => [feature, lo, hi, inflation, ci?.[1] ?? null]),
      ),
    )
  })
})

it('names a download by its criterion, and by its feature where there is one', async () => {
  const name = async (file: ExportName, query = '') => {
    const { fileName, stream } = await exportOf(id, file, { question: asked(query) })
    await stream.cancel()
    return fileName
  }
  const key = 'quality'
  expect(await name('by-model.csv')).toBe(`${key}-by-model.csv`)
  expect(await name('bins.csv', 'feature=words')).toBe(`${key}-words-bins.csv`)
  expect(await name('bins.csv', 'feature=words&feature=hedge_rate')).toBe(`${key}-bins.csv`)
  expect(await name('inflation.csv')).toBe('inflation.csv')
  expect(await name('inflation.csv', `criterion=${key}`)).toBe(`${key}-inflation.csv`)
})

describe('agreement.csv and self-preference.csv', () => {
  const ask = (query: string) =>
    report({
      audit: { id, slug: 'a', name: 'a', kind: 'self-rating', status: 'open', synthetic: false },
      question: asked(query),
    })

  it('hold the numbers of the report to the last digit', async () => {
    const { agreement, self_preference: preference } = await ask('signal=any')
    const read = await rows('agreement.csv', 'signal=any')
    expect(Object.keys(read[0]!)).toEqual(['figure', 'of', 'estimate', 'ci_lo', 'ci_hi', 'n', 'note'])
    const figure = (name: string, of = '') => read.find((row) => row.figure === name && row.of === of)!
    for (const name of ['alpha', 'ac2', 'exact_agreement', 'icc', 'icc1k', 'ceiling', 'n_ratings'] as const)
      expect(number(figure(name).estimate)).toBe(agreement![name])
    expect(number(figure('alpha').ci_lo)).toBe(agreement!.alpha_ci![0])
    expect(figure('icc').note).toBe('ICC(1)')
    for (const { rater, severity, severity_ci: ci, shared } of agreement!.raters)
      expect([severity, ci![1], shared]).toEqual(
        ['estimate', 'ci_hi', 'n'].map((column) => number(figure('severity', rater)[column])),
      )
    const judges = await rows('self-preference.csv', 'signal=any')
    expect(
      judges.map((row) => [row.judge, number(row.did), number(row.ci_lo), number(row.own_ci_hi)]),
    ).toEqual(
      preference!.by_judge.map(({ judge, did, ci, own_ci }) => [
        ...[judge, did, ci?.[0] ?? null, own_ci?.[1] ?? null],
      ]),
    )
  })

  it('say why a figure is missing, and are a header alone where there is nothing', async () => {
    const few = await rows('agreement.csv', 'signal=any&where=words:20..25')
    expect(few.find((row) => row.figure === 'alpha')).toMatchObject({
      estimate: '',
      note: expect.stringContaining('outputs with two ratings'),
    })
    expect(await rows('self-preference.csv', 'criterion=accuracy')).toEqual([])
  })
})

describe('human-ratings.csv', () => {
  it('has every current rating of every purpose, sorted, with times in UTC', async () => {
    const read = await rows('human-ratings.csv')
    expect(read).toHaveLength(made.ratings.length)
    expect(read[0]).toMatchObject({ criterion: 'quality', rated_at: '2026-01-02T03:04:05.678Z' })
    expect(read.map(({ output_id: output }) => output)).toEqual(
      made.ratings.map(({ output }) => output).sort(bytewise),
    )
    const count = (of: { purpose?: string }[]) =>
      Object.fromEntries(
        Object.entries(grouped(of, (r) => r.purpose ?? 'main')).map(([k, v]) => [k, v.length]),
      )
    expect(count(read)).toEqual(count(made.ratings))
    for (const row of read) expect(Number(row.score)).toBe(1 + 4 * Number(row.unit))
  })

  it('keeps the ratings of who is set aside, and says so', async () => {
    const { id: audit } = await seedAudit(pool, made)
    const { rater } = made.ratings[0]!
    await setAside({ rater, reason: 'Too fast.' }, { auditId: audit, byId: null })
    const read = await rows('human-ratings.csv', '', { audit })
    expect(read).toHaveLength(made.ratings.length)
    for (const row of read) expect(row.set_aside).toBe(String(row.rater === rater))
  })

  it('follows the selection', async () => {
    const read = await rows('human-ratings.csv', 'tag=odd&rater_group=expert')
    const odd = new Set(made.outputs.filter(({ tags }) => tags!.includes('odd')).map(({ output }) => output))
    expect(read).toHaveLength(made.ratings.filter((r) => odd.has(r.output) && r.group === 'expert').length)
    expect(read.length).toBeGreaterThan(0)
  })
})

describe('codebook.csv', () => {
  it('explains every column of every export', async () => {
    const book = await rows('codebook.csv')
    const { snapshot } = await currentSnapshot(id)
    for (const name of EXPORT_NAMES.filter((one) => one !== 'codebook.csv' && one !== 'audit.zip')) {
      const columns = name.endsWith('.jsonl')
        ? Object.keys(JSON.parse((await text(name)).split('\n')[0]!))
        : name.endsWith('.parquet')
          ? await withDuckDb(async (connection) =>
              (
                await connection.run('SELECT * FROM read_parquet($1)', [path.join(snapshot.folder, name)])
              ).columnNames(),
            )
          : parse(await text(name, 'signal=any'), { to: 1 })[0]
      const entries = book.filter(({ file }) => file === name)
      expect(entries.map(({ column }) => column)).toEqual(columns)
      for (const { meaning } of entries) expect(meaning).toMatch(/\w/)
    }
  })
})

describe('an export', () => {
  it('of Parquet is the file of the snapshot', async () => {
    const { snapshot } = await currentSnapshot(id)
    const { stream, type, revision } = await exportOf(id, 'facts.parquet', { question: asked('') })
    expect([type, revision]).toEqual(['application/vnd.apache.parquet', 1])
    const bytes = Buffer.from(await new Response(stream).arrayBuffer())
    expect(bytes.equals(await readFile(snapshot.facts))).toBe(true)
  })

  it('that is not read to its end leaves neither a file nor a busy DuckDB behind', async () => {
    const temporary = path.join(process.env.PLUMBLINE_DATA!, 'temporary')
    const begun = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const reader = (await exportOf(id, 'inflation.csv', { question: asked('') })).stream.getReader()
        await reader.read()
        // Some leave after the header, some while DuckDB writes, some while the file is read.
        const next = i > 1 ? reader.read().catch(() => {}) : undefined
        if (i > 3) await next
        await reader.cancel()
      }),
    )
    expect(begun).toHaveLength(6)
    expect((await readdir(temporary)).filter((name) => name.startsWith('export-'))).toEqual([])
    expect(globalThis.plumblineDuckDb?.waiting).toEqual([])
    expect((await rows('inflation.csv')).length).toBeGreaterThan(0)
  })

  it('keeps the order and the bytes of an earlier one', async () => {
    expect(await text('inflation.csv')).toBe(await text('inflation.csv'))
  })
})
