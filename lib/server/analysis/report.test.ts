import { mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reportSchema } from '@/lib/domain/report'
import { parseQuestion } from '@/lib/domain/selection'
import { testDatabase } from '@/lib/server/db/testing'
import { makeUser } from '@/lib/server/rating/testing'
import { withdraw } from '@/lib/server/rating/withdraw'
import { currentSnapshot, snapshotAt } from '@/lib/server/snapshot/refresh'
import { seedAudit } from '@/lib/server/snapshot/testing'
import { setAside } from '@/lib/server/supervision/set-aside'
import { clusteredMean } from '@/lib/stats/clustered-mean'
import { pearson } from '@/lib/stats/pearson'
import { spearman } from '@/lib/stats/spearman'
import { twoWayClusteredMean } from '@/lib/stats/two-way-mean'
import { type ReportAudit, report, reportOn } from './report'
import { FAMILIES, grouped, madeUpAudit, meanOf, type PlainRow, plainMean, plainRows } from './testing'

process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-report-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
const { pool } = testDatabase()

const made = madeUpAudit()
let audit: ReportAudit
const named = (id: number): ReportAudit => ({
  id,
  slug: 'made-up',
  name: 'Made up',
  kind: 'self-rating',
  status: 'open',
  synthetic: false,
})
beforeAll(async () => {
  audit = named((await seedAudit(pool, made)).id)
})
const ask = (query = '', of = audit) =>
  report({ audit: of, question: parseQuestion(new URLSearchParams(query)) })

type Both = PlainRow & { proxy: number; goal: number }
const both = (rows: PlainRow[]) => rows.filter((row): row is Both => row.proxy !== null && row.goal !== null)
const close = (a: number | null | undefined, b: number) => expect(a).toBeCloseTo(b, 12)

const kinds = {
  self: (judge: string, model: string) => judge === model,
  family: (judge: string, model: string) => judge !== model && FAMILIES[judge] === FAMILIES[model],
  peer: (judge: string, model: string) => FAMILIES[judge] !== FAMILIES[model],
}
const byKind =
  (kind: keyof typeof kinds) =>
  ({ judge }: { judge?: string }, { model }: { model: string }) =>
    judge !== undefined && kinds[kind](judge, model)
const anyModel = ({ judge }: { judge?: string }) => judge !== undefined
const hard = ({ tags }: { tags?: string[] }) => tags?.includes('hard') ?? false

it('answers each group of raters as if it had been asked about alone', async () => {
  const { by_group } = await ask('signal=any')
  expect(by_group.map(({ group }) => group)).toEqual(['crowd', 'expert'])
  for (const row of by_group) {
    const { headline, n } = await ask(`signal=any&rater_group=${row.group}`)
    expect([row.n, row.prompts]).toEqual([n.outputs, n.prompts])
    expect([row.goal_mean, row.inflation, row.ci, row.spearman, row.spearman_ci]).toEqual([
      headline.goal_mean,
      headline.inflation,
      headline.ci,
      headline.spearman,
      headline.spearman_ci,
    ])
  }
  expect((await ask('signal=any&rater_group=expert')).by_group).toEqual([])
  expect((await ask('signal=any&goal=verified')).by_group).toEqual([])
})

describe('a report equals a plain recomputation over the same rows', () => {
  it.each([
    ['', plainRows(made, { proxy: byKind('self') })],
    ['signal=family', plainRows(made, { proxy: byKind('family') })],
    [
      'signal=peer&min_human_n=2',
      plainRows(made, { proxy: byKind('peer') }).filter(({ humanN }) => humanN >= 2),
    ],
    [
      'signal=peer&judge=claude',
      plainRows(made, { proxy: (s, o) => byKind('peer')(s, o) && s.judge === 'claude' }),
    ],
    ['signal=any', plainRows(made, { proxy: anyModel })],
    ['signal=any&goal=verified', plainRows(made, { proxy: anyModel, goal: 'verified' })],
    ['signal=any&rater_group=expert', plainRows(made, { proxy: anyModel, groups: ['expert'] })],
    [
      'signal=any&rater_group=expert&rater_group=crowd',
      plainRows(made, { proxy: anyModel, groups: ['expert', 'crowd'] }),
    ],
    ['signal=any&tag=hard', plainRows(made, { proxy: anyModel, keep: hard })],
    [
      'signal=any&tag=hard&tag=odd&model=claude&model=gpt-3',
      plainRows(made, { proxy: anyModel, keep: (o) => hard(o) && ['claude', 'gpt-3'].includes(o.model) }),
    ],
    ['signal=any&family=gpt', plainRows(made, { proxy: anyModel, keep: (o) => FAMILIES[o.model] === 'gpt' })],
    [
      'signal=any&where=words:50..150&where=words:300..&where=hedge_rate:..5',
      plainRows(made, {
        proxy: anyModel,
        keep: ({ features }) => {
          const { words = 0, hedge_rate: rate = null } = features ?? {}
          return ((words! >= 50 && words! <= 150) || words! >= 300) && rate !== null && rate <= 5
        },
      }),
    ],
  ])('for "%s"', async (query, plain) => {
    const { n, headline, by_model: byModel, joint } = await ask(query)
    const rows = both(plain)
    expect(rows.length).toBeGreaterThanOrEqual(10)
    const inflation = rows.map(({ proxy, goal, prompt }) => ({ prompt, value: proxy - goal }))
    const isHuman = !query.includes('goal=verified')
    const ratings = isHuman ? rows.flatMap((row) => row.ratings) : []
    expect(n).toEqual({
      outputs: rows.length,
      prompts: new Set(rows.map(({ prompt }) => prompt)).size,
      raters: new Set(ratings.map(({ rater }) => rater)).size,
      ratings: ratings.length,
      imported: ratings.filter(({ source }) => source === 'import').length,
      extra: ratings.filter(({ purpose }) => purpose === 'extra').length,
      adjudication: ratings.filter(({ purpose }) => purpose === 'adjudication').length,
      proxy_only: plain.filter(({ proxy, goal }) => proxy !== null && goal === null).length,
      goal_only: plain.filter(({ proxy, goal }) => proxy === null && goal !== null).length,
      set_aside_raters: 0,
      set_aside_ratings: 0,
      set_aside_comparisons: 0,
    })
    close(headline.proxy_mean, meanOf(rows.map(({ proxy }) => proxy))!)
    close(headline.goal_mean, meanOf(rows.map(({ goal }) => goal))!)
    close(headline.inflation, plainMean(inflation).mean)
    // CR2 lies a little above CR0.
    expect(headline.se! / plainMean(inflation).cr0).toBeGreaterThan(1)
    expect(headline.se! / plainMean(inflation).cr0).toBeLessThan(1.2)
    close(headline.share_over, meanOf(inflation.map(({ value }) => (value > 1e-9 ? 1 : 0)))!)
    close(headline.share_tied, meanOf(inflation.map(({ value }) => (Math.abs(value) <= 1e-9 ? 1 : 0)))!)
    expect(joint.reduce((total, cell) => total + cell.n, 0)).toBe(rows.length)
    if (rows.length >= 20) {
      close(
        headline.pearson,
        pearson(
          rows.map((row) => row.proxy),
          rows.map((row) => row.goal),
        ).estimate!,
      )
      const onGrid = (value: number) => Math.round(value * 1e9)
      const ranks = spearman(
        rows.map((row) => onGrid(row.proxy)),
        rows.map((row) => onGrid(row.goal)),
      )
      close(headline.spearman, ranks.estimate!)
    }
    const models = grouped(rows, ({ model }) => model)
    expect(byModel.map(({ model, family, n }) => [model, family, n])).toEqual(
      Object.keys(models)
        .sort()
        .map((model) => [model, FAMILIES[model], models[model]!.length]),
    )
    for (const row of byModel) {
      const own = models[row.model]!
      const enough = own.length >= 10 && new Set(own.map(({ prompt }) => prompt)).size >= 5
      if (enough) close(row.inflation, meanOf(own.map(({ proxy, goal }) => proxy - goal))!)
      else expect([row.inflation, row.ci, row.proxy_mean]).toEqual([null, null, null])
    }
  })

  it('gives the CR2 interval of the inflation by prompt', async () => {
    const { headline } = await ask()
    const prompts = Object.values(
      grouped(both(plainRows(made, { proxy: byKind('self') })), ({ prompt }) => prompt),
    )
    const { se, df, ci } = clusteredMean(
      prompts.map((own) => own.length),
      prompts.map((own) => own.reduce((total, { proxy, goal }) => total + proxy - goal, 0)),
    )
    close(headline.se, se!)
    close(headline.df, df!)
    close(headline.ci?.[0], ci![0])
    close(headline.ci?.[1], ci![1])
  })

  it('gives the interval for raters like these from every single rating', async () => {
    const { headline } = await ask('signal=any')
    const cells = both(plainRows(made, { proxy: anyModel })).flatMap((row) =>
      row.ratings.map((rating) => {
        const same = row.ratings.filter(({ rater }) => rater === rating.rater).length
        const weight = 1 / row.humanN / same
        return { prompt: row.prompt, rater: rating.rater, weight, value: weight * (row.proxy - rating.unit) }
      }),
    )
    const { estimate, ci } = twoWayClusteredMean({
      prompts: cells.map(({ prompt }) => prompt),
      raters: cells.map(({ rater }) => rater),
      weights: cells.map(({ weight }) => weight),
      weightedSums: cells.map(({ value }) => value),
    })
    close(headline.inflation, estimate!)
    close(headline.ci_raters?.[0], ci![0])
    close(headline.ci_raters?.[1], ci![1])
  })

  it('holds the humans against the verified label', async () => {
    const human = plainRows(made, { proxy: byKind('self') })
    const verified = plainRows(made, { proxy: byKind('self'), goal: 'verified' })
    const rows = human.flatMap(({ goal, prompt }, i) =>
      goal === null || verified[i]!.goal === null ? [] : [{ prompt, value: goal - verified[i]!.goal! }],
    )
    const { headline, contrast, n } = await ask('signal=human')
    expect(contrast).toMatchObject({ signal: 'human', goal: 'verified', common_scale: true })
    expect(n.outputs).toBe(rows.length)
    close(headline.inflation, plainMean(rows).mean)
    expect(headline.ci_raters).not.toBeNull()
  })

  it('weights by the inverse probability of being sampled', async () => {
    const sampled = madeUpAudit({ seed: 3 })
    sampled.outputs.forEach((output, i) => {
      output.inclusion = i % 2 === 0 ? 1 : 0.25
    })
    const audit = named((await seedAudit(pool, sampled)).id)
    const { headline } = await ask('', audit)
    const inclusion = Object.fromEntries(sampled.outputs.map(({ output, inclusion }) => [output, inclusion!]))
    const rows = both(plainRows(sampled, { proxy: byKind('self') }))
    const weight = rows.reduce((total, { output }) => total + 1 / inclusion[output]!, 0)
    const sum = rows.reduce(
      (total, { output, proxy, goal }) => total + (proxy - goal) / inclusion[output]!,
      0,
    )
    close(headline.inflation, sum / weight)
    // Verified labels were put where somebody put them, whatever the sample of what people rate.
    const verified = await ask('goal=verified', audit)
    const labelled = both(plainRows(sampled, { proxy: byKind('self'), goal: 'verified' }))
    const values = labelled.map(({ prompt, proxy, goal }) => ({ prompt, value: proxy - goal }))
    close(verified.headline.inflation, plainMean(values).mean)
  })
})

describe('bins', () => {
  it('cut the outputs so that each bin is selected by its own limits', async () => {
    const { bins, n } = await ask('signal=any&feature=words&bins=4')
    expect(bins.words).toHaveLength(4)
    expect(bins.words!.reduce((total, bin) => total + bin.n, 0)).toBe(n.outputs)
    for (const bin of bins.words!) {
      const own = await ask(`signal=any&where=words:${bin.lo}..${bin.hi}`)
      expect(own.n.outputs).toBe(bin.n)
      close(bin.proxy_mean, own.headline.proxy_mean!)
      close(bin.goal_mean, own.headline.goal_mean!)
      close(bin.inflation, own.headline.inflation!)
      close(bin.ci?.[0], own.headline.ci![0])
      close(bin.goal_ci?.[1], own.headline.goal_mean_ci![1])
    }
  })

  it('hold equal what is asked for, and know no other feature', async () => {
    const query = 'signal=any&feature=words&bins=4'
    const [plain, held] = [await ask(query), await ask(`${query}&control=model&control=headers`)]
    expect(held.bins.words!.map(({ n }) => n)).toEqual(plain.bins.words!.map(({ n }) => n))
    expect(held.bins.words![0]!.inflation).not.toBe(plain.bins.words![0]!.inflation)
    expect(held.selection.control).toEqual(['model', 'headers'])
    await expect(ask(`${query}&control=speed`)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('say what they leave out, and that a constant feature has none', async () => {
    const { bins, notes, n } = await ask('signal=any&feature=hedge_rate&feature=headers')
    const binned = bins.hedge_rate!.reduce((total, bin) => total + bin.n, 0)
    expect(binned).toBeLessThan(n.outputs)
    expect(notes).toContainEqual({
      field: 'bins.hedge_rate',
      why: `${n.outputs - binned} of ${n.outputs} outputs have no hedge_rate`,
    })
    const none = await ask('signal=any&feature=headers&where=headers:0..0')
    expect(none.bins.headers).toEqual([])
    expect(none.notes).toContainEqual({ field: 'bins.headers', why: 'headers is 0 for every output' })
  })
})

/** An audit, and the same without one of its raters. */
async function withAndWithout() {
  // Too few for calibration, whose folds are drawn anew for each revision.
  const made = madeUpAudit({ prompts: 12 })
  const rater = made.ratings[0]!.rater
  const theirs = made.ratings.filter((rating) => rating.rater === rater)
  const less = named((await seedAudit(pool, made)).id)
  const without = { ...made, ratings: made.ratings.filter((rating) => rating.rater !== rater) }
  const never = named((await seedAudit(pool, without)).id)
  return { made, rater, theirs, less, never }
}

it('of an audit in which a rater withdrew is as if they had never rated, but that it counts them', async () => {
  const { rater, theirs, less, never } = await withAndWithout()
  const before = await ask('signal=any', less)
  expect(before.withdrawn).toEqual({ raters: 0, ratings: 0, comparisons: 0 })
  const userId = await makeUser(pool)
  await pool.query('UPDATE raters SET user_id = $3 WHERE audit_id = $1 AND pseudonym = $2', [
    less.id,
    rater,
    userId,
  ])
  await withdraw({ auditId: less.id, userId })
  const { revision, withdrawn, ...rest } = await ask('signal=any', less)
  const { revision: first, withdrawn: none, ...same } = await ask('signal=any', never)
  expect([first, revision]).toEqual([1, 2])
  expect(rest).toEqual(same)
  const studied = theirs.filter(({ purpose = 'main' }) => ['main', 'extra'].includes(purpose))
  expect(withdrawn).toEqual({
    raters: 1,
    ratings: new Set(studied.map(({ output }) => output)).size,
    comparisons: 0,
  })

  // What was reported before can be reported again, to the last digit.
  const { audit: _audit, plan: _plan, analysis: _analysis, behind: _behind, ...earlier } = before
  const snapshot = await snapshotAt(less.id, 1)
  expect(
    await reportOn(
      { snapshot, behind: before.behind },
      less,
      parseQuestion(new URLSearchParams('signal=any')),
    ),
  ).toMatchObject(earlier)
})

it('of an audit in which a rater is set aside is as if they had never rated, but that it counts them', async () => {
  const { made, rater, theirs, less: aside, never } = await withAndWithout()
  await setAside({ rater, reason: 'Too fast.' }, { auditId: aside.id, byId: null })
  for (const query of ['signal=any&tag=hard', 'signal=any&goal=verified']) {
    const { n, revision, ...rest } = await ask(query, aside)
    const { n: plain, revision: first, ...same } = await ask(query, never)
    expect([first, revision]).toEqual([1, 2])
    expect(rest).toEqual(same)
    const counted = theirs.filter(
      ({ output, purpose = 'main' }) =>
        ['main', 'extra', 'adjudication'].includes(purpose) &&
        !query.includes('verified') &&
        (!query.includes('hard') || hard(made.outputs.find((one) => one.output === output)!)),
    )
    expect(n).toEqual({
      ...plain,
      set_aside_raters: counted.length > 0 ? 1 : 0,
      set_aside_ratings: counted.length,
    })
  }
})

describe('too little data', () => {
  it('gives null and says how much is missing', async () => {
    const { headline, notes, bins } = await ask('model=claude&where=words:300..&feature=words')
    expect(Object.values(headline).every((value) => value === null)).toBe(true)
    expect(notes).toContainEqual({
      field: 'headline',
      why: expect.stringMatching(/^not enough data: \d of at least 10 outputs$/),
    })
    expect(bins).toEqual({ words: [] })
  })

  it('of an audit without anything', async () => {
    const empty = await ask('', named((await seedAudit(pool, { outputs: [] })).id))
    expect(reportSchema.parse(empty)).toEqual(empty)
    expect(empty.n.outputs).toBe(0)
    expect(empty.contrast).toMatchObject({ criterion: 'quality', signal: 'self', goal: 'human' })
    expect(empty.notes[0]).toEqual({ field: 'headline', why: 'not enough data: 0 of at least 10 outputs' })
  })

  it('with four raters there is no interval for raters like these, with five there is', async () => {
    const four = await ask('', await ratedBy(4))
    expect(four.headline.inflation).not.toBeNull()
    expect(four.headline.ci_raters).toBeNull()
    expect(four.notes).toContainEqual({
      field: 'headline.ci_raters',
      why: 'not enough data: 4 of at least 5 raters',
    })
    const five = await ask('', await ratedBy(5))
    expect(five.headline.ci_raters).not.toBeNull()
  })

  it('cuts an interval where the scale ends', async () => {
    // Ten outputs in five prompts, all but one as far over as can be.
    const { headline } = await ask('', await ratedBy(5, (output) => (output === 9 ? 1 : 0)))
    expect(headline.inflation).toBeCloseTo(0.9)
    expect(headline.ci?.[1]).toBe(1)
    expect(headline.ci_raters?.[1]).toBe(1)
    expect(headline.goal_mean_ci?.[0]).toBe(0)
  })

  /** An audit in which every output was rated by so many raters, and by its model with 1 where people's is given. */
  async function ratedBy(raters: number, rated?: (output: number) => number) {
    const outputs = Array.from({ length: rated ? 10 : 30 }, (_, i) => ({
      output: `o${i}`,
      prompt: `p${i % (rated ? 5 : 10)}`,
      model: 'm',
    }))
    const { id } = await seedAudit(pool, {
      outputs,
      scores: outputs.map(({ output }, i) => ({ output, judge: 'm', unit: rated ? 1 : (i % 5) / 4 })),
      ratings: outputs.flatMap(({ output }, i) =>
        Array.from({ length: raters }, (_, r) => ({
          output,
          rater: `r${r}`,
          unit: rated?.(i) ?? ((i + r) % 3) / 2,
        })),
      ),
    })
    return named(id)
  }
})

describe('a metric', () => {
  it('has means, ranks and quantiles, and no inflation', async () => {
    const {
      contrast,
      headline,
      by_model: byModel,
      bins,
      notes,
    } = await ask('signal=metric:rouge&feature=words')
    expect(contrast).toEqual({
      criterion: 'quality',
      signal: 'metric:rouge',
      judge: null,
      goal: 'human',
      common_scale: false,
    })
    const rows = both(plainRows(made, { proxy: ({ signal }) => signal === 'metric:rouge' }))
    close(headline.proxy_mean, meanOf(rows.map(({ proxy }) => proxy))!)
    expect(headline.spearman).not.toBeNull()
    const { inflation, se, df, ci, ci_raters, share_over, share_tied } = headline
    expect([inflation, se, df, ci, ci_raters, share_over, share_tied]).toEqual(Array(7).fill(null))
    expect(byModel.every((row) => row.inflation === null && row.se === null)).toBe(true)
    expect(bins.words!.every((bin) => bin.inflation === null && bin.ci === null)).toBe(true)
    for (const field of [
      'headline.inflation',
      'headline.share_over',
      'headline.share_tied',
      'by_model.claude.inflation',
    ])
      expect(notes).toContainEqual({ field, why: 'no common scale' })
  })
})

describe('a report', () => {
  it('is what the schema says, holds no NaN, and names what it was asked', async () => {
    const answer = await ask(
      'signal=any&where=words:100..&where=words:..50&bins=5&feature=words&max_false_accept=0.2',
    )
    expect(reportSchema.parse(JSON.parse(JSON.stringify(answer)))).toEqual(answer)
    expect(answer.selection).toEqual({
      model: [],
      family: [],
      tag: [],
      rater_group: [],
      min_human_n: 1,
      where: ['words:100..', 'words:..50'],
      feature: ['words'],
      control: [],
      bins: 5,
      max_false_accept: 0.2,
      delta: 0.05,
    })
    expect(answer).toMatchObject({ revision: 1, behind: { ratings: 0, seconds: 0 } })
  })

  it('is the same to the last digit when the snapshot is built and the answer computed anew', async () => {
    const query = 'signal=any&rater_group=crowd&feature=words'
    const first = await ask(query)
    const { snapshot } = await currentSnapshot(audit.id)
    await rm(snapshot.folder, { recursive: true })
    globalThis.plumblineAnswers?.clear()
    expect(await ask(query)).toEqual(first)
  })

  it('survives that the snapshot is deleted or damaged under it', async () => {
    const { snapshot } = await currentSnapshot(audit.id)
    await rm(snapshot.facts)
    globalThis.plumblineAnswers?.clear()
    expect((await ask()).n.outputs).toBeGreaterThan(0)
  })

  it.each([
    ['criterion=unknown', 'criterion does not know "unknown"; there are: quality, accuracy'],
    ['signal=metric:bleu', 'signal does not know "metric:bleu"; there are: family, metric:rouge, peer, self'],
    ['judge=nobody', 'judge does not know "nobody"; there are: claude, gpt-3, gpt-4o, mistral'],
    ['model=nobody', 'model does not know "nobody"'],
    ['family=none', 'family does not know "none"; there are: claude, gpt, mistral'],
    ['tag=none', 'tag does not know "none"; there are: hard, odd'],
    ['rater_group=none', 'rater_group does not know "none"; there are: crowd, expert'],
    ['where=letters:1..2', 'where does not know "letters"; there are: words, headers, hedge_rate'],
    ['feature=output_id', 'feature does not know "output_id"'],
    ['signal=human&goal=human', 'signal human can only be held against goal=verified'],
    ['signal=human&judge=claude', 'signal human has no judge'],
  ])('refuses %s and says what there is', async (query, message) => {
    await expect(ask(query)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(`The parameter ${message}`),
    })
  })

  it('takes names as values, never as SQL', async () => {
    const model = `m" OR 1=1 --'`
    const outputs = Array.from({ length: 12 }, (_, i) => ({
      output: `o${i}`,
      prompt: `p${i}`,
      model: i % 2 ? model : 'm',
    }))
    const { id } = await seedAudit(pool, {
      outputs,
      scores: outputs.map(({ output }) => ({ output, judge: 'm', unit: 1 })),
      ratings: outputs.map(({ output }) => ({ output, rater: 'r', unit: 0 })),
    })
    const { n } = await ask(`signal=any&model=${encodeURIComponent(model)}`, named(id))
    expect(n.outputs).toBe(6)
  })
})
