import type { ResolvedContrast } from '@/lib/domain/report'
import type { AlternativeAnnotator } from '@/lib/domain/report-agreement'
import { alternativeAnnotatorTest } from '@/lib/stats/reliability/alternative-annotator-test'
import type { raterDesignOfRuns } from '@/lib/stats/reliability/rater-design'
import { type AgreementRatings, proxyOfRated } from './agreement-ratings'
import { NO_COMMON_SCALE, type Notes } from './notes'
import type { RatingGrid } from './rating-grid'
import type { Rows } from './rows'

/** The value for crowd workers: the strictest of those that the test's authors propose. */
const EPSILON = 0.1

/** Scores are rounded to this, so that equal ones tie. */
const STEP = 1e-9

type Known = {
  ratings: AgreementRatings
  design: ReturnType<typeof raterDesignOfRuns>
  grid: RatingGrid
  rows: Rows
  notes: Notes
}

/** Whether the signal may stand in for a rater: null with a note where it cannot be asked. */
export function alternativeAnnotatorOf(
  { ratings, design, grid, rows, notes }: Known,
  { goal, signal, common_scale: commonScale }: ResolvedContrast,
): AlternativeAnnotator | null {
  const field = 'agreement.alternative_annotator'
  if (!commonScale) return refuse(notes, field, NO_COMMON_SCALE)
  if (goal !== 'human' || signal === 'human')
    return refuse(notes, field, 'it asks whether a signal may stand in for a rater: the goal must be human')
  const proxy = rounded(proxyOfRated(ratings, rows))
  const binary = grid.values.length === 2 && proxy.every((one) => one === 0 || one === 1 || Number.isNaN(one))
  const score = binary ? 'accuracy' : 'rmse'
  const test = alternativeAnnotatorTest(
    { ...design, value: rounded(ratings.unit), signal: proxy },
    { score, epsilon: EPSILON },
  )
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

function rounded(values: Float64Array): Float64Array {
  const steps = new Float64Array(values.length)
  for (let i = 0; i < steps.length; i++) steps[i] = Math.round(values[i]! / STEP) * STEP
  return steps
}
