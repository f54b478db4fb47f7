import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { parseQuestion } from '@/lib/domain/selection'
import { testDatabase } from '@/lib/server/db/testing'
import { type Seed, type SeedRating, seedAudit } from '@/lib/server/snapshot/testing'
import { clusteredMean } from '@/lib/stats/clustered-mean'
import { report } from './report'
import { dice } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-presentation-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

/** Outputs in prompts of two, each rated by three people; a coin says how it is shown, and formatting gives 0.125 more. */
function randomised(outputs: number): Seed & { ratings: SeedRating[] } {
  const roll = dice(11)
  const names = Array.from({ length: outputs }, (_, i) => `o${i}`)
  return {
    outputs: names.map((output, i) => ({ output, prompt: `p${Math.floor(i / 2)}`, model: 'a' })),
    scores: names.map((output) => ({ output, judge: 'a', unit: 0.75 })),
    ratings: names.flatMap((output) => {
      const base = 0.25 + 0.25 * Math.floor(roll() * 3)
      return [0, 1, 2].map((r): SeedRating => {
        const presentation = roll() < 0.5 ? 'rendered' : 'plain'
        return {
          output,
          rater: `r${r}`,
          unit: base + (presentation === 'rendered' ? 0.125 : 0),
          presentation,
        }
      })
    }),
  }
}

async function ask(seed: Seed, query = '') {
  const { id } = await seedAudit(pool, seed)
  const audit = { id, slug: 'a', name: 'A', kind: 'self-rating', status: 'open', synthetic: false } as const
  return report({ audit, question: parseQuestion(new URLSearchParams(query)) })
}

it('is the difference within the outputs that were shown both ways, and a finding', async () => {
  const seed = randomised(60)
  const { presentation, findings } = await ask(seed)
  const both = seed.outputs.filter(({ output }) => {
    const ways = new Set(seed.ratings.filter((one) => one.output === output).map((one) => one.presentation))
    return ways.size === 2
  })
  expect(presentation).toMatchObject({ n: both.length, ratings: 3 * both.length })
  expect(presentation!.difference).toBeCloseTo(0.125, 12)
  expect(presentation!.rendered_mean! - presentation!.plain_mean!).toBeCloseTo(0.125, 12)
  expect(findings.map(({ section }) => section)).toContain('presentation')
})

it('has the interval of a mean clustered by prompt', async () => {
  const seed = randomised(40)
  for (const [i, rating] of seed.ratings.entries()) rating.unit = ((7 * i) % 5) / 4
  const { presentation } = await ask(seed)
  const means = seed.outputs.flatMap(({ output, prompt }) => {
    const of = (way: string) =>
      seed.ratings.filter((one) => one.output === output && one.presentation === way).map(({ unit }) => unit)
    const [rendered, plain] = [of('rendered'), of('plain')]
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
    return rendered.length > 0 && plain.length > 0 ? [{ prompt, value: mean(rendered) - mean(plain) }] : []
  })
  const prompts = [...new Set(means.map(({ prompt }) => prompt))]
  const own = (prompt: string) => means.filter((one) => one.prompt === prompt).map(({ value }) => value)
  const expected = clusteredMean(
    prompts.map((prompt) => own(prompt).length),
    prompts.map((prompt) => own(prompt).reduce((a, b) => a + b, 0)),
  )
  expect(presentation!.ci![0]).toBeCloseTo(expected.ci![0], 10)
  expect(presentation!.se).toBeCloseTo(expected.se!, 10)
})

it('is null where all is shown one way, and says what it lacks where little was shown both ways', async () => {
  const plain = randomised(20)
  for (const rating of plain.ratings) rating.presentation = 'plain'
  expect((await ask(plain)).presentation).toBeNull()
  const { presentation, notes } = await ask(randomised(6))
  expect(presentation).toMatchObject({ difference: null, ci: null })
  expect(notes.find(({ field }) => field === 'presentation')!.why).toContain('not enough data')
})
