import { afterAll, expect, test } from 'vitest'
import { parseQuestion } from '@/lib/domain/selection'
import { report } from '@/lib/server/analysis/report'
import { findAudit } from '@/lib/server/audits/find'
import { testDatabase } from '@/lib/server/db/testing'
import { endIdleThreads } from '@/lib/server/intake/threads'
import { generateDemo, generateUnjudged } from './generate'
import { loadDemo } from './load'
import { DEMO_SEED, DEMO_TOPICS } from './seed'
import { EXPERTS, FAMILY_BONUS, PEER_SHARE, SEVERITIES } from './truth'

const { pool } = testDatabase()
afterAll(endIdleThreads)

const { truth, outputs } = generateDemo(DEMO_SEED, 0, DEMO_TOPICS)
const meanTruth = (ids: string[]) => ids.reduce((sum, id) => sum + truth.get(id)!.inflation, 0) / ids.length

test('the demo loads once, and its report recovers what is planted', async () => {
  await loadDemo()
  await loadDemo()
  const { rows } = await pool.query('SELECT slug, status, synthetic FROM audits ORDER BY slug')
  expect(rows).toEqual([
    { slug: 'demo', status: 'closed', synthetic: true },
    { slug: 'demo-flags', status: 'closed', synthetic: true },
    { slug: 'demo-rating', status: 'open', synthetic: true },
  ])
  const exposed = await pool.query('SELECT 1 FROM exposures')
  expect(exposed.rowCount).toBe(0)

  const answer = await report({
    audit: await findAudit('demo'),
    question: parseQuestion(new URLSearchParams()),
  })
  expect(answer.n).toMatchObject({ outputs: 240, prompts: 60, raters: 5, ratings: 1200, proxy_only: 240 })
  const [lo, hi] = answer.headline.ci!
  const overall = meanTruth(outputs.map((output) => output.output_id))
  expect(lo).toBeLessThan(overall)
  expect(hi).toBeGreaterThan(overall)
  for (const { model, ci } of answer.by_model) {
    const planted = meanTruth(outputs.filter((o) => o.model === model).map((o) => o.output_id))
    expect(ci![0]).toBeLessThan(planted)
    expect(ci![1]).toBeGreaterThan(planted)
  }

  // The machine's scores of the unjudged half make the mean of all more precise.
  const powered = answer.prediction_powered!
  expect(powered).toMatchObject({ n: 240, unlabelled: 240 })
  expect(powered.effective_n!).toBeGreaterThan(245)
  expect(answer.gate.curve.length).toBeGreaterThan(4)
  expect(answer.calibration!.after!.error!).toBeLessThan(answer.calibration!.before!.error!)
})

test('the demo’s report recovers that models prefer themselves, and that experts are stricter', async () => {
  await loadDemo()
  const answer = await report({
    audit: await findAudit('demo'),
    question: parseQuestion(new URLSearchParams()),
  })
  const covers = (ci: [number, number] | null, planted: number) => {
    expect(ci![0]).toBeLessThan(planted)
    expect(ci![1]).toBeGreaterThan(planted)
  }

  // Models rate each other's outputs also where people judged none.
  const unjudged = generateUnjudged(DEMO_SEED + 3, 0, DEMO_TOPICS)
  const rated = [...outputs, ...unjudged.outputs]
  const inflation = new Map([...truth, ...unjudged.truth])
  const { by_judge: judges, family, shared_outputs: shared } = answer.self_preference!
  expect(shared).toBe(rated.length)
  expect(judges).toHaveLength(4)
  for (const { judge, ci, p } of judges) {
    const own = rated.filter(({ model }) => model === judge)
    const mean = own.reduce((sum, one) => sum + inflation.get(one.output_id)!.inflation, 0) / own.length
    covers(ci, (1 - PEER_SHARE) * mean)
    if (mean > 0.1) expect(p).toBeLessThan(0.05)
  }
  covers(family!.ci, FAMILY_BONUS)

  const overall = meanTruth(outputs.map((output) => output.output_id))
  expect(answer.by_group.map(({ group, n }) => [group, n])).toEqual([
    ['expert', 240],
    ['lay', 240],
  ])
  for (const { group, ci } of answer.by_group) {
    const own = Object.entries(SEVERITIES).filter(
      ([rater]) => EXPERTS.includes(rater) === (group === 'expert'),
    )
    covers(ci, overall - own.reduce((sum, [, severity]) => sum + severity, 0) / own.length)
  }
})

test('the demo of filters shows one that flags nearly all as gaming, and one that does not', async () => {
  await loadDemo()
  const answer = await report({
    audit: await findAudit('demo-flags'),
    question: parseQuestion(new URLSearchParams('signal=flag:better-safe')),
  })
  const flags = Object.fromEntries(answer.classification!.by_signal.map((row) => [row.signal, row.gaming]))
  expect(flags).toEqual({
    'flag:better-safe': true,
    'flag:trained': false,
    'flag:word-list': expect.any(Boolean),
  })
  expect(answer.gate.outputs).toBeGreaterThan(answer.gate.n)
})
