import type { Headline, Interval, ResolvedContrast } from '@/lib/domain/report'
import type { Agreement } from '@/lib/domain/report-agreement'
import { iccForms } from '@/lib/stats/reliability/icc'
import { oneWayIcc, type PromptRatingSums } from '@/lib/stats/reliability/icc-oneway'
import type { RaterDesign } from '@/lib/stats/reliability/rater-design'
import type { SeverityModel } from '@/lib/stats/reliability/rater-severity'
import type { SeveritySums } from '@/lib/stats/reliability/severity-sums'
import { disattenuate, spearmanBrown } from '@/lib/stats/reliability/spearman-brown'
import { componentsOf, consistencyOf, crossedIccInterval } from '@/lib/stats/reliability/variance-components'
import type { AgreementRatings } from './agreement-ratings'
import { within } from './mean'
import type { Notes } from './notes'

export type Design = { design: RaterDesign; sums: SeveritySums; model: SeverityModel }

type Figure = { estimate: number | null; ci: Interval; why?: string }

type Reliability = Pick<
  Agreement,
  | ('crossed' | 'icc' | 'icc_ci' | 'icc_form' | 'icc1' | 'icc1_ci' | 'icc1k' | 'icc1k_ci')
  | ('icc2' | 'icc2_ci' | 'icc2k' | 'icc2k_ci')
  | ('reliability' | 'reliability_ci' | 'reliability_form' | 'ceiling' | 'ceiling_ci')
>

const NONE: Figure = { estimate: null, ci: null }

/**
 * How much of the ratings' variance is the outputs'. The same raters on all outputs: ICC(2,1), and outputs are compared by
 * means in which severities cancel, ICC(3,k). Otherwise ICC(1), and ICC(1,k): a severe rater is noise there.
 */
export function reliabilityOf(
  ratings: AgreementRatings,
  design: Design | null,
  enough: boolean,
  notes: Notes,
): Reliability {
  const { start, raters } = ratings
  const crossed = raters.length > 1 && start.every((from, i) => from === i * raters.length)
  const oneWay = oneWayIcc(promptSums(ratings))
  const one: Figure = enough ? figure(oneWay.estimate, oneWay.ci, oneWay.reason) : NONE
  const oneK: Figure = enough ? figure(oneWay.average, oneWay.averageCi, oneWay.reason) : NONE
  const k = oneWay.k ?? 1
  const two = enough && design ? twoWay(ratings, design, crossed) : NONE
  const twoK = averaged(two, k)
  const three = enough && crossed && design ? consistency(ratings, design) : NONE
  const reliability = crossed ? averaged(three, k) : oneK
  noted(notes, { icc1: one, icc1k: oneK, icc2: two, icc2k: twoK, reliability })
  const lead = crossed ? two : one
  return {
    crossed,
    icc: lead.estimate,
    icc_ci: lead.ci,
    icc_form: crossed ? 'ICC(2,1)' : 'ICC(1)',
    ...{ icc1: one.estimate, icc1_ci: one.ci, icc1k: oneK.estimate, icc1k_ci: oneK.ci },
    ...{ icc2: two.estimate, icc2_ci: two.ci, icc2k: twoK.estimate, icc2k_ci: twoK.ci },
    reliability: reliability.estimate,
    reliability_ci: reliability.ci,
    reliability_form: crossed ? 'ICC(3,k)' : 'ICC(1,k)',
    ...ceilingOf(reliability, notes),
  }
}

function figure(estimate: number | null, ci: Interval, why?: string): Figure {
  return { estimate, ci, ...(why === undefined ? {} : { why }) }
}

/** ICC(2,1): Shrout & Fleiss where all is crossed and no two outputs share a prompt, else by components of variance. */
function twoWay(ratings: AgreementRatings, { design, sums }: Design, crossed: boolean): Figure {
  const components = componentsOf(sums)
  const over = crossedIccInterval(design, sums, ratings.prompt)
  if (!crossed)
    return figure(components.icc2, over, components.reason ?? 'too few prompts, or too many raters')
  const { icc2 } = iccForms(tableOf(ratings))
  return figure(icc2.estimate, sharesPrompts(ratings) ? over : icc2.ci, icc2.reason ?? 'too few prompts')
}

/** ICC(3,1) of a full table. */
function consistency(ratings: AgreementRatings, { design, sums }: Design): Figure {
  const { icc3 } = iccForms(tableOf(ratings))
  const ci = sharesPrompts(ratings)
    ? crossedIccInterval(design, sums, ratings.prompt, consistencyOf)
    : icc3.ci
  return figure(icc3.estimate, ci, icc3.reason ?? 'too few prompts')
}

function tableOf({ unit, start, raters }: AgreementRatings): Float64Array[] {
  return Array.from(start.subarray(0, -1), (from) => unit.subarray(from, from + raters.length))
}

function sharesPrompts({ prompt }: AgreementRatings): boolean {
  return prompt.some((one, i) => i > 0 && one === prompt[i - 1])
}

function averaged({ estimate, ci, why }: Figure, k: number): Figure {
  const limits = ci?.map((limit) => spearmanBrown(limit, k)) ?? [null]
  const all = limits.every((limit) => limit !== null)
  return figure(
    estimate === null ? null : spearmanBrown(estimate, k),
    all ? (limits as [number, number]) : null,
    why,
  )
}

function noted(notes: Notes, figures: Record<string, Figure>): void {
  for (const [name, { estimate, ci, why }] of Object.entries(figures)) {
    if (estimate === null) notes.add(`agreement.${name}`, why ?? 'not computable')
    else if (ci === null) notes.add(`agreement.${name}_ci`, why ?? 'not computable')
  }
}

function ceilingOf({ estimate, ci }: Figure, notes: Notes): Pick<Agreement, 'ceiling' | 'ceiling_ci'> {
  if (estimate === null || estimate <= 0) {
    notes.add(
      'agreement.ceiling',
      'the raters’ means do not tell outputs apart: their reliability is not above 0',
    )
    return { ceiling: null, ceiling_ci: null }
  }
  const root = (value: number) => Math.sqrt(Math.max(0, value))
  return { ceiling: root(estimate), ceiling_ci: ci && [root(ci[0]), root(ci[1])] }
}

export type Corrected = Pick<
  Agreement,
  'corrected_pearson' | 'corrected_pearson_ci' | 'corrected_spearman' | 'corrected_spearman_ci'
>

/** Where correlations end. */
const CORRELATION = [-1, 1] as const

/**
 * The headline's correlations with the noise of the raters' mean taken out; that of the signal stays in. An estimate beyond
 * ±1 stays as it is; an interval holds what a correlation can be.
 */
export function correctedOf(
  { reliability }: Pick<Reliability, 'reliability'>,
  headline: Pick<Headline, 'pearson' | 'pearson_ci' | 'spearman' | 'spearman_ci'>,
  { goal, signal }: ResolvedContrast,
  notes: Notes,
): Corrected {
  const human = goal === 'human' || signal === 'human'
  const correct = (name: 'pearson' | 'spearman') => {
    const r = headline[name]
    const why = !human
      ? 'the contrast holds no human ratings'
      : r === null
        ? 'there is no correlation to correct'
        : reliability === null || reliability <= 0
          ? 'the raters’ reliability is not known, or not above 0'
          : null
    if (why === null) {
      const { estimate, ci } = disattenuate(r!, 1, reliability!, headline[`${name}_ci`])
      if (ci === null || (ci[0] <= 1 && ci[1] >= -1)) return { estimate, ci: within(ci, CORRELATION) }
      notes.add(
        `agreement.corrected_${name}_ci`,
        'all of it lies beyond ±1: the raters’ reliability is too low for a correction',
      )
      return { estimate, ci: null }
    }
    notes.add(`agreement.corrected_${name}`, why)
    return { estimate: null, ci: null }
  }
  const [pearson, spearman] = [correct('pearson'), correct('spearman')]
  return {
    corrected_pearson: pearson.estimate,
    corrected_pearson_ci: pearson.ci,
    corrected_spearman: spearman.estimate,
    corrected_spearman_ci: spearman.ci,
  }
}

/** Sums over the outputs of each prompt, of units about the middle of the scale. */
function promptSums({ unit, start, prompt }: AgreementRatings): PromptRatingSums {
  let prompts = 0
  for (let i = 0; i < prompt.length; i++) if (i === 0 || prompt[i] !== prompt[i - 1]) prompts++
  const each = () => new Float64Array(prompts)
  const sums = {
    ...{ outputs: each(), ratings: each(), sums: each(), sumsOfSquares: each() },
    ...{ between: each(), squaredCounts: each(), inverseCounts: each() },
  }
  let at = -1
  for (let i = 0; i < prompt.length; i++) {
    if (i === 0 || prompt[i] !== prompt[i - 1]) at++
    let total = 0
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const y = unit[k]! - 0.5
      total += y
      sums.sumsOfSquares[at]! += y * y
    }
    const n = start[i + 1]! - start[i]!
    sums.outputs[at]! += 1
    sums.ratings[at]! += n
    sums.sums[at]! += total
    sums.between[at]! += (total * total) / n
    sums.squaredCounts[at]! += n * n
    sums.inverseCounts[at]! += 1 / n
  }
  return sums
}
