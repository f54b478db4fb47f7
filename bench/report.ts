/**
 * What an analyst waits for with 100,000 rated outputs: the first snapshot, a report, the same report again.
 * Run with `npx tsx bench/report.ts [OUTPUTS]`; it starts a database of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { throwawayDatabase } from '../scripts/test/throwaway.mjs'
import { makeUpAudit } from './made-up-audit'

const outputs = Number(process.argv[2] ?? 100_000)
const database = await throwawayDatabase()
const data = mkdtempSync(path.join(tmpdir(), 'plumbline-bench-'))
const figures: [what: string, ms: number | string][] = []
try {
  process.env.DATABASE_URL = database.url.replace(/\/postgres$/, '/plumbline_template')
  process.env.PLUMBLINE_DATA = data
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
  const id = await makeUpAudit(pool, outputs)
  await measure(id)
  await pool.end()
} finally {
  await globalThis.plumblinePool?.end()
  await database.end()
  rmSync(data, { recursive: true, force: true })
}
for (const [what, ms] of figures)
  console.log(what.padEnd(50), typeof ms === 'number' ? `${ms.toFixed(1)} ms`.padStart(12) : ms)

async function measure(id: number): Promise<void> {
  const { report } = await import('@/lib/server/analysis/report')
  const { parseQuestion } = await import('@/lib/domain/selection')
  const audit = {
    id,
    slug: 'made-up',
    name: 'Made up',
    kind: 'self-rating',
    status: 'open',
    synthetic: true,
  } as const
  const ask = (query = '') => report({ audit, question: parseQuestion(new URLSearchParams(query)) })
  await time('cold: snapshot and report', () => ask())
  for (const [name, query] of [
    ['report', ''],
    ['report, bins of words only', 'feature=words'],
    ['report, one model', 'model=model-1'],
  ] as const) {
    // Each delta makes another question, so that nothing is answered from what is kept.
    const times: number[] = []
    for (let i = 1; i <= 9; i += 1) times.push(await timed(() => ask(`${query}&delta=0.0${i}`)))
    figures.push([`warm: ${name}, median of 9`, times.toSorted((a, b) => a - b)[4]!])
  }
  const again: number[] = []
  for (let i = 0; i < 20; i += 1) again.push(await timed(() => ask()))
  figures.push(['kept: the same report again, median of 20', again.toSorted((a, b) => a - b)[10]!])
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function time(what: string, work: () => Promise<unknown>): Promise<void> {
  figures.push([what, await timed(work)])
}
