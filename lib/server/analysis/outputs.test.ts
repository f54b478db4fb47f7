import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type OutputRow,
  outputDetailSchema,
  outputPageSchema,
  parseOutputsQuestion,
} from '@/lib/domain/outputs'
import { parseQuestion } from '@/lib/domain/selection'
import { transaction } from '@/lib/server/db/pool'
import { testDatabase } from '@/lib/server/db/testing'
import { lockNextRevision, stampRevision } from '@/lib/server/snapshot/cut'
import { onCurrentSnapshot } from '@/lib/server/snapshot/refresh'
import { addRatings, seedAudit } from '@/lib/server/snapshot/testing'
import { output } from './output'
import { outputs } from './outputs'
import { answerOf } from './report'
import { madeUpAudit, plainRows } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-outputs-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

const made = madeUpAudit()
const plain = plainRows(made, { proxy: ({ judge }) => judge !== undefined })
let id: number
beforeAll(async () => {
  id = (await seedAudit(pool, made)).id
})

const page = (query: string, of = id) => outputs(of, parseOutputsQuestion(new URLSearchParams(query)))
async function allPages(query: string): Promise<OutputRow[]> {
  const rows: OutputRow[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await page(`${query}&cursor=${cursor}`)
    rows.push(...answer.outputs)
    cursor = answer.next_cursor
  }
  return rows
}
const bytewise = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

describe('outputs', () => {
  it('refuse a cursor with numbers that nothing here has', async () => {
    const { next_cursor: cursor } = await page('limit=1')
    const tampered = (change: object) =>
      Buffer.from(
        JSON.stringify({ ...JSON.parse(Buffer.from(cursor!, 'base64url').toString()), ...change }),
      ).toString('base64url')
    for (const revision of [2 ** 31, Number.MAX_SAFE_INTEGER])
      await expect(page(`limit=1&cursor=${tampered({ revision })}`)).rejects.toMatchObject({
        code: 'invalid',
      })
    expect((await page(`limit=1&cursor=${tampered({ value: 1e300 })}`)).outputs).toEqual([])
  })

  it('are paged, each once, with the numbers of a plain recomputation', async () => {
    const first = await page('signal=any&limit=7')
    expect(outputPageSchema.parse(JSON.parse(JSON.stringify(first)))).toEqual(first)
    expect(first).toMatchObject({ revision: 1, total: made.outputs.length })
    expect(first.outputs).toHaveLength(7)
    const rows = await allPages('signal=any&limit=7')
    expect(rows.map((row) => row.output_id)).toEqual(made.outputs.map((one) => one.output).sort(bytewise))
    for (const row of rows) {
      const own = plain.find((one) => one.output === row.output_id)!
      const given = made.outputs.find((one) => one.output === row.output_id)!
      expect(row).toMatchObject({
        model: given.model,
        tags: given.tags,
        features: given.features,
        human_n: own.humanN,
      })
      if (own.proxy === null) expect(row.proxy).toBeNull()
      else expect(row.proxy).toBeCloseTo(own.proxy, 12)
      if (own.proxy === null || own.goal === null) expect(row.inflation).toBeNull()
      else expect(row.inflation).toBeCloseTo(own.proxy - own.goal, 12)
      const scores = made.scores.filter((s) => s.output === row.output_id && !s.criterion)
      expect(row.signals.reduce((total, { samples }) => total + samples, 0)).toBe(scores.length)
    }
  })

  it.each(['inflation', '-inflation', 'hedge_rate', '-hedge_rate', '-human_n', 'model'])(
    'can be sorted by %s, what has no value last',
    async (sort) => {
      const rows = await allPages(`signal=any&limit=9&sort=${sort}`)
      expect(new Set(rows.map((row) => row.output_id)).size).toBe(made.outputs.length)
      const key = sort.replace('-', '') as keyof OutputRow
      const values = rows.map((row) => (key in row ? row[key] : row.features[key])) as (
        | number
        | string
        | null
      )[]
      const known = values.filter((value) => value !== null)
      expect(values.slice(0, known.length)).toEqual(known)
      const ordered = known.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      expect(known).toEqual(sort.startsWith('-') ? ordered.reverse() : ordered)
    },
  )

  it('can be held to those that the report covers, and follow the selection', async () => {
    const { total } = await page('signal=any&covered=1&tag=hard&model=claude')
    const hard = new Set(made.outputs.filter((one) => one.tags!.includes('hard')).map((one) => one.output))
    const covered = plain.filter((row) => row.proxy !== null && row.goal !== null)
    expect(total).toBe(covered.filter((row) => row.model === 'claude' && hard.has(row.output)).length)
  })

  it('can be held to those behind a cell of the joint table', async () => {
    const asked = parseQuestion(new URLSearchParams('signal=any'))
    const { joint } = await onCurrentSnapshot(id, ({ snapshot }) => answerOf(snapshot, asked))
    for (const cell of joint.slice(0, 5)) {
      const ranges = `proxy_in=${cell.proxy_range.join('..')}&goal_in=${cell.goal_range.join('..')}`
      expect((await page(`signal=any&covered=1&${ranges}`)).total).toBe(cell.n)
    }
    for (const wrong of ['proxy_in=0.2', 'goal_in=0.6..0.5', 'proxy_in=0..2', 'goal_in=..1'])
      expect(() => parseOutputsQuestion(new URLSearchParams(wrong))).toThrow(/is not a range of unit scores/)
  })

  it('stay those of the first page while ratings come in', async () => {
    const { id: own } = await seedAudit(pool, { outputs: made.outputs, scores: made.scores })
    const first = await page('limit=5', own)
    await transaction(async (client) => {
      await addRatings(client, own, [{ output: made.outputs[0]!.output, rater: 'late', unit: 1 }])
      await stampRevision(client, own, await lockNextRevision(client, own), 'import')
    }, pool)
    const second = await page(`limit=5&cursor=${first.next_cursor}`, own)
    expect(second.revision).toBe(1)
    expect((await page('limit=5', own)).revision).toBe(2)
  })

  it('refuse a cursor of another question, and a column that does not exist', async () => {
    const { next_cursor: cursor } = await page('limit=5')
    for (const query of [`cursor=${cursor}&sort=model`, `cursor=${cursor}&tag=hard`, 'cursor=x', 'sort=body'])
      await expect(page(query)).rejects.toMatchObject({ code: 'invalid' })
    expect((await page(`cursor=${cursor}&limit=9`)).outputs).toHaveLength(9)
    for (const query of ['limit=0', 'limit=501', 'sort=a;b', 'unknown=1'])
      expect(() => parseOutputsQuestion(new URLSearchParams(query))).toThrow()
  })
})

describe('one output', () => {
  it('comes with its texts, every score and every rating', async () => {
    const given = made.ratings.find(({ purpose }) => purpose === 'practice')!
    await pool.query(
      `UPDATE human_ratings SET comment = 'Too long.' WHERE output_id = (SELECT id FROM outputs WHERE audit_id = $1 AND external_id = $2)`,
      [id, given.output],
    )
    await pool.query(
      `UPDATE signal_scores SET rationale = 'Because.' WHERE sample = '0' AND judge_id IS NOT NULL
         AND output_id = (SELECT id FROM outputs WHERE audit_id = $1 AND external_id = $2)`,
      [id, given.output],
    )
    const detail = await output(id, given.output)
    expect(outputDetailSchema.parse(JSON.parse(JSON.stringify(detail)))).toEqual(detail)
    expect(detail).toMatchObject({
      text: `Text of ${given.output}`,
      prompt: expect.stringMatching(/^Prompt p/),
    })
    const quality = detail.criteria.find(({ criterion }) => criterion === 'quality')!
    const ratings = made.ratings.filter((one) => one.output === given.output)
    expect(quality.ratings.map(({ rater, unit }) => [rater, unit]).sort()).toEqual(
      ratings.map(({ rater, unit }) => [rater, unit]).sort(),
    )
    expect(quality.ratings.filter(({ counted }) => !counted).map(({ purpose }) => purpose)).toContain(
      'practice',
    )
    expect(new Set(detail.comments.map(({ rater }) => rater))).toEqual(
      new Set(ratings.map(({ rater }) => rater)),
    )
    expect(detail.rationales.length).toBeGreaterThan(0)
    expect(detail.criteria.map(({ criterion }) => criterion)).toEqual(['quality', 'accuracy'])
  })

  it('that does not exist is not found', async () => {
    await expect(output(id, 'nothing')).rejects.toMatchObject({ code: 'not-found' })
  })
})
