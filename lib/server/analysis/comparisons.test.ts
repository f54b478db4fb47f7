import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseQuestion } from '@/lib/domain/selection'
import { testDatabase } from '@/lib/server/db/testing'
import { currentSnapshot, snapshotAt } from '@/lib/server/snapshot/refresh'
import { addComparisons, type SeedComparison, seedAudit } from '@/lib/server/snapshot/testing'
import { preferenceShare } from '@/lib/stats/proportion'
import { transaction } from '../db/pool'
import { makeUser } from '../rating/testing'
import { withdraw } from '../rating/withdraw'
import { withdrawnOf } from '../rating/withdrawn'
import { setAside } from '../supervision/set-aside'
import { answerOf } from './report'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-comparisons-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

const MODELS = ['a', 'b', 'c']
const outputs = Array.from({ length: 90 }, (_, i) => ({
  output: `o${i}`,
  prompt: `p${Math.floor(i / 3)}`,
  model: MODELS[i % 3]!,
  features: { words: 10 + ((i * 7) % 11) },
  tags: i < 45 ? ['early'] : [],
}))
const scores = outputs.map(({ output, model }, i) => ({ output, judge: model, unit: ((i * 5) % 7) / 6 }))
const ratings = outputs.map(({ output }, i) => ({
  output,
  rater: 'alone',
  unit: ((i * 3) % 5) / 4,
  source: 'import' as const,
  group: i % 2 ? 'experts' : 'crowd',
}))
/** Two raters compare two outputs of each prompt; now and then a tie. */
const compared: SeedComparison[] = Array.from({ length: 30 }, (_, p) => {
  const [one, other] = [p % 3, (p + 1) % 3].map((place) => `o${3 * p + place}`)
  return ['x', 'y'].map((rater, r) => ({
    left: (p + r) % 2 ? other! : one!,
    right: (p + r) % 2 ? one! : other!,
    rater,
    group: rater === 'x' ? 'experts' : 'crowd',
    preference: [-1, 0.5, 0, 1, -0.5, 0.5, 1][(p * 2 + r) % 7]!,
  }))
}).flat()

let audit: { id: number; publicId: string }
beforeAll(async () => {
  audit = await seedAudit(pool, { outputs, scores, ratings, comparisons: compared })
})
const ask = async (query = '') => {
  const { snapshot } = await currentSnapshot(audit.id)
  return answerOf(snapshot, parseQuestion(new URLSearchParams(query)))
}

type Known = SeedComparison & { prompt: string }
const known: Known[] = compared.map((one) => ({ ...one, prompt: outputOf(one.left).prompt }))
function outputOf(id: string) {
  return outputs[Number(id.slice(1))]!
}
/** The share that one side wins, from the plain rows; `side`: 1 where it is on the right, −1 on the left, 0 nowhere. */
function plainShare(rows: Known[], side: (row: Known) => number) {
  const clusters = new Map<string, { n: number; wins: number }>()
  for (const row of rows) {
    if (side(row) === 0) continue
    const sums = clusters.get(row.prompt) ?? { n: 0, wins: 0 }
    clusters.set(row.prompt, sums)
    sums.n += 1
    sums.wins += row.preference === 0 ? 0.5 : Number(row.preference > 0 === side(row) > 0)
  }
  const sums = [...clusters.values()]
  return preferenceShare(
    sums.map(({ n }) => n),
    sums.map(({ wins }) => wins),
  )
}
const bySize = (of: (id: string) => number) => (row: Known) => Math.sign(of(row.right) - of(row.left))

describe('what people prefer of two outputs', () => {
  it('equals a plain recomputation', async () => {
    const { comparisons: found, notes } = await ask()
    expect(found).toMatchObject({ n: 60, pairs: 30, prompts: 30, raters: 2 })
    expect(found!.ties).toBe(compared.filter(({ preference }) => preference === 0).length)
    const sides = {
      left: () => -1,
      longer: bySize((id) => outputOf(id).features.words),
      proxy: bySize((id) => scores.find(({ output }) => output === id)!.unit),
      goal: bySize((id) => ratings.find(({ output }) => output === id)!.unit),
    }
    for (const [name, side] of Object.entries(sides)) {
      const plain = plainShare(known, side)
      const own = found![name as keyof typeof sides]
      expect(own).toMatchObject({ n: plain.n, prompts: plain.clusters })
      expect(own.share).toBeCloseTo(plain.estimate!, 12)
      expect(own.ci![0]).toBeCloseTo(plain.ci![0], 12)
      expect(own.ci![1]).toBeCloseTo(plain.ci![1], 12)
    }
    expect(found!.by_pair.map(({ first, second, n }) => [first, second, n])).toEqual([
      ['a', 'b', 20],
      ['a', 'c', 20],
      ['b', 'c', 20],
    ])
    const first = plainShare(
      known.filter(({ left, right }) => [left, right].every((id) => outputOf(id).model !== 'c')),
      ({ left }) => (outputOf(left).model === 'a' ? -1 : 1),
    )
    expect(found!.by_pair[0]!.share).toBeCloseTo(first.estimate!, 12)
    expect(found!.by_pair[0]!.ci![1]).toBeCloseTo(first.ci![1], 12)
    expect(notes.filter(({ field }) => field.startsWith('comparisons'))).toEqual([])
  })

  it('follows the selection, of outputs on both sides and of raters', async () => {
    expect((await ask('tag=early')).comparisons).toMatchObject({ n: 30, prompts: 15 })
    expect((await ask('rater_group=experts')).comparisons).toMatchObject({ n: 30, raters: 1 })
    const two = (await ask('model=a&model=b')).comparisons!
    expect(two.by_pair.map(({ first, second }) => [first, second])).toEqual([['a', 'b']])
    const { comparisons: none } = await ask('model=a')
    expect(none).toBeNull()
  })

  it('says where there is too little data', async () => {
    const { id } = await seedAudit(pool, { outputs, scores, comparisons: compared.slice(0, 6) })
    const { snapshot } = await currentSnapshot(id)
    const { comparisons: few, notes } = await answerOf(snapshot, parseQuestion(new URLSearchParams()))
    expect(few).toMatchObject({ n: 6, left: { n: 6, prompts: 3, share: null, ci: null } })
    expect(notes).toContainEqual({
      field: 'comparisons.left',
      why: 'not enough data: 6 of at least 10 comparisons',
    })
  })

  it('is of the criterion asked for, and turns with what is better on it', async () => {
    const criteria = [
      { key: 'quality', min: 1, max: 5 },
      { key: 'harm', min: 1, max: 5 },
    ]
    const onHarm = <T extends object>(rows: T[]) => rows.map((row) => ({ ...row, criterion: 'harm' }))
    const { id } = await seedAudit(pool, {
      ...{ outputs, criteria, scores: onHarm(scores), comparisons: onHarm(compared) },
    })
    const read = async (query: string) => {
      const { snapshot } = await currentSnapshot(id)
      return (await answerOf(snapshot, parseQuestion(new URLSearchParams(query)))).comparisons
    }
    expect(await read('criterion=quality')).toBeNull()
    const better = (await read('criterion=harm'))!
    const worse = await seedAudit(pool, {
      ...{ outputs, criteria, scores: onHarm(scores), comparisons: onHarm(compared) },
    })
    await pool.query(`UPDATE criteria SET higher_is = 'worse' WHERE audit_id = $1`, [worse.id])
    const { snapshot } = await currentSnapshot(worse.id)
    const { comparisons: turned } = await answerOf(
      snapshot,
      parseQuestion(new URLSearchParams('criterion=harm')),
    )
    expect(turned!.proxy.share).toBeCloseTo(1 - better.proxy.share!, 12)
    expect(turned!.left).toEqual(better.left)
  })

  it('is the same for a revision however much came since', async () => {
    const { id } = await seedAudit(pool, { outputs, scores, comparisons: compared.slice(0, 40) })
    const question = parseQuestion(new URLSearchParams())
    const before = await answerOf(await snapshotAt(id, 1), question)
    await transaction((client) => addComparisons(client, id, compared.slice(40)), pool)
    await pool.query(
      'UPDATE comparisons SET ended_at = now() WHERE audit_id = $1 AND rater_id = (SELECT min(rater_id) FROM comparisons WHERE audit_id = $1)',
      [id],
    )
    const { settled } = await currentSnapshot(id)
    await settled
    const { snapshot } = await currentSnapshot(id)
    expect(snapshot.revision).toBe(2)
    expect((await answerOf(snapshot, question)).comparisons!.raters).toBe(1)
    expect(await answerOf(await snapshotAt(id, 1), question)).toEqual(before)
  })

  it('counts who only compared among those set aside, and among those who withdrew', async () => {
    const { id } = await seedAudit(pool, { outputs, scores, ratings, comparisons: compared })
    await setAside({ rater: 'x', reason: 'Too fast.' }, { auditId: id, byId: null })
    const n = async (query: string) => {
      const { snapshot } = await currentSnapshot(id)
      return (await answerOf(snapshot, parseQuestion(new URLSearchParams(query)))).n
    }
    expect(await n('')).toMatchObject({
      ...{ set_aside_raters: 1, set_aside_ratings: 0, set_aside_comparisons: 30 },
    })
    expect(await n('tag=early')).toMatchObject({ set_aside_raters: 1, set_aside_comparisons: 15 })
    expect(await n('model=a')).toMatchObject({ set_aside_raters: 0, set_aside_comparisons: 0 })

    const userId = await makeUser(pool)
    await pool.query(`UPDATE raters SET user_id = $2 WHERE audit_id = $1 AND pseudonym = 'y'`, [id, userId])
    await withdraw({ auditId: id, userId })
    expect(await withdrawnOf(id, null)).toEqual({ raters: 1, ratings: 0, comparisons: 30 })
    expect(await withdrawnOf(id, 2)).toEqual({ raters: 0, ratings: 0, comparisons: 0 })
    expect(await withdrawnOf(id, 3)).toEqual({ raters: 1, ratings: 0, comparisons: 30 })
  })
})
