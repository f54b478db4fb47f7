import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseOutputsQuestion } from '@/lib/domain/outputs'
import { testDatabase } from '@/lib/server/db/testing'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { questionChoices } from './choices'
import { neighbours } from './neighbours'
import { outputs } from './outputs'
import { snippets } from './snippets'
import { madeUpAudit } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-neighbours-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

const made = madeUpAudit({ prompts: 12 })
let id: number
beforeAll(async () => {
  id = (await seedAudit(pool, made)).id
})

const question = (query: string) => parseOutputsQuestion(new URLSearchParams(query))

it.each(['', 'sort=-inflation', 'sort=words', 'sort=-model&covered=1', 'signal=any&tag=hard&sort=goal'])(
  'walks along the list as it is listed: %s',
  async (query) => {
    const { outputs: rows, total } = await outputs(id, question(`${query}&limit=500`))
    expect(rows.length).toBeGreaterThan(3)
    const ids = rows.map((row) => row.output_id)
    for (const [i, output] of ids.entries())
      expect(await neighbours(id, question(query), output)).toEqual({
        previous: ids[i - 1] ?? null,
        next: ids[i + 1] ?? null,
        place: i + 1,
        total,
      })
  },
)

it('knows nothing of an output that is not selected', async () => {
  expect(await neighbours(id, question(''), 'no such output')).toBeNull()
})

it('leaves out what is skipped, so that pages follow each other', async () => {
  const whole = await outputs(id, question('sort=-words&limit=20'))
  const second = await outputs(id, question('sort=-words&limit=5'), 5)
  expect(second.outputs).toEqual(whole.outputs.slice(5, 10))
  expect(second.total).toBe(whole.total)
})

it('offers what the audit can be asked about, and nothing else', async () => {
  const choices = await questionChoices(id)
  expect(choices.criteria.map(({ key }) => key)).toEqual(['quality', 'accuracy'])
  expect(choices.models.map(({ model }) => model)).toEqual(
    [...new Set(made.outputs.map(({ model }) => model))].sort(),
  )
  expect(choices.goals).toContain('human')
  for (const { signal } of choices.signals) {
    const goal = signal === 'human' ? '&goal=verified' : ''
    const page = await outputs(id, question(`signal=${encodeURIComponent(signal)}${goal}`))
    expect(page.contrast.signal).toBe(signal)
  }
  for (const judge of choices.judges)
    expect((await outputs(id, question(`judge=${judge}`))).contrast.judge).toBe(judge)
  for (const key of choices.features)
    expect((await outputs(id, question(`sort=${key}`))).total).toBe(made.outputs.length)
})

it('gives the first letters of each text on one line', async () => {
  const [first] = made.outputs
  await pool.query(
    `UPDATE output_texts t SET body = $2 FROM output_versions v JOIN outputs o ON o.id = v.output_id
     WHERE t.version_id = v.id AND o.audit_id = $1 AND o.external_id = $3`,
    [id, 'One\n\n  two\tthree four', first?.output],
  )
  const found = await snippets(id, [first?.output ?? '', 'no such output'], 14)
  expect([...found]).toEqual([[first?.output, 'One two thr']])
})
