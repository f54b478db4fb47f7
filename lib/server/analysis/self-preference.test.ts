import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parseQuestion } from '@/lib/domain/selection'
import { whyNull } from '@/lib/domain/sentences'
import { testDatabase } from '@/lib/server/db/testing'
import { type Seed, seedAudit } from '@/lib/server/snapshot/testing'
import fixture from '@/lib/stats/fixtures/self-preference-did-three-judges.json'
import { report } from './report'
import { dice, madeUpAudit } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-self-preference-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

async function reportOf(seed: Seed, query = '') {
  const { id } = await seedAudit(pool, seed)
  const audit = { id, slug: 'a', name: 'A', kind: 'self-rating', status: 'open', synthetic: false } as const
  return report({ audit, question: parseQuestion(new URLSearchParams(query)) })
}

/** The fixture's ratings on a scale of 0–100, each judge a model of its own family. */
function threeJudges(): Seed {
  const { rows } = fixture.input
  const outputs = new Map(
    rows.map((row) => [
      `${row.generator}-${row.prompt}`,
      {
        output: `${row.generator}-${row.prompt}`,
        prompt: `p${row.prompt}`,
        model: row.generator,
        human: row.human,
      },
    ]),
  )
  return {
    criteria: [{ key: 'quality', min: 0, max: 100 }],
    outputs: [...outputs.values()].map(({ output, prompt, model }) => ({ output, prompt, model })),
    scores: rows.map((row) => ({
      output: `${row.generator}-${row.prompt}`,
      judge: row.judge,
      unit: row.score / 100,
    })),
    ratings: [...outputs.values()].map(({ output, human }) => ({ output, rater: 'r', unit: human / 100 })),
  }
}

describe('self-preference', () => {
  it('equals R lm and clubSandwich from the record to the report, in unit scores', async () => {
    const { self_preference: found, notes } = await reportOf(threeJudges())
    const within = fixture.expected.model_output_fe.self
    expect(found!.overall.estimate).toBeCloseTo(within.beta / 100, 9)
    expect(found!.overall.se).toBeCloseTo(within.se_CR2 / 100, 9)
    expect(found!.overall.df).toBeCloseTo(within.df, 6)
    const given = fixture.expected.model_human_control
    expect(found!.human_control!.estimate).toBeCloseTo(given.self.beta / 100, 9)
    expect(found!.human_control!.se).toBeCloseTo(given.self.se_CR2 / 100, 9)
    expect(found!.human_control!.human_slope).toBeCloseTo(given.human_slope, 9)
    expect(found!.family).toBeNull()
    expect(whyNull(notes, 'self_preference.human_control.corrected')).toContain('reliability')
  })

  /** Four models judge all of each other's outputs; “a” and “b” are of one family. */
  function planted(keep: (judge: string, author: string) => boolean = () => true): Seed {
    const roll = dice(3)
    const delta: Record<string, number> = { a: 0.15, b: 0, c: -0.08, d: 0.05 }
    const lenient: Record<string, number> = { a: 0.1, b: -0.05, c: 0, d: 0.03 }
    const families: Record<string, string> = { a: 'x', b: 'x', c: 'c', d: 'd' }
    const seed: Required<Pick<Seed, 'families' | 'outputs' | 'scores'>> = {
      families,
      outputs: [],
      scores: [],
    }
    for (let prompt = 0; prompt < 60; prompt++)
      for (const model of Object.keys(delta)) {
        const output = `o${prompt}-${model}`
        const quality = 0.3 + 0.3 * roll()
        seed.outputs.push({ output, prompt: `p${prompt}`, model })
        for (const judge of Object.keys(delta)) {
          if (!keep(judge, model)) continue
          const family = judge !== model && families[judge] === families[model] ? 0.04 : 0
          const own = judge === model ? delta[judge]! : 0
          const unit = quality + lenient[judge]! + own + family + 0.06 * (2 * roll() - 1)
          seed.scores.push({ output, judge, unit })
        }
      }
    return seed
  }

  it('recovers what is planted, judge by judge and for the family', async () => {
    const { self_preference: found } = await reportOf(planted())
    const truth: Record<string, number> = { a: 0.15, b: 0, c: -0.08, d: 0.05 }
    expect(found!.by_judge.map(({ judge, n, n_others }) => [judge, n, n_others])).toEqual(
      ['a', 'b', 'c', 'd'].map((judge) => [judge, 60, 180]),
    )
    for (const { judge, ci } of found!.by_judge) {
      expect(ci![0]).toBeLessThan(truth[judge]!)
      expect(ci![1]).toBeGreaterThan(truth[judge]!)
    }
    expect(found!.family!.ci![0]).toBeLessThan(0.06)
    expect(found!.family!.ci![1]).toBeGreaterThan(0.02)
    expect(found!.human_control).toBeNull()
  })

  it('counts the selected outputs only, and does not depend on the signal asked for', async () => {
    const made = madeUpAudit()
    const [whole, peer, hard] = await Promise.all(
      ['', 'signal=peer', 'tag=hard'].map(async (query) => (await reportOf(made, query)).self_preference!),
    )
    expect(peer).toEqual(whole)
    const models = made.scores.filter(({ judge, criterion }) => judge && criterion !== 'accuracy')
    const tagged = new Set(
      made.outputs.filter(({ tags }) => tags?.includes('hard')).map(({ output }) => output),
    )
    const count = (keep: (output: string) => boolean) =>
      new Set(models.filter(({ output }) => keep(output)).map(({ output, judge }) => `${output} ${judge}`))
        .size
    expect(whole!.n).toBe(count(() => true))
    expect(hard!.n).toBe(count((output) => tagged.has(output)))
  })

  it('is hidden with its reason where one judge rated, or none rated what another wrote', async () => {
    const one = await reportOf(planted((judge) => judge === 'a'))
    expect(one.self_preference).toBeNull()
    expect(whyNull(one.notes, 'self_preference')).toContain('cannot be told from leniency')
    const own = await reportOf(planted((judge, author) => judge === author))
    expect(own.self_preference).toBeNull()
    expect(whyNull(own.notes, 'self_preference')).toContain('both by its author and by another model')
    const pair = await reportOf(planted((judge, author) => 'ac'.includes(judge) && 'ac'.includes(author)))
    expect(pair.self_preference!.overall.estimate).not.toBeNull()
    expect(pair.self_preference!.by_judge[0]!.did).toBeNull()
    expect(whyNull(pair.notes, 'self_preference.by_judge.a.did')).toBeTruthy()
  })
})
