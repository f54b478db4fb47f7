import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Slices } from '@/lib/domain/report-slices'
import { parseQuestion } from '@/lib/domain/selection'
import { testDatabase } from '@/lib/server/db/testing'
import { type Seed, seedAudit } from '@/lib/server/snapshot/testing'
import { report } from './report'
import { dice } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-slices-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

/** 80 prompts × 3 models; `inflated` says for which outputs the model adds 0.3 to what people say. */
function planted(
  inflated: (output: { model: string; tag: string; words: number }) => boolean,
  seed = 3,
): Seed {
  const roll = dice(seed)
  const models = ['a', 'b', 'c']
  const audit = { families: { a: 'a', b: 'b', c: 'c' }, outputs: [], scores: [], ratings: [] } as Seed
  for (let prompt = 0; prompt < 80; prompt += 1)
    for (const model of models) {
      const output = `o${prompt}-${model}`
      const tag = prompt % 2 ? 'odd' : 'even'
      const words = Math.floor(400 * roll())
      const unit = 0.2 + 0.4 * roll()
      const added = (inflated({ model, tag, words }) ? 0.3 : 0) + 0.1 * roll()
      audit.outputs!.push({ output, prompt: `p${prompt}`, model, tags: [tag], features: { words } })
      audit.scores!.push({ output, judge: model, unit: unit + added })
      audit.ratings!.push({ output, rater: 'r1', unit })
    }
  return audit
}

async function slices(seed: Seed): Promise<Slices | null> {
  const { id } = await seedAudit(pool, seed)
  const audit = { id, slug: 's', name: 'S', kind: 'self-rating', status: 'open', synthetic: false } as const
  return (await report({ audit, question: parseQuestion(new URLSearchParams()) })).slices
}

describe('slices', () => {
  it('finds the pair of a model and a tag that inflates, and ranks it first', async () => {
    const found = await slices(planted(({ model, tag }) => model === 'b' && tag === 'odd'))
    const [top] = found!.rows
    expect(top).toMatchObject({ model: 'b', tag: 'odd', where: [], n: 40, prompts: 40 })
    expect(top!.p_adjusted).toBeLessThan(1e-6)
    expect(top!.inflation).toBeCloseTo(0.35, 1)
    expect(top!.ci![0]).toBeLessThan(top!.inflation)
  })

  it('finds the quarter of a feature', async () => {
    const found = await slices(planted(({ words }) => words >= 300))
    expect(found!.rows[0]!.where[0]!.feature).toBe('words')
    expect(found!.rows[0]!.where[0]!.lo).toBeGreaterThan(290)
  })

  it('says that nothing stands out where nothing does', async () => {
    const found = await slices(planted(() => false))
    expect(found!.tested).toBeGreaterThan(20)
    for (const { p_adjusted } of found!.rows) expect(p_adjusted).toBeGreaterThan(0.05)
  })
})
