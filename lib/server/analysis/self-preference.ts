import type { DuckDBConnection } from '@duckdb/node-api'
import type { SelfPreference } from '@/lib/domain/report-self-preference'
import { readColumns, readRows } from '@/lib/server/snapshot/read'
import type { Estimate } from '@/lib/stats/estimate'
import { type JudgeDesign, judgeDesign } from '@/lib/stats/self-preference/judge-design'
import { judgeMeans } from '@/lib/stats/self-preference/judge-means'
import type { JudgeRows } from '@/lib/stats/self-preference/judge-rows'
import {
  selfPreferenceByJudge,
  selfPreferenceGivenHuman,
  selfPreferenceWithinOutputs,
  shrunkHuman,
} from '@/lib/stats/self-preference/self-preference'
import { MODEL_SIGNALS } from './contrast'
import { gather, placesKnown } from './gather'
import { MINIMA, type Notes, tooFew } from './notes'
import { type Asked, selectedSource } from './source'

const NAMES = ['prompt', 'output', 'author', 'judge', 'score', 'human'] as const

type Read = Record<keyof JudgeRows | 'human', Float64Array> & { length: number }

/**
 * Whether judges score their own outputs higher than other judges do, over all models' ratings of the criterion, whatever the
 * contrast's signal is. Null with a note where one judge alone rated, or none its own.
 *
 * @param reliability of an output's human mean, or null where it is unknown.
 */
export async function selfPreferenceOf(
  connection: DuckDBConnection,
  asked: Asked,
  reliability: number | null,
  notes: Notes,
): Promise<SelfPreference | null> {
  const refuse = (why: string) => {
    notes.add('self_preference', why)
    return null
  }
  const judges = judgesOf(asked)
  if (judges.length === 0) return refuse('no model rated outputs on this criterion')
  const leniency = 'one judge only: self-preference cannot be told from leniency'
  if (judges.length === 1) return refuse(leniency)
  const unshared = 'no output here was rated both by its author and by another model'
  const rated = await countRated(connection, asked)
  if (rated.judges < 2) return refuse(leniency)
  if (rated.by_others === 0 || rated.by_others === rated.ratings) return refuse(unshared)
  const rows = await readJudgeRows(connection, asked, judges)
  const design = judgeDesign(rows)
  const within = selfPreferenceWithinOutputs(design)
  const shared = within.sharedOutputs ?? 0
  if (shared === 0) return refuse(unshared)
  const why = tooFew(shared, within.self.clusters, MINIMA.mean, 'outputs rated by their author and another')
  if (why) return refuse(why)
  const { models } = asked.snapshot.meta
  const { judges: each, family } = selfPreferenceByJudge(design)
  const byJudge = new Map(each.map((one) => [one.judge, one.self]))
  const field = (judge: string) => `self_preference.by_judge.${judge}`
  return {
    overall: effectOf(within.self, 'self_preference.overall', notes),
    family: family ? effectOf(family, 'self_preference.family', notes) : null,
    n: rows.length,
    shared_outputs: shared,
    prompts: within.self.clusters,
    by_judge: judgeMeans(design)
      .sort((a, b) => Number(a.judge) - Number(b.judge))
      .map(({ judge, own, others }) => {
        const { model, family: own_family } = models[Number(judge)]!
        const few = tooFew(own.score.n, own.score.clusters, MINIMA.mean, 'own outputs that another rated too')
        if (few) notes.add(field(model), few)
        const did = few ? NO_EFFECT : effectOf(byJudge.get(judge)!, field(model), notes)
        const mean = (part: Estimate) =>
          tooFew(part.n, part.clusters, MINIMA.mean) ? { estimate: null, ci: null } : part
        const parts = [own.score, own.byOthers, others.score, others.byOthers].map(mean)
        return {
          ...{ judge: model, family: own_family, n: own.score.n, n_others: others.score.n },
          ...{ own: parts[0]!.estimate, own_ci: parts[0]!.ci },
          ...{ own_by_others: parts[1]!.estimate, own_by_others_ci: parts[1]!.ci },
          ...{ others: parts[2]!.estimate, others_ci: parts[2]!.ci },
          ...{ others_by_others: parts[3]!.estimate, others_by_others_ci: parts[3]!.ci },
          ...{ did: did.estimate, se: did.se, df: did.df, ci: did.ci, p: did.p },
        }
      }),
    human_control: humanControl(rows, design, reliability, notes),
  }
}

/** The models that rated others or themselves on the criterion. */
function judgesOf({ snapshot, contrast }: Asked): string[] {
  const kinds: readonly string[] = MODEL_SIGNALS
  const signals = snapshot.meta.signals.filter(
    ({ criterion, signal }) => criterion === contrast.criterion && kinds.includes(signal),
  )
  return [...new Set(signals.flatMap((one) => one.judges.flatMap(({ judge }) => judge ?? [])))].sort()
}

/** How many models rated the selected outputs, their ratings, and those of other models' outputs. */
async function countRated(connection: DuckDBConnection, asked: Asked) {
  const { values, withHuman, from } = selectedSource(asked)
  const sql = `${withHuman}
    SELECT count(DISTINCT f.judge)::INTEGER AS judges, count(*)::INTEGER AS ratings,
      count(*) FILTER (f.signal <> 'self')::INTEGER AS by_others
    ${from} AND f.signal IN ${values.bindAll(MODEL_SIGNALS)}`
  const [counts] = await readRows<{ judges: number; ratings: number; by_others: number }>(connection, {
    sql,
    values: values.list,
  })
  return counts!
}

/** Every model's rating of the selected outputs, sorted by prompt and output; models by their places in `meta.models`. */
async function readJudgeRows(
  connection: DuckDBConnection,
  asked: Asked,
  judges: readonly string[],
): Promise<Read> {
  const { models } = asked.snapshot.meta
  const source = selectedSource(asked)
  const { values } = source
  const places = judges.map((judge) => {
    const at = models.findIndex(({ model }) => model === judge)
    return `WHEN ${values.bind(judge)} THEN ${at}`
  })
  const sql = `${source.withHuman}
    SELECT f.prompt_no, f.output_no, f.model_no, (CASE f.judge ${places.join(' ')} END)::INTEGER AS judge_no,
      f.signal_score, ${source.humanMean}
    ${source.from} AND f.signal IN ${values.bindAll(MODEL_SIGNALS)}
    ORDER BY f.prompt_no, f.output_no, judge_no`
  const read = await readColumns(connection, { sql, values: values.list }, NAMES)
  const family = models.map((model) => models.findIndex((other) => other.family === model.family))
  return {
    length: read.length,
    prompts: read.prompt,
    outputs: read.output,
    generators: read.author,
    judges: read.judge,
    scores: read.score,
    relatives: read.judge.map((judge, i) =>
      Number(judge !== read.author[i] && family[judge] === family[read.author[i]!]),
    ),
    human: read.human,
  }
}

type Effect = SelfPreference['overall']

const NO_EFFECT: Effect = { estimate: null, se: null, df: null, ci: null, p: null }

function effectOf({ estimate, se, df, ci, p, reason }: Estimate, field: string, notes: Notes): Effect {
  if (estimate === null || ci === null) notes.add(field, reason ?? 'not computable')
  return { estimate, se, df, ci, p }
}

/** Quality held fixed by what people say; and the same with the noise of their means taken into account. */
function humanControl(
  rows: Read,
  all: JudgeDesign,
  reliability: number | null,
  notes: Notes,
): SelfPreference['human_control'] {
  const field = 'self_preference.human_control'
  const rated = placesKnown(rows.human)
  const pick = (column: Float64Array) => gather(column, rated)
  const human = pick(rows.human)
  const authors = pick(rows.generators)
  const own = judgeDesign(
    rated.length === rows.length
      ? all
      : {
          ...{ prompts: pick(rows.prompts), outputs: pick(rows.outputs), generators: authors },
          ...{ judges: pick(rows.judges), scores: pick(rows.scores), relatives: pick(rows.relatives) },
        },
  )
  const { self, humanSlope } = selfPreferenceGivenHuman(own, human).common!
  const why = tooFew(self.n, self.clusters, MINIMA.mean, 'ratings of outputs that people rated')
  if (why) {
    notes.add(field, why)
    return null
  }
  return {
    ...effectOf(self, field, notes),
    n: self.n,
    human_slope: humanSlope!.estimate,
    human_slope_ci: humanSlope!.ci,
    corrected: corrected(own, human, authors, reliability, notes),
  }
}

function corrected(
  rows: JudgeDesign,
  human: Float64Array,
  authors: Float64Array,
  reliability: number | null,
  notes: Notes,
): Effect | null {
  const field = 'self_preference.human_control.corrected'
  if (reliability === null || !(reliability > 0)) {
    notes.add(field, 'the raters’ reliability is not known, or not above 0')
    return null
  }
  const shrunk = shrunkHuman(human, authors, () => Math.min(1, reliability))
  return effectOf(selfPreferenceGivenHuman(rows, shrunk).common!.self, field, notes)
}
