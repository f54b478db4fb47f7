import type { ResolvedContrast } from '@/lib/domain/report'
import type { AlternativeAnnotator } from '@/lib/domain/report-agreement'
import { alternativeAnnotatorTest } from '@/lib/stats/reliability/alternative-annotator-test'
import { type AgreementRatings, proxyOfRated } from './agreement-ratings'
import { NO_COMMON_SCALE, type Notes } from './notes'
import type { RatingGrid } from './rating-grid'
import type { Rows } from './rows'

/** The value for crowd workers: the strictest of those that the test's authors propose. */
const EPSILON = 0.1

/** Proxies are rounded to this, so that equal scores tie. */
const STEP = 1e-9

/** Whether the signal may stand in for a rater: null with a note where it cannot be asked. */
export function alternativeAnnotatorOf(
  ratings: AgreementRatings,
  { values }: RatingGrid,
  rows: Rows,
  { goal, signal, common_scale: commonScale }: ResolvedContrast,
  notes: Notes,
): AlternativeAnnotator | null {
  const field = 'agreement.alternative_annotator'
  if (!commonScale) return refuse(notes, field, NO_COMMON_SCALE)
  if (goal !== 'human' || signal === 'human')
    return refuse(notes, field, 'it asks whether a signal may stand in for a rater: the goal must be human')
  const columns = scored(ratings, proxyOfRated(ratings, rows))
  const binary = values.length === 2 && columns.signal.every((one) => one === 0 || one === 1)
  const score = binary ? 'accuracy' : 'rmse'
  const test = alternativeAnnotatorTest(columns, { score, epsilon: EPSILON })
  if (test.passes === null) notes.add(field, test.reason ?? 'not computable')
  return {
    epsilon: EPSILON,
    score,
    winning_rate: test.winningRate,
    passes: test.passes,
    advantage: test.advantage,
    skipped_raters: test.skippedRaters,
    raters: test.raters
      .map((one) => ({
        rater: ratings.raters[Number(one.rater)]!.rater,
        n: one.n,
        prompts: one.clusters,
        signal_share: one.signalShare,
        rater_share: one.raterShare,
        p: one.p,
        p_adjusted: one.pAdjusted,
        wins: one.wins,
      }))
      .sort((a, b) => (a.rater < b.rater ? -1 : 1)),
  }
}

function refuse(notes: Notes, field: string, why: string): null {
  notes.add(field, why)
  return null
}

/** The ratings of outputs that have a proxy. */
function scored({ rater, unit, start, output, prompt }: AgreementRatings, proxy: Float64Array) {
  const n = unit.length
  const columns = {
    ...{ outputs: new Float64Array(n), prompts: new Float64Array(n), raters: new Int32Array(n) },
    ...{ values: new Float64Array(n), signal: new Float64Array(n) },
  }
  let size = 0
  for (let i = 0; i < output.length; i++) {
    if (Number.isNaN(proxy[i]!)) continue
    const signal = Math.round(proxy[i]! / STEP) * STEP
    for (let k = start[i]!; k < start[i + 1]!; k++, size++) {
      columns.outputs[size] = i
      columns.prompts[size] = prompt[i]!
      columns.raters[size] = rater[k]!
      columns.values[size] = Math.round(unit[k]! / STEP) * STEP
      columns.signal[size] = signal
    }
  }
  return {
    outputs: columns.outputs.subarray(0, size),
    prompts: columns.prompts.subarray(0, size),
    raters: columns.raters.subarray(0, size),
    values: columns.values.subarray(0, size),
    signal: columns.signal.subarray(0, size),
  }
}
