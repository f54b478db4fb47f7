import type { PredictionPowered, PredictionPoweredMean } from '@/lib/domain/report-gate'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { tQuantile } from '@/lib/stats/distributions/student-t'
import {
  clusteredLambda,
  clusteredPredictionPoweredMean,
  type PpiClusters,
  type PpiSums,
} from '@/lib/stats/gate/prediction-powered-mean'
import type { Judged } from './judged'
import { MINIMA, type Notes, tooFew } from './notes'

/** The mean goal of all outputs, from the judged ones and the signals of all; and the same for each model. */
export function predictionPoweredOf(
  judged: Judged,
  meta: SnapshotMeta,
  notes: Notes,
): PredictionPowered | null {
  const { rows, unjudged, weights } = judged
  if (weights) {
    notes.add('prediction_powered', 'outputs were sampled for judgement with unequal probabilities')
    return null
  }
  const all = { rows: upTo(rows.length), unjudged: upTo(unjudged.length) }
  const whole = meanOf(judged, all, 'prediction_powered', notes)
  if (whole === null) return null
  if (unjudged.length === 0)
    notes.add(
      'prediction_powered.lambda',
      'every output with this signal has been judged: there is nothing to predict',
    )
  const [judgedBy, unjudgedBy] = [rows.model, unjudged.model].map((own) =>
    placesByModel(own, meta.models.length),
  )
  const by_model = meta.models.flatMap(({ model }, number) => {
    const own = { rows: judgedBy![number]!, unjudged: unjudgedBy![number]! }
    if (own.rows.length + own.unjudged.length === 0) return []
    const mean = meanOf(judged, own, `prediction_powered.by_model.${model}`, notes)
    return mean ? [{ model, ...mean }] : []
  })
  return { ...whole, by_model }
}

/** Places of outputs among the judged and the unjudged ones, ascending. */
type Places = { rows: Int32Array; unjudged: Int32Array }

function upTo(length: number): Int32Array {
  const places = new Int32Array(length)
  for (let i = 0; i < length; i++) places[i] = i
  return places
}

function placesByModel(model: Float64Array, models: number): Int32Array[] {
  const counts = new Int32Array(models)
  for (const number of model) counts[number]! += 1
  const places = Array.from(counts, (n) => new Int32Array(n))
  const next = new Int32Array(models)
  for (let i = 0; i < model.length; i++) places[model[i]!]![next[model[i]!]!++] = i
  return places
}

function meanOf(judged: Judged, places: Places, field: string, notes: Notes): PredictionPoweredMean | null {
  const { sums, clusters } = sumsOf(judged, places)
  let holders = 0
  for (const n of clusters.labelled) if (n > 0) holders += 1
  const why = tooFew(sums.labelled.n, holders, MINIMA.mean, 'judged outputs')
  if (why) {
    notes.add(field, why)
    return null
  }
  const mean = clusteredPredictionPoweredMean(sums, clusters, 0.95, clusteredLambda(sums, clusters))
  if (mean.ci === null) notes.add(field, mean.reason ?? 'not computable')
  const classical = mean.classical
  const half = classical?.se && mean.df ? tQuantile(0.975, mean.df) * classical.se : null
  return {
    n: mean.n,
    unlabelled: mean.unlabelled,
    mean: mean.estimate,
    mean_ci: mean.ci,
    se: mean.se,
    df: mean.df,
    lambda: mean.lambda,
    classical_mean: classical?.estimate ?? null,
    classical_mean_ci:
      classical && half !== null ? [classical.estimate - half, classical.estimate + half] : null,
    classical_se: classical?.se ?? null,
    effective_n: mean.effectiveN,
  }
}

type Clusters = PpiClusters & { labelled: Float64Array }

/** Sums over all outputs and over each prompt's; both lists are sorted by prompt, and are walked side by side. */
function sumsOf({ rows, unjudged }: Judged, places: Places): { sums: PpiSums; clusters: Clusters } {
  const labelled = { n: 0, sumY: 0, sumYY: 0, sumS: 0, sumSS: 0, sumYS: 0 }
  const unlabelled = { n: 0, sumS: 0, sumSS: 0 }
  const most = places.rows.length + places.unjudged.length
  const byPrompt = {
    labelled: new Float64Array(most),
    sumY: new Float64Array(most),
    sumS: new Float64Array(most),
    unlabelled: new Float64Array(most),
    sumSUnlabelled: new Float64Array(most),
  }
  let prompts = 0
  for (let i = 0, k = 0; i < places.rows.length || k < places.unjudged.length; prompts++) {
    const mine = i < places.rows.length ? rows.prompt[places.rows[i]!]! : Number.POSITIVE_INFINITY
    const other =
      k < places.unjudged.length ? unjudged.prompt[places.unjudged[k]!]! : Number.POSITIVE_INFINITY
    const prompt = Math.min(mine, other)
    for (; i < places.rows.length && rows.prompt[places.rows[i]!] === prompt; i++) {
      const [y, s] = [rows.goal[places.rows[i]!]!, rows.proxy[places.rows[i]!]!]
      labelled.n += 1
      labelled.sumY += y
      labelled.sumYY += y * y
      labelled.sumS += s
      labelled.sumSS += s * s
      labelled.sumYS += y * s
      byPrompt.labelled[prompts]! += 1
      byPrompt.sumY[prompts]! += y
      byPrompt.sumS[prompts]! += s
    }
    for (; k < places.unjudged.length && unjudged.prompt[places.unjudged[k]!] === prompt; k++) {
      const s = unjudged.proxy[places.unjudged[k]!]!
      unlabelled.n += 1
      unlabelled.sumS += s
      unlabelled.sumSS += s * s
      byPrompt.unlabelled[prompts]! += 1
      byPrompt.sumSUnlabelled[prompts]! += s
    }
  }
  const own = (column: Float64Array) => column.subarray(0, prompts)
  return {
    sums: { labelled, unlabelled },
    clusters: {
      labelled: own(byPrompt.labelled),
      sumY: own(byPrompt.sumY),
      sumS: own(byPrompt.sumS),
      unlabelled: own(byPrompt.unlabelled),
      sumSUnlabelled: own(byPrompt.sumSUnlabelled),
    },
  }
}
