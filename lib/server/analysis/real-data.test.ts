import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { auditInputSchema } from '@/lib/domain/audit'
import { RECORD_KINDS } from '@/lib/domain/records'
import type { Report } from '@/lib/domain/report'
import { parseQuestion } from '@/lib/domain/selection'
import { plain } from '@/lib/domain/testing'
import { createAudit } from '@/lib/server/audits/create'
import { testDatabase } from '@/lib/server/db/testing'
import { importRecords } from '@/lib/server/intake/import'
import { endIdleThreads } from '@/lib/server/intake/threads'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import { currentSnapshot } from '@/lib/server/snapshot/refresh'
import { clusteredMean } from '@/lib/stats/clustered-mean'
import { withinClusterPearson } from '@/lib/stats/clustered-pearson'
import { pearson } from '@/lib/stats/pearson'
import { clusteredRegression } from '@/lib/stats/regression/clustered-regression'
import { spearman } from '@/lib/stats/spearman'
import { mean, sum } from '@/lib/stats/sum'
import { type ClusterSums, clusterSums } from './cluster-sums'
import { resolveContrast } from './contrast'
import { type ReportAudit, report } from './report'
import { type Rows, readRowsOf } from './rows'

/** Public data sets with values computed by other software; described in their own README. */
const DATA = fileURLToPath(new URL('../../../../shared/data', import.meta.url))

type Group = {
  n: number
  prompts: number
  mean_human: number
  mean_model: number
  mean_inflation: number
  sd_inflation: number
  se_cluster: number
  r_human_model: number
  rho_human_model: number
  r_log_words: number
  rho_log_words: number
  r_model_log_words: number
  r_human_log_words: number
  r_within_log_words: number | null
  slope_log_words: number
  slope_log_words_se: number
}
type Reference = {
  groups: Record<string, Group>
  flags?: Record<string, { tp: number; fp: number; fn: number; tn: number; fpr: number; flag_rate: number }>
  rho_relevance?: Record<string, { expert: number; turker: number }>
  experts_relevance?: Record<string, Group>
}

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })
process.env.PLUMBLINE_DATA = mkdtempSync(path.join(tmpdir(), 'plumbline-real-data-'))
afterAll(() => rmSync(process.env.PLUMBLINE_DATA ?? '', { recursive: true }))
testDatabase()
afterAll(endIdleThreads)

const loaded = new Map<string, Promise<ReportAudit>>()

/** The audit of a set, imported once. */
function load(set: string): Promise<ReportAudit> {
  const audit = loaded.get(set) ?? importSet(set)
  loaded.set(set, audit)
  return audit
}

async function importSet(set: string): Promise<ReportAudit> {
  const settings = JSON.parse(readFileSync(`${DATA}/${set}/audit.json`, 'utf8'))
  const audit = await createAudit(auditInputSchema.parse(settings), null)
  for (const kind of RECORD_KINDS) {
    const file = `${DATA}/${set}/${kind}.jsonl`
    if (!existsSync(file)) continue
    const stream = createReadStream(file)
    const outcome = await importRecords({ auditId: audit.id, userId: null, kind, format: 'ndjson', stream })
    expect(outcome.rejected).toBe(0)
  }
  return audit
}

const reference = (set: string): Reference =>
  JSON.parse(readFileSync(`${DATA}/${set}/reference.json`, 'utf8'))
const question = (query: string) => parseQuestion(new URLSearchParams(query))
const ask = (audit: ReportAudit, query: string): Promise<Report> =>
  report({ audit, question: question(query) })

/** The rows behind a report, with the words of each output counted as the reference does: between white space. */
async function rowsOf(
  audit: ReportAudit,
  set: string,
  query: string,
): Promise<Rows & { logWords: Float64Array }> {
  const { snapshot } = await currentSnapshot(audit.id)
  const asked = {
    snapshot,
    contrast: resolveContrast(snapshot.meta, question(query)),
    selection: question(query),
  }
  const rows = await withDuckDb((connection) => readRowsOf(connection, asked, []))
  const outputs = readFileSync(`${DATA}/${set}/outputs.jsonl`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const bytewise = outputs.toSorted((a, b) =>
    Buffer.compare(Buffer.from(a.output_id), Buffer.from(b.output_id)),
  )
  const logWords = rows.output.map((output) =>
    Math.log(Math.max(1, bytewise[output].text.match(/\S+/g)?.length ?? 0)),
  )
  return { ...rows, logWords }
}

function near(value: number | null | undefined, expected: number | null): void {
  if (expected === null) expect(value).toBeNull()
  else expect(value).toBeCloseTo(expected, 8)
}

/** Correlation within prompts. */
function within({ prompt }: Rows, x: Float64Array, y: Float64Array): number | null {
  const products = [x, y, x.map((v) => v * v), y.map((v) => v * v), x.map((v, i) => v * y[i]!)]
  const [{ counts, sums }] = clusterSums(prompt, products) as [ClusterSums]
  const [sumX, sumY, sumXX, sumYY, sumXY] = sums as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  return withinClusterPearson({ counts, sumX, sumY, sumXX, sumYY, sumXY }).estimate
}

/** The slope of the inflation on log words, with the error of CR1S. */
function slope({ prompt, inflation, logWords }: Rows & { logWords: Float64Array }) {
  const byPrompt = new Map<number, number[]>()
  for (const [i, one] of prompt.entries()) byPrompt.set(one, [...(byPrompt.get(one) ?? []), i])
  const clusters = [...byPrompt.values()].map((own) => ({
    x: own.flatMap((i) => [1, logWords[i]!]),
    y: [own.map((i) => inflation[i]!)],
  }))
  const term = clusteredRegression(clusters, ['constant', 'log words'], { type: 'CR1S' }).outcomes[0]!
    .terms[1]!
  return { estimate: term.estimate, se: term.standardErrors?.CR1S }
}

async function expectGroup(audit: ReportAudit, set: string, query: string, group: Group): Promise<Report> {
  const answer = await ask(audit, query)
  const { headline, n, contrast } = answer
  expect([n.outputs, n.prompts]).toEqual([group.n, group.prompts])
  near(headline.proxy_mean, group.mean_model)
  near(headline.goal_mean, group.mean_human)
  near(headline.pearson, group.r_human_model)
  near(headline.spearman, group.rho_human_model)

  const rows = await rowsOf(audit, set, query)
  const { inflation, proxy, goal, logWords } = rows
  const average = mean(inflation)!
  near(
    Math.sqrt(sum(inflation.map((value) => (value - average) ** 2)) / (rows.length - 1)),
    group.sd_inflation,
  )
  const [{ counts, sums }] = clusterSums(rows.prompt, [inflation]) as [ClusterSums]
  const cr1s = clusteredMean(counts, sums[0]!, { type: 'CR1S' })
  near(cr1s.estimate, group.mean_inflation)
  near(cr1s.se, group.se_cluster)
  if (contrast.common_scale) {
    near(headline.inflation, group.mean_inflation)
    expect(headline.se! / group.se_cluster).toBeGreaterThan(0.999)
    expect(headline.se! / group.se_cluster).toBeLessThan(1.02)
  } else expect(headline.inflation).toBeNull()

  near(pearson(inflation, logWords).estimate, group.r_log_words)
  near(pearson(proxy, logWords).estimate, group.r_model_log_words)
  near(pearson(goal, logWords).estimate, group.r_human_log_words)
  near(spearman(inflation, logWords).estimate, group.rho_log_words)
  near(within(rows, inflation, logWords), group.r_within_log_words)
  const { estimate, se } = slope(rows)
  near(estimate, group.slope_log_words)
  near(se, group.slope_log_words_se)
  return answer
}

describe.skipIf(!existsSync(DATA))('real data (in ../shared/data)', () => {
  describe('llm-rubric-self: a model rates its own conversations', () => {
    const set = 'llm-rubric-self'
    it('has the reference’s means, correlations and errors by default', async () => {
      const [group] = Object.values(reference(set).groups)
      const { contrast } = await expectGroup(await load(set), set, '', group!)
      expect(contrast).toMatchObject({ signal: 'self', goal: 'human', criterion: 'overall_satisfaction' })
    })

    it('finds that no surface feature goes clearly with inflation, and says so with an interval', async () => {
      const { findings } = await ask(await load(set), '')
      const told = findings.filter(({ section }) => section === 'features').map(({ text }) => plain(text))
      expect(told).toHaveLength(1)
      expect(told[0]).toMatch(
        /^No surface feature clearly goes with inflation: .*95 % interval .*223 outputs/,
      )
    })
  })

  describe('xstest-overrefusal-flags: flags against people', () => {
    const set = 'xstest-overrefusal-flags'
    let audit: ReportAudit
    beforeAll(async () => {
      audit = await load(set)
    })

    it('has the confusion counts of each flag in its joint table', async () => {
      for (const [flag, expected] of Object.entries(reference(set).flags!)) {
        const { joint } = await ask(audit, `signal=flag:${encodeURIComponent(flag)}`)
        const cell = (proxy: number, goal: number) =>
          joint.find((c) => c.proxy === proxy && c.goal === goal)?.n ?? 0
        const counts = { tp: cell(1, 1), fp: cell(1, 0), fn: cell(0, 1), tn: cell(0, 0) }
        expect({ ...expected, ...counts }).toEqual(expected)
        expect(counts.fp / (counts.fp + counts.tn)).toBeCloseTo(expected.fpr, 12)
      }
    })

    it('classifies with these counts, and holds each flag against what knows nothing', async () => {
      const { classification, gate } = await ask(
        audit,
        `signal=${encodeURIComponent('flag:llama-2-70b-chat+orig-system-prompt')}`,
      )
      const expected = reference(set).flags!
      for (const { signal, ...figures } of classification!.by_signal) {
        const { tp, fp, fn, tn, fpr, flag_rate: rate } = expected[signal.slice('flag:'.length)]!
        expect(figures).toMatchObject({ tp, fp, fn, tn })
        expect(figures.false_positive_rate).toBeCloseTo(fpr, 12)
        expect(figures.flag_rate).toBeCloseTo(rate, 12)
      }
      expect(classification!.by_signal).toHaveLength(Object.keys(expected).length)
      expect(classification!.recall! - classification!.flag_rate!).toBeCloseTo(
        classification!.recall_above_random!,
        12,
      )
      // A gate that passes what is not flagged lets the missed ones through.
      expect(gate.higher_is).toBe('worse')
      expect(gate.curve[0]!.rejected).toBe(classification!.fn)
    })

    it('tells each flag by its rates on both sides at once', async () => {
      for (const [flag, { flag_rate, fpr, tp, fn }] of Object.entries(reference(set).flags!)) {
        const { findings } = await ask(audit, `signal=flag:${encodeURIComponent(flag)}`)
        const share = (x: number) => `${Math.round(x * 100)}\u202f%`
        const told = findings.find(({ text }) => text.includes(' flags '))!
        expect(told.text).toContain(
          `flags ${share(flag_rate)} of outputs: ${share(tp / (tp + fn))} of those that people flag`,
        )
        expect(told.text).toContain(`and ${share(fpr)} of those that they do not`)
      }
    })

    it('has the reference’s figures of each flag', async () => {
      for (const [name, group] of Object.entries(reference(set).groups))
        await expectGroup(audit, set, `signal=flag:${encodeURIComponent(name.split('|')[0]!)}`, group)
    })
  })

  describe('summeval-proxy: a metric against experts and a crowd', () => {
    const set = 'summeval-proxy'
    let audit: ReportAudit
    beforeAll(async () => {
      audit = await load(set)
    })

    it('has the reference’s figures of each metric, and no inflation in its report', async () => {
      for (const [name, group] of Object.entries(reference(set).groups))
        await expectGroup(audit, set, `signal=metric:${name.split('|')[0]}`, group)
    })

    it('finds that it matters which people count, and says nothing of levels', async () => {
      const { findings } = await ask(audit, 'signal=metric:rouge-1-f')
      const [level, groups] = findings.map(({ text }) => text)
      expect(level).toMatch(/^The metric rouge-1-f follows the raters with a rank correlation of 0\.26 /)
      expect(groups).toMatch(
        /^Which people count changes the answer: the rank correlation .* 0\.35 for expert .* 0\.07 for crowd /,
      )
      for (const { text } of findings) expect(text).not.toMatch(/points|inflation/i)
    })

    it('answers otherwise by who the raters are', async () => {
      const { rho_relevance: rho, experts_relevance: experts } = reference(set)
      for (const [metric, { expert, turker }] of Object.entries(rho!)) {
        const groups = { expert, turker }
        for (const [group, expected] of Object.entries(groups)) {
          const name = group === 'turker' ? 'crowd' : group
          const { headline } = await ask(audit, `signal=metric:${metric}&rater_group=${name}`)
          near(headline.spearman, expected)
        }
        await expectGroup(audit, set, `signal=metric:${metric}&rater_group=expert`, experts![metric]!)
        const { by_group } = await ask(audit, `signal=metric:${metric}`)
        expect(by_group.map(({ group }) => group)).toEqual(['crowd', 'expert'])
        near(by_group[0]!.spearman, turker)
        near(by_group[1]!.spearman, expert)
      }
    })
  })

  describe('llmbar-adversarial: judges against a gold label', () => {
    const set = 'llmbar-adversarial'
    it('never says that a judge rewards length where only the label falls with it', async () => {
      const audit = await load(set)
      const judges = new Set(Object.keys(reference(set).groups).map((name) => name.split('|')[0]!))
      for (const judge of judges) {
        const { findings } = await ask(audit, `judge=${encodeURIComponent(judge)}`)
        const length = findings.filter(({ text }) => text.startsWith('Twice the length'))
        for (const { text } of length)
          expect(plain(text)).toMatch(
            /: no clear difference \(.*\) in the rating, \d\.\d points less \(.*\) in the verified label\.$/,
          )
        if (judge === 'gpt-4') expect(length).toHaveLength(1)
      }
    })

    it('has the reference’s figures of each judge, with a goal that falls with length', async () => {
      const audit = await load(set)
      for (const [name, group] of Object.entries(reference(set).groups)) {
        const judge = name.split('|')[0]!
        const { contrast } = await expectGroup(audit, set, `judge=${encodeURIComponent(judge)}`, group)
        expect(contrast).toMatchObject({ signal: 'peer', judge, goal: 'verified' })
        // Half of these answers are worse by design: no judge's scores gate them to 1 in 10.
        const { gate, calibration } = await ask(audit, `judge=${encodeURIComponent(judge)}`)
        expect([gate.n, gate.rejected]).toEqual([group.n, Math.round(group.n * (1 - group.mean_human))])
        expect(gate.recommended).toBeNull()
        expect(calibration!.after!.error!).toBeLessThan(calibration!.before!.error!)
      }
    })
  })
})
