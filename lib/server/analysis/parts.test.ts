import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseQuestion } from '@/lib/domain/selection'
import { testDatabase } from '@/lib/server/db/testing'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { wildClusterBootstrapMean } from '@/lib/stats/regression/wild-bootstrap'
import { type ReportAudit, report } from './report'
import { madeUpAudit } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-parts-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

const named = (id: number): ReportAudit => ({
  ...{ id, slug: 'made-up', name: 'Made up', kind: 'self-rating', status: 'open', synthetic: false },
})
let audit: ReportAudit
beforeAll(async () => {
  audit = named((await seedAudit(pool, madeUpAudit())).id)
})
const ask = (query = '', of = audit) =>
  report({ audit: of, question: parseQuestion(new URLSearchParams(query)) })

const NUMBERS = ['proxy_mean', 'goal_mean', 'inflation', 'se', 'df', 'ci'] as const

it.each([
  ['by_family', 'family'],
  ['by_tag', 'tag'],
  ['by_signal', 'signal'],
] as const)('%s answers as if each had been asked about alone', async (table, parameter) => {
  const whole = await ask('signal=any')
  const rows = whole[table].map((row) => ({ ...row, name: (row as Record<string, unknown>)[parameter] }))
  expect(rows.length).toBeGreaterThan(1)
  for (const row of rows) {
    const rest = parameter === 'signal' ? '' : 'signal=any&'
    const alone = await ask(`${rest}${parameter}=${row.name}`)
    expect([row.n, row.prompts]).toEqual([alone.n.outputs, alone.n.prompts])
    for (const number of NUMBERS) expect(row[number]).toEqual(alone.headline[number])
  }
})

it('lists a metric among the signals without an inflation', async () => {
  const { by_signal, notes } = await ask()
  const metric = by_signal.find(({ signal }) => signal === 'metric:rouge')!
  expect(metric).toMatchObject({ inflation: null, ci: null, p_wild: null })
  expect(metric.proxy_mean).not.toBeNull()
  expect(notes).toContainEqual({ field: 'by_signal.metric:rouge.inflation', why: 'no common scale' })
})

it('gives the wild bootstrap where prompts are few, and says how low it can be', async () => {
  expect((await ask()).headline.p_wild).toBeNull()
  const sums = [0.9, 0.4, 1.1, 0.2, 0.8]
  const outputs = sums.flatMap((_, p) =>
    [0, 1].map((k) => ({ output: `o${p}${k}`, prompt: `p${p}`, model: 'm' })),
  )
  const { id } = await seedAudit(pool, {
    outputs,
    scores: outputs.map(({ output }, i) => ({ output, judge: 'm', unit: sums[Math.floor(i / 2)]! / 2 })),
    ratings: outputs.map(({ output }) => ({ output, rater: 'r', unit: 0 })),
  })
  const { headline, by_model, notes } = await ask('', named(id))
  const { p } = wildClusterBootstrapMean(
    [2, 2, 2, 2, 2],
    sums,
    sums.map((sum) => sum ** 2),
  )
  expect([headline.p_wild, by_model[0]!.p_wild]).toEqual([p, p])
  expect(notes).toContainEqual({
    field: 'headline.p_wild',
    why: 'with 5 prompts it cannot fall below 0.0625',
  })
})
