import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseQuestion, type Question } from '@/lib/domain/selection'
import { testDatabase } from '@/lib/server/db/testing'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import { currentSnapshot } from '@/lib/server/snapshot/refresh'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { HALVES, joined } from './compute'
import { beginElsewhere, computeElsewhere, endIdleProcesses } from './processes'
import { answerOf } from './report'
import { madeUpAudit } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-processes-'))
const { pool } = testDatabase()
let snapshot: Snapshot
beforeAll(async () => {
  const { id } = await seedAudit(pool, madeUpAudit())
  snapshot = (await currentSnapshot(id)).snapshot
})
afterAll(async () => {
  await endIdleProcesses()
  rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true })
})

const question = (query = '') => parseQuestion(new URLSearchParams(query))
/** The same in this process. */
const compute = async (of: Snapshot, asked: Question) =>
  joined(await HALVES.scores(of, asked), await HALVES.trust(of, asked))
const living = () => Object.values(globalThis.plumblineAnalysisProcesses!).flatMap(({ all }) => [...all])

it('is there before the first question, which the same processes then answer', async () => {
  await beginElsewhere()
  const begun = living()
  expect(begun).toHaveLength(2)
  await computeElsewhere(snapshot, question())
  expect(living()).toEqual(begun)
})

it('gives the same numbers as here, to the last digit', async () => {
  expect(await computeElsewhere(snapshot, question('signal=any'))).toEqual(
    await compute(snapshot, question('signal=any')),
  )
})

it('carries an error back whole, and works on', async () => {
  const wrong = question('criterion=nonsense')
  const here = await compute(snapshot, wrong).catch((error: unknown) => error)
  await expect(computeElsewhere(snapshot, wrong)).rejects.toMatchObject({
    ...{ name: 'PlumblineError', code: 'invalid', errors: [{ path: 'criterion' }] },
    message: (here as Error).message,
  })
  const gone = { ...snapshot, facts: '/nowhere/facts.parquet' }
  await expect(computeElsewhere(gone, question())).rejects.toThrow(/^IO Error.*facts\.parquet/)
  expect((await computeElsewhere(snapshot, question())).n.outputs).toBeGreaterThan(0)
})

it('computes at most two halves at once, and a question that is asked twice once', async () => {
  await endIdleProcesses()
  const deltas = Array.from({ length: 9 }, (_, i) => `delta=0.${i + 10}`)
  const answers = Promise.all([...deltas, ...deltas].map((query) => answerOf(snapshot, question(query))))
  expect(living().length).toBe(0)
  const all = await answers
  expect(living().length).toBe(2)
  expect(all.slice(0, 9).map(({ headline }) => headline)).toEqual(
    all.slice(9).map(({ headline }) => headline),
  )
})

it('says so when a process dies over a question, and answers the next', async () => {
  await endIdleProcesses()
  const killed = computeElsewhere(snapshot, question('delta=0.77'))
  await expect.poll(() => living().length).toBe(2)
  for (const child of living()) child.kill('SIGKILL')
  await expect(killed).rejects.toThrow('ended before its answer')
  expect((await computeElsewhere(snapshot, question('delta=0.77'))).n.outputs).toBeGreaterThan(0)
})

it('gives up what takes too long, with its process, and answers the next', async () => {
  await endIdleProcesses()
  await expect(computeElsewhere(snapshot, question('delta=0.66'), 1)).rejects.toMatchObject({
    code: 'unavailable',
  })
  await expect.poll(() => living().length).toBe(0)
  expect((await computeElsewhere(snapshot, question('delta=0.66'))).n.outputs).toBeGreaterThan(0)
})
