import type { Agreement } from '@/lib/domain/report-agreement'
import { startsOf } from '@/lib/stats/regression/column-design'
import {
  agreedShareInterval,
  agreementInterval,
  groupedPrompts,
  type PromptUnits,
} from '@/lib/stats/reliability/agreement-interval'
import { acOf, exactAgreementOf } from '@/lib/stats/reliability/gwet-ac'
import { alphaOf } from '@/lib/stats/reliability/krippendorff-alpha'
import { patternsOfLevels } from '@/lib/stats/reliability/rating-patterns'
import { wholeValueOf } from '@/lib/stats/reliability/summed-statistic'
import type { AgreementRatings } from './agreement-ratings'
import type { Notes } from './notes'
import type { RatingGrid } from './rating-grid'

/** Beyond so many values a scale is taken for one of intervals. */
const MOST_ORDINAL = 21

const FIGURES = ['alpha_nominal', 'alpha_ordinal', 'alpha_interval', 'ac1', 'ac2', 'exact_agreement'] as const
type Figure = (typeof FIGURES)[number]

type ChanceCorrected = Pick<Agreement, 'level' | 'alpha' | 'alpha_ci' | Figure | `${Figure}_ci`>

/** Krippendorff's α in three forms and Gwet's AC1 and AC2, with intervals by prompts. */
export function chanceCorrectedOf(
  ratings: AgreementRatings,
  { values, level: levels }: RatingGrid,
  enough: boolean,
  notes: Notes,
): ChanceCorrected {
  const level = values.length <= 2 ? 'nominal' : values.length <= MOST_ORDINAL ? 'ordinal' : 'interval'
  if (!enough) return { level, ...leading(level, none()), ...none() }
  const { patterns, pattern } = patternsOfLevels(ratings.start, levels, values)
  const statistics = [
    alphaOf(patterns, 'nominal'),
    alphaOf(patterns, 'ordinal'),
    alphaOf(patterns, 'interval'),
    acOf(patterns, 'identity'),
    acOf(patterns, 'quadratic'),
    exactAgreementOf(patterns),
  ]
  const prompts = groupedPrompts(patterns, promptsOf(ratings, pattern))
  const found = none()
  FIGURES.forEach((figure, k) => {
    const statistic = statistics[k]!
    const estimate = wholeValueOf(statistic, patterns)
    found[figure] = estimate
    if (estimate === null) {
      notes.add(`agreement.${figure}`, 'all ratings are equal')
      return
    }
    const { ci, reason } =
      figure === 'exact_agreement'
        ? agreedShareInterval(estimate, patterns, statistic, prompts)
        : agreementInterval(estimate, patterns, statistic, { prompts })
    found[`${figure}_ci`] = ci
    if (reason) notes.add(`agreement.${figure}_ci`, reason)
  })
  const lead = leading(level, found)
  if (lead.alpha === null) notes.add('agreement.alpha', 'all ratings are equal')
  return { level, ...lead, ...found }
}

function leading(level: Agreement['level'], found: Omit<ChanceCorrected, 'level' | 'alpha' | 'alpha_ci'>) {
  return { alpha: found[`alpha_${level}`], alpha_ci: found[`alpha_${level}_ci`] }
}

function none(): Omit<ChanceCorrected, 'level' | 'alpha' | 'alpha_ci'> {
  const fields = FIGURES.flatMap((figure) => [
    [figure, null],
    [`${figure}_ci`, null],
  ])
  return Object.fromEntries(fields)
}

/** The patterns of each prompt's outputs. Those with one rating stay in: Gwet's share of each value is over all outputs. */
function promptsOf({ prompt }: AgreementRatings, pattern: Int32Array): PromptUnits {
  return { start: startsOf(prompt), pattern }
}
