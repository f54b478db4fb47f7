import type { DuckDBConnection } from '@duckdb/node-api'
import type { Classification, FlagFigures } from '@/lib/domain/report-gate'
import { readColumns } from '@/lib/server/snapshot/read'
import { type Baseline, classification, looksLikeGaming } from '@/lib/stats/confusion'
import { clusteredProportion } from '@/lib/stats/proportion'
import { sum } from '@/lib/stats/sum'
import { clusterSums } from './cluster-sums'
import { type Judged, TOLERANCE } from './judged'
import { MINIMA, type Notes, tooFew } from './notes'
import type { Ratings } from './raters'
import { type Asked, sourceOf } from './source'

/** Confusion counts of each prompt: sums to the whole table, and is what intervals need. */
type Counts = Record<'tp' | 'fp' | 'fn' | 'tn', ArrayLike<number>>

/**
 * The proxy as a classifier of the goal, where both are yes/no: the proxy is 0 or 1 for every output, and so is every
 * human rating, or every verified label. Positive is a goal at or above `accept_at`. Null elsewhere.
 */
export async function classificationOf(
  connection: DuckDBConnection,
  asked: Asked,
  judged: Judged,
  ratings: () => Promise<Ratings>,
  notes: Notes,
): Promise<Classification | null> {
  const { rows } = judged
  if (rows.length === 0 || !rows.proxy.every(isBinary)) return null
  const goals = asked.contrast.goal === 'human' ? (await ratings()).unit : rows.goal
  if (!goals.every(isBinary)) return null
  const why = tooFew(rows.length, MINIMA.mean.prompts, MINIMA.mean)
  if (why) {
    notes.add('classification', why)
    return null
  }
  const own = countsOf(judged)
  const { flagEverything, randomSameRate } = classification(total(own))
  return {
    ...figuresOf(own),
    flag_everything: baseline(flagEverything),
    random_at_same_rate: baseline(randomSameRate),
    by_signal: await bySignal(connection, asked, judged),
  }
}

const isBinary = (value: number) => value === 0 || value === 1

function countsOf({ rows, acceptAt }: Judged): Counts {
  const positive = rows.goal.map((goal) => Number(goal >= acceptAt - TOLERANCE))
  const { proxy: flagged } = rows
  const columns = [
    flagged.map((flag, i) => flag * positive[i]!),
    flagged.map((flag, i) => flag * (1 - positive[i]!)),
    flagged.map((flag, i) => (1 - flag) * positive[i]!),
    flagged.map((flag, i) => (1 - flag) * (1 - positive[i]!)),
  ]
  const [tp, fp, fn, tn] = clusterSums(rows.prompt, columns)[0]!.sums
  return { tp: tp!, fp: fp!, fn: fn!, tn: tn! }
}

const NAMES = ['name', 'tp', 'fp', 'fn', 'tn', 'others'] as const

/** The same for every signal of the criterion whose scores are all 0 or 1, against the same goal. */
async function bySignal(
  connection: DuckDBConnection,
  asked: Asked,
  { acceptAt }: Judged,
): Promise<Classification['by_signal']> {
  const names = asked.snapshot.meta.signals
    .filter(({ criterion }) => criterion === asked.contrast.criterion)
    .flatMap(({ signal, judges }) => judges.map(({ judge }) => ({ signal, judge })))
  // Of all signals: no proxy is picked out.
  const source = sourceOf({ ...asked, contrast: { ...asked.contrast, signal: 'human' } })
  const { values } = source
  const list = names.map(({ signal, judge }) => values.bind(`${signal}\n${judge ?? ''}`))
  const positive = `${source.goal} >= ${values.bind(acceptAt - TOLERANCE)}::DOUBLE`
  const count = (flag: 0 | 1, condition: string) =>
    `count(*) FILTER (f.signal_score = ${flag} AND ${condition})::INTEGER`
  const sql = `${source.withHuman}
    SELECT list_position([${list.join(', ')}], f.signal || chr(10) || coalesce(f.judge, ''))::INTEGER AS name,
      ${count(1, positive)}, ${count(1, `NOT (${positive})`)}, ${count(0, positive)}, ${count(0, `NOT (${positive})`)},
      count(*) FILTER (f.signal_score NOT IN (0, 1))::INTEGER
    ${source.from} AND f.signal IS NOT NULL AND ${source.goal} IS NOT NULL
    GROUP BY name, f.prompt_no ORDER BY name, f.prompt_no`
  const read = await readColumns(connection, { sql, values: values.list }, NAMES)
  return names.flatMap(({ signal, judge }, i) => {
    const from = read.name.indexOf(i + 1)
    if (from < 0) return []
    const to = read.name.lastIndexOf(i + 1) + 1
    if (read.others.subarray(from, to).some((n) => n > 0)) return []
    const of = (name: keyof Counts) => read[name].subarray(from, to)
    const figures = figuresOf({ tp: of('tp'), fp: of('fp'), fn: of('fn'), tn: of('tn') })
    return figures.n < MINIMA.mean.outputs ? [] : [{ signal, judge, ...figures }]
  })
}

function total({ tp, fp, fn, tn }: Counts) {
  return { tp: sum(tp), fp: sum(fp), fn: sum(fn), tn: sum(tn) }
}

function figuresOf(counts: Counts): FlagFigures {
  const table = total(counts)
  const { tp, fp, fn, tn } = counts
  const c = classification(table)
  const every = [tp, fp, fn, tn]
  const share = (holds: ArrayLike<number>[], of: ArrayLike<number>[]) => {
    const { estimate, ci } = clusteredProportion(added(of), added(holds))
    return { estimate, ci }
  }
  const prevalence = share([tp, fn], every)
  const flagRate = share([tp, fp], every)
  const recall = share([tp], [tp, fn])
  const precision = share([tp], [tp, fp])
  const falsePositive = share([fp], [fp, tn])
  return {
    n: c.n,
    ...table,
    prevalence: prevalence.estimate,
    prevalence_ci: prevalence.ci,
    flag_rate: flagRate.estimate,
    flag_rate_ci: flagRate.ci,
    recall: recall.estimate,
    recall_ci: recall.ci,
    precision: precision.estimate,
    precision_ci: precision.ci,
    false_positive_rate: falsePositive.estimate,
    false_positive_rate_ci: falsePositive.ci,
    over_flagging_ratio: c.overFlaggingRatio,
    lift: c.lift,
    f1: c.f1,
    youden_j: c.youdenJ,
    mcc: c.mcc,
    kappa: c.kappa,
    recall_above_random: c.recallExcessOverRandom,
    recall_headroom_used: c.recallHeadroomUsed,
    f1_above_flag_everything: c.f1ExcessOverFlagEverything,
    gaming: looksLikeGaming(table),
  }
}

function added(columns: ArrayLike<number>[]): Float64Array {
  const [first, ...rest] = columns
  return Float64Array.from(first!, (value, i) => rest.reduce((all, column) => all + column[i]!, value))
}

function baseline({ recall, precision, fpr, f1 }: Baseline) {
  return { recall, precision, false_positive_rate: fpr, f1 }
}
