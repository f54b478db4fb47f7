import { expect, test } from 'vitest'
import type { RaterQuality } from '@/lib/domain/rater-quality'
import { testDatabase } from '../db/testing'
import { claim } from '../rating/claim'
import { submit } from '../rating/submit'
import { attempt, makeAudit, makeKnown, makeUser, setPlan } from '../rating/testing'
import { withdraw } from '../rating/withdraw'
import { raterQuality } from './quality'
import { setAside } from './set-aside'

const { pool } = testDatabase()

/** Everything that is there for a new rater, the quality by what is shown; answers the rater's quality. */
async function rateAll(auditId: number, qualityOf: (text: string) => number): Promise<string> {
  const userId = await makeUser(pool)
  for (let [item] = await claim({ auditId, userId }); item; [item] = await claim({ auditId, userId }))
    await submit({ itemId: item.item_id, userId }, attempt({ quality: qualityOf(item.text), truth: 0 }))
  const { rows } = await pool.query('SELECT pseudonym FROM raters WHERE audit_id = $1 AND user_id = $2', [
    auditId,
    userId,
  ])
  return rows[0].pseudonym
}

async function qualities(auditId: number): Promise<Record<string, RaterQuality>> {
  const { rows } = await pool.query(`SELECT id FROM criteria WHERE audit_id = $1 AND key = 'quality'`, [
    auditId,
  ])
  const found = await raterQuality(auditId, rows[0].id)
  return Object.fromEntries(found.map((rater) => [rater.pseudonym, rater]))
}

test('known answers met, and attention checks apart from them', async () => {
  const { id, outputIds } = await makeAudit(pool, { outputs: 16, perOutput: 2 })
  const [practice, ...golds] = outputIds.slice(-4)
  await makeKnown(pool, id, [practice!], { purpose: 'practice' })
  await makeKnown(pool, id, golds.slice(0, 2), { purpose: 'gold' })
  await makeKnown(pool, id, golds.slice(2), { purpose: 'gold', attention: true })
  await setPlan(pool, id, { gold_every: 3 })
  // The known answer is the lowest score on each criterion.
  const attentive = await rateAll(id, (text) => (text === `Text of output ${golds[0]}` ? 5 : 1))
  const careless = await rateAll(id, () => 5)
  const ci = [expect.any(Number), expect.any(Number)]
  const found = await qualities(id)
  expect(found[attentive]).toMatchObject({
    rated: 12,
    gold: { n: 2, met: 1, ci },
    attention: { n: 1, met: 1, ci },
  })
  expect(found[careless]).toMatchObject({
    gold: { n: 2, met: 0 },
    attention: { n: 1, met: 0 },
    repeats: null,
  })
})

test('distances from the others and from oneself are those of a plain recomputation', async () => {
  const { id, outputIds } = await makeAudit(pool, { outputs: 45, perOutput: 3 })
  await setPlan(pool, id, { repeat_share: 0.5 })
  const place = (text: string) => outputIds.indexOf(Number(text.split(' ').at(-1)))
  const seen = new Set<string>()
  const steady = await rateAll(id, (text) => 1 + (place(text) % 5))
  const high = await rateAll(id, () => 5)
  const fickle = await rateAll(id, (text) => {
    const again = seen.has(text)
    seen.add(text)
    return again ? 3 : 1
  })
  const units = outputIds.map((_, i) => [(i % 5) / 4, 1, 0] as const)
  const mean = (distance: (of: (typeof units)[number]) => number) =>
    units.reduce((sum, of) => sum + distance(of), 0) / units.length
  const found = await qualities(id)
  expect(found[steady]!.others!.mean).toBeCloseTo(
    mean(([own]) => Math.abs(own - 0.5)),
    12,
  )
  expect(found[high]!.others!.mean).toBeCloseTo(
    mean(([a, own, b]) => own - (a + b) / 2),
    12,
  )
  expect(found[fickle]!.others).toMatchObject({ n: 45, why: null })
  const [lo, hi] = found[steady]!.others!.ci!
  expect(lo).toBeLessThan(found[steady]!.others!.mean!)
  expect(hi).toBeGreaterThan(found[steady]!.others!.mean!)
  expect(found[fickle]!.repeats).toMatchObject({ mean: 0.5, ci: [0.5, 0.5] })
  expect(found[steady]!.repeats).toMatchObject({ mean: 0 })
})

test('who rated alone has nobody to be compared with', async () => {
  const { id } = await makeAudit(pool, { outputs: 2 })
  const alone = await rateAll(id, () => 3)
  expect((await qualities(id))[alone]).toMatchObject({
    gold: null,
    attention: null,
    others: null,
    repeats: null,
  })
})

test('marks who withdrew and whose work is set aside', async () => {
  const { id } = await makeAudit(pool, { outputs: 2, perOutput: 2 })
  const [gone, aside] = [await rateAll(id, () => 3), await rateAll(id, () => 3)]
  await setAside({ rater: aside, reason: 'Fast' }, { auditId: id, byId: null })
  const { rows } = await pool.query('SELECT user_id FROM raters WHERE audit_id = $1 AND pseudonym = $2', [
    id,
    gone,
  ])
  await withdraw({ auditId: id, userId: rows[0].user_id })
  const found = await qualities(id)
  expect(found[gone]).toMatchObject({ withdrawn: true, setAside: false, rated: 0, compared: 0 })
  expect(found[aside]).toMatchObject({ withdrawn: false, setAside: true, rated: 2 })
})
