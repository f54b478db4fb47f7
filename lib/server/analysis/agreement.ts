import type { DuckDBConnection } from '@duckdb/node-api'
import type { Headline, ResolvedContrast } from '@/lib/domain/report'
import type { Agreement } from '@/lib/domain/report-agreement'
import { type RaterDesign, raterDesignOfRuns } from '@/lib/stats/reliability/rater-design'
import { raterSeverity } from '@/lib/stats/reliability/rater-severity'
import { severitySums } from '@/lib/stats/reliability/severity-sums'
import { ratersNeeded } from '@/lib/stats/reliability/spearman-brown'
import { sum } from '@/lib/stats/sum'
import { type AgreementRatings, agreementRatingsOf, goldOf, repeatsOf } from './agreement-ratings'
import { alternativeAnnotatorOf } from './alternative-annotator'
import { chanceCorrectedOf } from './chance-corrected'
import { furtherNeeded } from './further-needed'
import { MINIMA, type Notes, tooFew } from './notes'
import { pairsOf } from './rater-pairs'
import { consistencyOf, ratersOf } from './rater-rows'
import { ratingGrid } from './rating-grid'
import { type Corrected, correctedOf, type Design, reliabilityOf } from './reliability'
import type { Rows } from './rows'
import type { Selected } from './selected'
import type { Asked } from './source'

/** Severities are solved for up to so many raters: the time grows with their cube. */
const MOST_RATERS = 500

/** What is known of the raters alone; the rest of the section needs the headline as well. */
export type RatersAgreement = Omit<Agreement, keyof Corrected | 'needed'>

/**
 * How far the raters agree, and what that allows to be found. Of all selected outputs that people rated, with or without a
 * signal; null where nobody did.
 */
export async function agreementOf(
  connection: DuckDBConnection,
  asked: Asked,
  { selected, rows, notes }: { selected: Selected; rows: Rows; notes: Notes },
): Promise<RatersAgreement | null> {
  const ratings = await agreementRatingsOf(connection, asked, selected)
  const { raters, start, output } = ratings
  if (raters.length === 0) {
    notes.add('agreement', 'no output here was rated by people')
    return null
  }
  const criterion = asked.snapshot.meta.criteria.find(({ key }) => key === asked.contrast.criterion)!
  const grid = ratingGrid(ratings.unit, criterion)
  const shared = sharedOf(ratings)
  const why = tooFew(shared.outputs, shared.prompts, MINIMA.mean, 'outputs with two ratings')
  if (why) notes.add('agreement', why)
  if (grid.rounded) notes.add('agreement.level', 'ratings are rounded to hundredths of the scale here')
  const chance = chanceCorrectedOf(ratings, grid, why === null, notes)
  const design = raterDesignOfRuns({ ...ratings, value: ratings.unit })
  const severities = severitiesOf(design, notes)
  const reliability = reliabilityOf(ratings, severities, why === null, notes)
  const { pairs, left_out } = pairsOf(ratings, grid)
  const alternative = alternativeAnnotatorOf({ ratings, design, grid, rows, notes }, asked.contrast)
  const repeats = await repeatsOf(connection, asked, ratings)
  const gold = await goldOf(connection, asked)
  return {
    ...chance,
    n_raters: raters.length,
    n_ratings: ratings.unit.length,
    outputs: output.length,
    outputs_with_two: shared.outputs,
    prompts: shared.prompts,
    ratings_per_output: harmonicMean(start),
    ...reliability,
    raters_for_reliability_80: reliability.icc === null ? null : ratersNeeded(reliability.icc, 0.8),
    pairs,
    pairs_left_out: left_out,
    alternative_annotator: alternative,
    repeats: consistencyOf(repeats, grid.values, notes, 'agreement.repeats'),
    severity_p: severities?.model.p ?? null,
    raters: ratersOf({ ratings, repeats, gold, grid, model: severities?.model ?? null, notes }),
  }
}

/** The whole section. @param n outputs that the headline is of. */
export function withHeadline(
  agreement: RatersAgreement,
  headline: Headline,
  n: number,
  contrast: ResolvedContrast,
  notes: Notes,
): Agreement {
  return {
    ...agreement,
    ...correctedOf(agreement, headline, contrast, notes),
    needed: furtherNeeded(agreement, headline, n),
  }
}

/** Outputs with two ratings or more, and their prompts. */
function sharedOf({ start, prompt }: AgreementRatings): { outputs: number; prompts: number } {
  let outputs = 0
  let prompts = 0
  let last = Number.NaN
  for (let i = 0; i < prompt.length; i++) {
    if (start[i + 1]! - start[i]! < 2) continue
    outputs++
    if (prompt[i] !== last) prompts++
    last = prompt[i]!
  }
  return { outputs, prompts }
}

function harmonicMean(start: Int32Array): number {
  const outputs = start.length - 1
  return outputs / sum(Float64Array.from({ length: outputs }, (_, i) => 1 / (start[i + 1]! - start[i]!)))
}

/** What the raters' severities rest on, or null with more raters than they are solved for. */
function severitiesOf(design: RaterDesign, notes: Notes): Design | null {
  if (design.raters > MOST_RATERS) {
    const why = `severities are worked out for up to ${MOST_RATERS} raters; there are ${design.raters}`
    for (const field of ['icc2', 'icc2k', 'severity_p', 'raters']) notes.add(`agreement.${field}`, why)
    return null
  }
  const sums = severitySums(design)
  return { design, sums, model: raterSeverity(design, sums) }
}
