import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Agreement } from '@/lib/domain/report-agreement'
import { parseQuestion } from '@/lib/domain/selection'
import { whyNull } from '@/lib/domain/sentences'
import { testDatabase } from '@/lib/server/db/testing'
import { type Seed, type SeedRating, seedAudit } from '@/lib/server/snapshot/testing'
import hanna from '@/lib/stats/fixtures/hanna-human-reliability.json'
import hannaAlpha from '@/lib/stats/fixtures/krippendorff-alpha-bootstrap-hanna.json'
import canonical from '@/lib/stats/fixtures/krippendorff-alpha-canonical-4x12.json'
import { report } from './report'
import { dice, madeUpAudit } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-agreement-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

async function reportOf(seed: Seed, query = '') {
  const { id } = await seedAudit(pool, seed)
  const audit = { id, slug: 'a', name: 'A', kind: 'self-rating', status: 'open', synthetic: false } as const
  return report({ audit, question: parseQuestion(new URLSearchParams(query)) })
}

async function agreement(seed: Seed, query = ''): Promise<Agreement> {
  return (await reportOf(seed, query)).agreement!
}

/** Outputs by what each rater gave them, null where they gave nothing; every output has a prompt and a signal of its own. */
function rated(
  outputs: (number | null)[][],
  { raterOf = (r: number, _output: number) => `r${r}` } = {},
): Seed {
  return {
    outputs: outputs.map((_, i) => ({ output: `o${i}`, prompt: `p${i}`, model: 'a' })),
    scores: outputs.map((_, i) => ({ output: `o${i}`, judge: 'a', unit: (i % 5) / 4 })),
    ratings: outputs.flatMap((own, i) =>
      own.flatMap((score, r): SeedRating[] =>
        score === null ? [] : [{ output: `o${i}`, rater: raterOf(r, i), unit: (score - 1) / 4 }],
      ),
    ),
  }
}

describe('agreement against other software', () => {
  it('Krippendorff’s canonical example: α in three forms', async () => {
    const { ratings } = canonical.input
    const answer = await agreement(rated(ratings[0]!.map((_, unit) => ratings.map((row) => row[unit]!))))
    expect(answer.alpha_nominal).toBeCloseTo(canonical.expected.alpha.nominal, 9)
    expect(answer.alpha_ordinal).toBeCloseTo(canonical.expected.alpha.ordinal, 9)
    expect(answer.alpha_interval).toBeCloseTo(canonical.expected.alpha.interval, 9)
    expect(answer).toMatchObject({
      level: 'ordinal',
      outputs: 12,
      outputs_with_two: 11,
      n_raters: 4,
      crossed: false,
    })
    expect(answer.alpha).toBe(answer.alpha_ordinal)
  })

  it.each(['RE', 'CX'] as const)(
    'HANNA %s: ICC(1), ICC(1,k) and ordinal α with its interval',
    async (criterion) => {
      const patterns = hanna.input.patterns[criterion] as [number[], number][]
      const outputs = patterns.flatMap(([counts, times]) =>
        Array.from({ length: times }, () =>
          counts.flatMap((count, v) => Array.from({ length: count }, () => v + 1)),
        ),
      )
      // The workers were not crossed: 24 of them in turn.
      const answer = await agreement(rated(outputs, { raterOf: (r, i) => `w${(i + 8 * r) % 24}` }))
      const expected = hanna.expected[criterion]
      expect(answer.icc1).toBeCloseTo(expected.icc1, 9)
      expect(answer.icc1k).toBeCloseTo(expected.icc1k, 9)
      expect(answer).toMatchObject({ icc_form: 'ICC(1)', ratings_per_output: 3, outputs: 1056 })
      expect(answer.icc).toBe(answer.icc1)
      const alpha = hannaAlpha.expected[criterion].ordinal
      expect(answer.alpha).toBeCloseTo(alpha.alpha, 9)
      const { ci95: tolerance } = hannaAlpha.tolerance
      // Theirs are percentiles of a bootstrap, ours a jackknife.
      expect(Math.abs(answer.alpha_ci![0] - alpha.ci95[0]!)).toBeLessThan(tolerance)
      expect(Math.abs(answer.alpha_ci![1] - alpha.ci95[1]!)).toBeLessThan(tolerance)
    },
  )
})

/** Coincidence-matrix α with interval distances, by plain loops. */
function plainAlpha(units: number[][]): number {
  const paired = units.filter((own) => own.length > 1)
  const all = paired.flat()
  const square = (values: number[]) =>
    values.reduce((total, a) => total + values.reduce((sum, b) => sum + (a - b) ** 2, 0), 0)
  const observed = paired.reduce((total, own) => total + square(own) / (own.length - 1), 0) / all.length
  return 1 - observed / (square(all) / (all.length * (all.length - 1)))
}

describe('agreement respects what is asked', () => {
  const made = madeUpAudit()
  const hard = new Set(made.outputs.filter(({ tags }) => tags?.includes('hard')).map(({ output }) => output))
  const wordy = new Set(
    made.outputs.filter(({ features }) => features!.words! >= 60).map(({ output }) => output),
  )
  it.each([
    ['', () => true],
    ['tag=hard', ({ output }: SeedRating) => hard.has(output)],
    ['where=words:60..', ({ output }: SeedRating) => wordy.has(output)],
    ['rater_group=crowd', ({ group }: SeedRating) => group === 'crowd'],
    ['rater_group=crowd&tag=hard', ({ group, output }: SeedRating) => group === 'crowd' && hard.has(output)],
    ['signal=metric:rouge', () => true],
  ])('%s', async (query, keep) => {
    const ratings = made.ratings.filter((one) => (one.purpose ?? 'main') === 'main' && keep(one))
    const units = made.outputs.map(({ output }) =>
      ratings.filter((one) => one.output === output).map(({ unit }) => unit),
    )
    const answer = await agreement(made, query)
    expect(answer.n_ratings).toBe(ratings.length)
    expect(answer.n_raters).toBe(new Set(ratings.map(({ rater }) => rater)).size)
    expect(answer.outputs_with_two).toBe(units.filter((own) => own.length > 1).length)
    expect(answer.alpha_interval).toBeCloseTo(plainAlpha(units), 9)
    const rated = units.filter((own) => own.length > 0)
    expect(answer.ratings_per_output).toBeCloseTo(
      rated.length / rated.reduce((total, own) => total + 1 / own.length, 0),
      9,
    )
  })

  it('repeats to the last digit, and counts neither extra ratings nor those asked for where raters differ', async () => {
    const { id } = await seedAudit(pool, made)
    const audit = { id, slug: 'a', name: 'A', kind: 'self-rating', status: 'open', synthetic: false } as const
    const ask = (query: string) => report({ audit, question: parseQuestion(new URLSearchParams(query)) })
    // `bins` is no part of agreement, but makes another question.
    const plain = await ask('bins=4')
    expect((await ask('bins=5')).agreement).toEqual(plain.agreement)
    const { output } = made.ratings[0]!
    for (const purpose of ['extra', 'adjudication']) {
      const ratings = [...made.ratings, { output, rater: `new-${purpose}`, unit: 0.5, purpose }]
      const other = await seedAudit(pool, { ...made, ratings })
      const { n, agreement } = await report({
        audit: { ...audit, id: other.id },
        question: parseQuestion(new URLSearchParams()),
      })
      expect(n.ratings).toBe(plain.n.ratings + 1)
      // What is needed for a narrower interval of the inflation follows from its mean, in which they are.
      expect({ ...agreement, needed: null }).toEqual({ ...plain.agreement, needed: null })
    }
  })
})

/** What four raters say of 120 outputs in 60 prompts: all rate all, with known severities and noise. */
function crossed({ noise = 0.12, share = 1 } = {}): Seed & { ratings: SeedRating[] } {
  const roll = dice(20_261)
  const severity: Record<string, number> = { harsh: -0.1, mild: 0.1, even: 0, fair: 0 }
  const made = { outputs: [], scores: [], ratings: [] } as Required<
    Pick<Seed, 'outputs' | 'scores' | 'ratings'>
  >
  for (let i = 0; i < 120; i++) {
    const quality = 0.3 + 0.4 * roll()
    made.outputs.push({ output: `o${i}`, prompt: `p${i >> 1}`, model: i % 2 ? 'a' : 'b' })
    made.scores.push({ output: `o${i}`, judge: i % 2 ? 'a' : 'b', unit: Math.round(100 * quality) / 100 })
    for (const [rater, lean] of Object.entries(severity)) {
      if (roll() > share) continue
      const unit = quality + lean + noise * (2 * roll() - 1)
      made.ratings.push({ output: `o${i}`, rater, unit: Math.round(unit * 100) / 100, seconds: 20 + (i % 7) })
    }
  }
  return made
}

describe('raters', () => {
  it.each([1, 0.7])(
    'finds planted severities, and the ceiling that noise sets (share rated: %d)',
    async (share) => {
      const answer = await agreement(crossed({ share }))
      expect(answer.crossed).toBe(share === 1)
      expect(answer.level).toBe('interval')
      const severity = Object.fromEntries(answer.raters.map((one) => [one.rater, one]))
      for (const [rater, planted] of [
        ['harsh', -0.1],
        ['mild', 0.1],
        ['even', 0],
        ['fair', 0],
      ] as const) {
        const { severity_ci: ci } = severity[rater]!
        expect(ci![0]).toBeLessThan(planted)
        expect(ci![1]).toBeGreaterThan(planted)
      }
      expect(severity.harsh).toMatchObject({ seconds_median: 23, component: 0 })
      expect(answer.severity_p).toBeLessThan(1e-6)
      // Uniform: outputs 0.4²/12, noise 0.24²/12, and four raters' mean has a quarter of it.
      const [outputs, noise] = [0.16 / 12, 0.0576 / 12]
      const reliability = share === 1 ? outputs / (outputs + noise / 4) : null
      if (reliability) {
        expect(answer.reliability_ci![0]).toBeLessThan(reliability)
        expect(answer.reliability_ci![1]).toBeGreaterThan(reliability)
        expect(answer.reliability_form).toBe('ICC(3,k)')
      } else expect(answer.reliability_form).toBe('ICC(1,k)')
      expect(answer.ceiling).toBeCloseTo(Math.sqrt(answer.reliability!), 12)
      const lenient = outputs / (outputs + noise + 0.02 / 3)
      expect(answer.icc2_ci![0]).toBeLessThan(lenient)
      expect(answer.icc2_ci![1]).toBeGreaterThan(lenient)
      // The signal is the true quality: corrected, the correlation is 1.
      expect(answer.corrected_pearson!).toBeGreaterThan(0.95)
      // No correlation lies beyond 1, and so no interval of one. Null: all of it would.
      const [pearson, spearman] = [answer.corrected_pearson_ci, answer.corrected_spearman_ci].map(
        (ci) => ci?.[1],
      )
      expect(pearson ?? 1).toBeLessThanOrEqual(1)
      expect(spearman ?? 1).toBeLessThanOrEqual(1)
      expect(answer.alternative_annotator).toMatchObject({
        passes: true,
        winning_rate: 1,
        epsilon: 0.1,
        score: 'rmse',
      })
      expect(answer.pairs).toHaveLength(6)
    },
  )

  it('a signal that knows nothing is no stand-in, and a metric is not asked', async () => {
    const seed = crossed()
    const roll = dice(5)
    seed.scores = seed.scores!.map((score) => ({ ...score, unit: roll() }))
    expect((await agreement(seed)).alternative_annotator).toMatchObject({ passes: false, winning_rate: 0 })
    const answer = await reportOf(
      {
        ...seed,
        scores: [
          ...seed.scores,
          ...seed.outputs.map(({ output }) => ({ output, signal: 'metric:x', unit: roll() })),
        ],
      },
      'signal=metric:x',
    )
    expect(answer.agreement!.alternative_annotator).toBeNull()
    expect(whyNull(answer.notes, 'agreement.alternative_annotator')).toBe('no common scale')
  })

  it('tells consistency on repeats, which count for nothing else, and drift within sessions', async () => {
    const seed = crossed()
    const before = await agreement(seed)
    const start = Date.parse('2026-01-05T08:00:00Z')
    const twice = seed.ratings.filter(({ rater }) => rater === 'even').slice(0, 15)
    seed.ratings = seed.ratings.map((one, k) => {
      // Ten ratings of each rater a day, three minutes apart; “fair” becomes 0.4 more lenient in an hour.
      const place = k >> 2
      const minutes = 3 * (place % 10)
      const added = one.rater === 'fair' ? (0.4 * minutes) / 60 : 0
      const at = new Date(start + Math.floor(place / 10) * 86_400_000 + minutes * 60_000)
      return {
        ...one,
        unit: Math.min(1, Math.round((one.unit + added) * 100) / 100),
        ratedAt: at.toISOString(),
      }
    })
    const after = await agreement({
      ...seed,
      ratings: [
        ...seed.ratings,
        ...twice.map((one, i) => ({ ...one, purpose: 'repeat', unit: one.unit + (i % 3 === 0 ? 0.01 : 0) })),
      ],
    })
    expect(after.n_ratings).toBe(before.n_ratings)
    const raters = Object.fromEntries(after.raters.map((one) => [one.rater, one]))
    const { ci, p_adjusted } = raters.fair!.drift_in_session!
    expect(ci![0]).toBeLessThan(0.4)
    expect(ci![1]).toBeGreaterThan(0.4)
    expect(p_adjusted).toBeLessThan(0.01)
    expect(raters.harsh!.drift_in_session!.p_adjusted).toBeGreaterThan(0.01)
    expect(raters.even!.repeats).toMatchObject({ n: 15, within_one_step: 1 })
    expect(raters.even!.repeats!.shift).toBeCloseTo(0.01 / 3, 9)
    expect(raters.fair!.repeats).toBeNull()
    expect(after.repeats!.n).toBe(15)
  })

  it('says what is missing: raters, second ratings, prompts', async () => {
    const none = await reportOf({ ...crossed(), ratings: [] })
    expect(none.agreement).toBeNull()
    expect(whyNull(none.notes, 'agreement')).toContain('no output here was rated by people')
    const seed = crossed()
    const single = await reportOf({ ...seed, ratings: seed.ratings.filter(({ rater }) => rater === 'even') })
    expect(single.agreement).toMatchObject({ alpha: null, icc: null, ceiling: null, n_raters: 1, pairs: [] })
    expect(whyNull(single.notes, 'agreement.alpha')).toContain('0 of at least 10 outputs with two ratings')
    const equal = await agreement({ ...seed, ratings: seed.ratings.map((one) => ({ ...one, unit: 0.5 })) })
    expect(equal).toMatchObject({ alpha: null, ac2: 1, exact_agreement: 1 })
  })

  it('tells what a narrower interval takes', async () => {
    const { needed, alpha_ci: ci, outputs_with_two: n } = await agreement(crossed())
    const wanted = needed.find(({ figure, width }) => figure === 'alpha' && width === 0.1)!
    const expected = Math.max(0, Math.ceil(n * ((ci![1] - ci![0]) / 0.1) ** 2) - n)
    expect(wanted).toMatchObject({ further_outputs: expected, further_ratings: expected * 4 })
  })
  it('plans by the whole width of an interval that the end of the scale cuts', async () => {
    const seed = rated(Array.from({ length: 10 }, (_, i) => [i === 0 ? 5 : 1]))
    const { headline, agreement } = await reportOf({
      ...seed,
      scores: seed.outputs.map(({ output }) => ({ output, judge: 'a', unit: 1 })),
    })
    // Ten prompts: 0.9 ± 2.262 · 0.1.
    expect(headline.ci).toEqual([expect.closeTo(0.6738, 3), 1])
    const needed = agreement!.needed.find(({ figure, width }) => figure === 'inflation' && width === 0.1)
    expect(needed!.further_outputs).toBe(Math.ceil(10 * (0.45243 / 0.1) ** 2) - 10)
  })
})
