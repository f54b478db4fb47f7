import { describe, expect, it } from 'vitest'
import type { Sample } from '@/lib/domain/plan'
import { transaction } from '../db/pool'
import { testDatabase } from '../db/testing'
import { sendWell } from '../intake/testing'
import { addRatings, seedAudit } from '../snapshot/testing'
import { patchAudit } from './patch'
import { sampleStrata } from './sample'

const { pool } = testDatabase()

/** 120 outputs: 80 by `long`, 40 by `short`; `words` 1…120, which the last 20 lack. */
async function draftAudit(): Promise<number> {
  const outputs = Array.from({ length: 120 }, (_, i) => ({
    output: `o${i}`,
    prompt: `p${Math.floor(i / 3)}`,
    model: i % 3 === 0 ? 'short' : 'long',
    features: { words: i < 100 ? i + 1 : null },
  }))
  const scores = outputs.map(({ output, model }, i) => ({ output, judge: model, unit: (i % 5) / 4 }))
  return (await seedAudit(pool, { outputs, scores })).id
}

type Row = { model: string; words: number | null; sampled: boolean; inclusion: number; open_slots: number }
async function outputsOf(auditId: number): Promise<Row[]> {
  const { rows } = await pool.query<Row>(
    `SELECT m.name AS model, f."values"[1] AS words, o.sampled, o.inclusion, o.open_slots FROM outputs o
     JOIN output_versions v ON v.output_id = o.id JOIN models m ON m.id = v.model_id
     LEFT JOIN features f ON f.version_id = v.id WHERE o.audit_id = $1`,
    [auditId],
  )
  return rows
}

const plan = (sample: Partial<Sample>): { plan: { sample: Sample } } => ({
  plan: { sample: { size: 30, by: [], allocation: 'proportional', ...sample } },
})
const open = { status: 'open' } as const

describe('the sample of a plan', () => {
  it('is drawn at opening within its strata, and each output keeps its probability', async () => {
    const id = await draftAudit()
    await patchAudit(id, plan({ by: ['model', 'words'] }), null)
    expect((await outputsOf(id)).every(({ sampled }) => sampled)).toBe(true)
    const planned = await sampleStrata(pool, id, plan({ by: ['model', 'words'] }).plan.sample)
    // Four quarters and those without a value, for each of two models.
    expect(planned).toHaveLength(10)
    await patchAudit(id, open, null)
    const outputs = await outputsOf(id)
    const sampled = outputs.filter((one) => one.sampled)
    expect(sampled).toHaveLength(30)
    expect(planned.reduce((sum, { drawn }) => sum + drawn, 0)).toBe(30)
    for (const one of outputs) expect(one.open_slots).toBe(one.sampled ? 3 : 0)
    for (const model of ['long', 'short']) {
      const own = sampled.filter((one) => one.model === model)
      expect(own).toHaveLength(model === 'long' ? 20 : 10)
      // Weighted by the inverse of their probabilities they stand for all of the model's outputs.
      expect(own.reduce((sum, { inclusion }) => sum + 1 / inclusion, 0)).toBeCloseTo(
        model === 'long' ? 80 : 40,
        9,
      )
    }
  })

  it('can draw as many from each stratum, and chooses by chance', async () => {
    const id = await draftAudit()
    await patchAudit(id, { ...plan({ by: ['model'], allocation: 'equal' }), ...open }, null)
    const sampled = (await outputsOf(id)).filter((one) => one.sampled)
    expect(sampled.filter(({ model }) => model === 'short')).toHaveLength(15)
    expect(new Set(sampled.map(({ inclusion }) => inclusion))).toEqual(new Set([15 / 40, 15 / 80]))
    const again = await draftAudit()
    await patchAudit(again, { ...plan({ by: ['model'], allocation: 'equal' }), ...open }, null)
    const words = (rows: Row[]) => rows.filter((one) => one.sampled).map((one) => one.words)
    expect(words(await outputsOf(again))).not.toEqual(words(await outputsOf(id)))
  })

  it('never hands out what it left out, however many ratings are asked for later, nor what comes later', async () => {
    const id = await draftAudit()
    await patchAudit(id, { ...plan({ by: ['signal'] }), ...open }, null)
    await patchAudit(id, { ratings_per_output: 5 }, null)
    const open5 = (await outputsOf(id)).map(({ open_slots }) => open_slots)
    expect(open5.filter((slots) => slots === 5)).toHaveLength(30)
    expect(open5.filter((slots) => slots === 0)).toHaveLength(90)
    const record = { output_id: 'late', prompt_id: 'p0', prompt: 'p0', model: 'long', text: 'Later.' }
    await sendWell(id, 'outputs', [record])
    expect((await outputsOf(id)).filter(({ open_slots }) => open_slots > 0)).toHaveLength(30)
  })

  it('has room for every stratum, is of something that outputs have, and of no audit that people rated', async () => {
    const id = await draftAudit()
    const opened = (sample: Partial<Sample>) => patchAudit(id, { ...plan(sample), ...open }, null)
    await expect(opened({ size: 9, by: ['model', 'words'] })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('no room for each of 10 strata'),
    })
    await expect(opened({ by: ['speed'] })).rejects.toMatchObject({ code: 'invalid' })
    const rating = { output: 'o1', rater: 'someone', unit: 1, source: 'import' } as const
    await transaction((client) => addRatings(client, id, [rating]), pool)
    await expect(opened({})).rejects.toMatchObject({ message: expect.stringContaining('no sample chose') })
    expect((await outputsOf(id)).every(({ sampled, open_slots }) => sampled && open_slots === 3)).toBe(true)
  })
})
