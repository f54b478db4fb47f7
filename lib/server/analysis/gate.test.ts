import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportSchema } from '@/lib/domain/report'
import { parseQuestion } from '@/lib/domain/selection'
import { testDatabase } from '@/lib/server/db/testing'
import { type Seed, seedAudit } from '@/lib/server/snapshot/testing'
import { clusteredProportion } from '@/lib/stats/proportion'
import { type ReportAudit, report } from './report'
import { dice, grouped, madeUpAudit, meanOf, type PlainRow, plainRows } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-gate-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

async function seeded(seed: Seed, higherIs = 'better'): Promise<ReportAudit> {
  const { id } = await seedAudit(pool, seed)
  await pool.query('UPDATE criteria SET higher_is = $2 WHERE audit_id = $1', [id, higherIs])
  return { id, slug: 'x', name: 'X', kind: 'self-rating', status: 'open', synthetic: false }
}
const ask = async (audit: ReportAudit, query = '') =>
  reportSchema.parse(await report({ audit, question: parseQuestion(new URLSearchParams(query)) }))

const made = madeUpAudit({ prompts: 80 })
const anyModel = ({ judge }: { judge?: string }) => judge !== undefined
const onGrid = (x: number) => Math.round(x * 1e9)
type WithProxy = PlainRow & { proxy: number }
const withProxy = (rows: PlainRow[]) => rows.filter((row): row is WithProxy => row.proxy !== null)

describe.each(['better', 'worse'] as const)('a gate where higher is %s', (higherIs) => {
  let audit: ReportAudit
  beforeAll(async () => {
    audit = await seeded(made, higherIs)
  })
  const passes = (signal: number, t: number) =>
    higherIs === 'better' ? onGrid(signal) >= onGrid(t) : onGrid(signal) <= onGrid(t)
  const rejects = (goal: number) => (higherIs === 'better' ? goal < 0.5 - 1e-9 : goal >= 0.5 - 1e-9)

  it.each([
    ['signal=self', plainRows(made, { proxy: (s, o) => s.judge === o.model })],
    ['signal=any', plainRows(made, { proxy: anyModel })],
    ['signal=metric:rouge', plainRows(made, { proxy: (s) => s.signal === 'metric:rouge' })],
    ['signal=any&goal=verified', plainRows(made, { proxy: anyModel, goal: 'verified' })],
    ['signal=any&rater_group=expert', plainRows(made, { proxy: anyModel, groups: ['expert'] })],
  ])('counts and shares of %s are those of a plain loop', async (query, plain) => {
    const { gate, n } = await ask(audit, query)
    const all = withProxy(plain)
    const judged = all.filter(({ goal }) => goal !== null)
    const bad = judged.filter(({ goal }) => rejects(goal!))
    expect(gate).toMatchObject({
      outputs: all.length,
      n: judged.length,
      rejected: bad.length,
      accept_at: 0.5,
    })
    expect(n.outputs + n.proxy_only).toBe(all.length)
    const levels = new Set(all.map(({ proxy }) => onGrid(proxy)))
    if (levels.size <= 50) expect(gate.curve.length).toBe(levels.size)
    else expect([gate.curve.length > 50, gate.curve.length <= 101]).toEqual([true, true])
    for (const row of gate.curve) {
      const through = all.filter(({ proxy }) => passes(proxy, row.t))
      const judgedThrough = through.filter(({ goal }) => goal !== null)
      const badThrough = judgedThrough.filter(({ goal }) => rejects(goal!))
      expect(row).toMatchObject({
        outputs: through.length,
        n: judgedThrough.length,
        rejected: badThrough.length,
      })
      expect(row.pass_rate).toBeCloseTo(through.length / all.length, 12)
      expect(row.recall).toBeCloseTo(
        (judgedThrough.length - badThrough.length) / (judged.length - bad.length),
        12,
      )
      const byPrompt = Object.values(grouped(judgedThrough, ({ prompt }) => prompt))
      if (judgedThrough.length < 10 || byPrompt.length < 5) {
        expect([row.false_accept_rate, row.ci]).toEqual([null, null])
        continue
      }
      const expected = clusteredProportion(
        byPrompt.map((own) => own.length),
        byPrompt.map((own) => own.filter(({ goal }) => rejects(goal!)).length),
      )
      expect(row.false_accept_rate).toBeCloseTo(expected.estimate!, 12)
      expect(row.ci![0]).toBeCloseTo(expected.ci![0], 9)
      expect(row.ci![1]).toBeCloseTo(expected.ci![1], 9)
    }
  })

  it('has the AUC of all pairs', async () => {
    const judged = withProxy(plainRows(made, { proxy: anyModel })).filter(({ goal }) => goal !== null)
    const [bad, good] = [true, false].map((is) => judged.filter(({ goal }) => rejects(goal!) === is))
    const pairs = good!.flatMap((a) =>
      bad!.map((b) => {
        const difference = onGrid(a.proxy) - onGrid(b.proxy)
        return difference === 0 ? 0.5 : Number(difference > 0 === (higherIs === 'better'))
      }),
    )
    const { gate } = await ask(audit, 'signal=any')
    // More than 50 levels are cut into 101 quantiles, which makes a few ties.
    expect(Math.abs(gate.auc! - meanOf(pairs)!)).toBeLessThan(0.005)
    expect(gate.auc_ci![0]).toBeLessThan(gate.auc!)
  })
})

/** `prompts` × 2 outputs; the machine gives 1…5, people reject `rejects` of 100 outputs that it gives 5. */
function planted({
  prompts,
  badAtTop,
  judgedShare = 1,
}: {
  prompts: number
  badAtTop: number
  judgedShare?: number
}): Seed {
  const roll = dice(11)
  const seed = { outputs: [], scores: [], ratings: [] } as Required<
    Pick<Seed, 'outputs' | 'scores' | 'ratings'>
  >
  for (let p = 0; p < prompts; p++)
    for (const k of [0, 1]) {
      const output = `o${p}-${k}`
      const level = Math.floor(roll() * 5)
      seed.outputs.push({ output, prompt: `p${p}`, model: k === 0 ? 'a' : 'b' })
      seed.scores.push({ output, judge: k === 0 ? 'a' : 'b', unit: level / 4 })
      const bad = roll() < (level === 4 ? badAtTop : level === 3 ? 0.04 : 0.5)
      const judged = roll() < judgedShare
      if (judged)
        seed.ratings.push({
          output,
          rater: 'r',
          unit: bad ? 0.25 * Math.floor(2 * roll()) : 0.5 + 0.25 * level * roll() * 0.5,
        })
    }
  return seed
}

describe('the recommended threshold', () => {
  it('is certified where what passes is good, and says on what and for whom', async () => {
    const audit = await seeded(planted({ prompts: 500, badAtTop: 0.01 }))
    const { gate } = await ask(audit)
    expect(gate.recommended).toMatchObject({ t: 0.75 })
    const { n, k, upper } = gate.recommended!
    expect(upper).toBeLessThanOrEqual(0.1)
    expect(k / n).toBeLessThan(upper)
    expect(gate.certification.n).toBe(500)
    expect(gate.certification.holds_for).toMatch(/same mix of models/)
    expect((await ask(audit, 'max_false_accept=0.02&delta=0.01')).gate.recommended).toBeNull()
    expect((await ask(audit, 'delta=0.051')).gate.certification.tests).toEqual(gate.certification.tests)
  })

  it('is none where people reject too much of it, and says so', async () => {
    const { gate, notes } = await ask(await seeded(planted({ prompts: 500, badAtTop: 0.4 })))
    expect(gate.recommended).toBeNull()
    expect(gate.certification.why_none).toMatch(
      /are rejected\. At no threshold is the false-accept rate clearly below 10/,
    )
    expect(notes).toContainEqual({ field: 'gate.recommended', why: gate.certification.why_none })
  })

  it('is none with too few prompts, and says about how many more', async () => {
    const { gate } = await ask(await seeded(planted({ prompts: 50, badAtTop: 0 })))
    expect(gate.recommended).toBeNull()
    expect(gate.certification).toMatchObject({ n: 50, minimum_passes: 76 })
    expect(gate.certification.more_prompts).toBeGreaterThan(76)
    expect(gate.certification.why_none).toMatch(/there are 50 in all/)
  })

  it('is none where outputs were sampled unequally; rates are weighted there', async () => {
    const seed = planted({ prompts: 300, badAtTop: 0.01 })
    const weights = seed.outputs.map((_, i) => (i % 2 ? 0.5 : 1))
    const audit = await seeded({
      ...seed,
      outputs: seed.outputs.map((one, i) => ({ ...one, inclusion: weights[i]! })),
    })
    const { gate, prediction_powered: ppi } = await ask(audit)
    expect(gate.recommended).toBeNull()
    expect(gate.certification.why_none).toMatch(/unequal/)
    expect(ppi).toBeNull()
    const unit = new Map(seed.ratings!.map(({ output, unit }) => [output, unit]))
    const w = seed.outputs.map(({ output }, i) => ({ bad: unit.get(output)! < 0.5, w: 1 / weights[i]! }))
    const total = w.reduce((sum, one) => sum + one.w, 0)
    const bad = w.reduce((sum, one) => sum + (one.bad ? one.w : 0), 0)
    expect(gate.curve[0]!.false_accept_rate).toBeCloseTo(bad / total, 12)
  })
})

describe('what else the signal is good for', () => {
  it('reads the signal as people’s scores, with less error after than before', async () => {
    const { calibration } = await ask(await seeded(planted({ prompts: 400, badAtTop: 0.3 })))
    const { levels, before, after, folds } = calibration!
    expect(folds).toBe(5)
    expect(levels.map(({ signal }) => signal)).toEqual([0, 0.25, 0.5, 0.75, 1])
    expect(levels.reduce((sum, { n }) => sum + n, 0)).toBe(800)
    for (const [i, { calibrated }] of levels.entries())
      if (i > 0) expect(calibrated).toBeGreaterThanOrEqual(levels[i - 1]!.calibrated!)
    expect(after!.error!).toBeLessThan(before!.error!)
    expect(before!.error_ci![0]).toBeGreaterThan(after!.error_ci![1])
  })

  it('estimates the mean of all from the few judged, and says what that saves', async () => {
    const roll = dice(5)
    const seed: Required<Pick<Seed, 'outputs' | 'scores' | 'ratings'>> = {
      outputs: [],
      scores: [],
      ratings: [],
    }
    for (let i = 0; i < 600; i++) {
      const good = roll()
      const output = `o${i}`
      seed.outputs.push({ output, prompt: `p${Math.floor(i / 3)}`, model: i % 3 ? 'a' : 'b' })
      seed.scores.push({ output, judge: i % 3 ? 'a' : 'b', unit: 0.2 + 0.6 * good })
      if (i % 6 < 3 && i < 360) seed.ratings.push({ output, rater: 'r', unit: 0.9 * good + 0.1 * roll() })
    }
    const { prediction_powered: ppi } = await ask(await seeded(seed))
    expect(ppi).toMatchObject({ n: 180, unlabelled: 420 })
    expect(ppi!.lambda).toBeGreaterThan(0.5)
    expect(ppi!.effective_n!).toBeGreaterThan(300)
    expect(ppi!.se!).toBeLessThan(ppi!.classical_se!)
    expect(ppi!.by_model.map(({ model, n }) => [model, n])).toEqual([
      ['a', 120],
      ['b', 60],
    ])
  })

  it('classifies only where both sides are yes or no', async () => {
    expect((await ask(await seeded(made), 'signal=any')).classification).toBeNull()
    const outputs = Array.from({ length: 60 }, (_, i) => ({
      output: `o${i}`,
      prompt: `p${i % 30}`,
      model: 'm',
    }))
    const flag = (signal: string, flags: (i: number) => boolean) =>
      outputs.map(({ output }, i) => ({ output, signal, unit: Number(flags(i)) }))
    const audit = await seeded(
      {
        criteria: [{ key: 'unsafe', min: 0, max: 1 }],
        outputs,
        scores: [
          ...flag('flag:all', (i) => i < 54),
          ...flag('flag:good', (i) => i < 7),
          ...outputs.map(({ output }, i) => ({ output, signal: 'metric:odd', unit: i / 60 })),
        ],
        ratings: outputs.map(({ output }, i) => ({ output, rater: 'r', unit: Number(i < 6) })),
      },
      'worse',
    )
    const { classification, gate } = await ask(audit, 'signal=flag:all')
    expect(classification).toMatchObject({
      ...{ n: 60, tp: 6, fp: 48, fn: 0, tn: 6, recall: 1, gaming: true, over_flagging_ratio: 9 },
      flag_everything: { recall: 1, precision: 0.1, false_positive_rate: 1 },
    })
    expect(classification!.youden_j).toBeCloseTo(1 - 48 / 54, 12)
    expect(classification!.by_signal.map(({ signal, gaming }) => [signal, gaming])).toEqual([
      ['flag:all', true],
      ['flag:good', false],
    ])
    // A gate on a flag of harm passes what is not flagged.
    expect(gate.curve[0]).toMatchObject({ t: 0, outputs: 6, n: 6, rejected: 0 })
  })

  it('says what it lacks where there is next to nothing', async () => {
    const {
      gate,
      calibration,
      prediction_powered: ppi,
      notes,
    } = await ask(await seeded({ outputs: [{ output: 'o', prompt: 'p', model: 'm' }] }))
    expect([gate.curve, gate.auc, gate.recommended, calibration, ppi]).toEqual([[], null, null, null, null])
    const fields = notes.map(({ field }) => field)
    for (const field of ['gate', 'gate.auc', 'gate.recommended', 'calibration', 'prediction_powered'])
      expect(fields).toContain(field)
  })
})
