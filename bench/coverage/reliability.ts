import { agreedShareInterval, type PromptUnits } from '@/lib/stats/reliability/agreement-interval'
import { exactAgreementOf, gwetAc } from '@/lib/stats/reliability/gwet-ac'
import { iccForms } from '@/lib/stats/reliability/icc'
import { oneWayIcc, promptRatingSums } from '@/lib/stats/reliability/icc-oneway'
import { krippendorffAlpha } from '@/lib/stats/reliability/krippendorff-alpha'
import { raterDesign } from '@/lib/stats/reliability/rater-design'
import { patternsOf, type RatingPatterns } from '@/lib/stats/reliability/rating-patterns'
import { severitySums } from '@/lib/stats/reliability/severity-sums'
import { wholeValueOf } from '@/lib/stats/reliability/summed-statistic'
import { agreementOf, consistencyOf, crossedIccInterval } from '@/lib/stats/reliability/variance-components'
import { weightedKappa } from '@/lib/stats/reliability/weighted-kappa'
import { around, levelOf, named, type Size, sizesOf } from './made-up'
import { type Draw, drawFrom, EXACT, holds, type Study } from './study'

const CUTS = [-1, -0.3, 0.4, 1.2]
const LEVELS = [0, 1, 2, 3, 4]
/** Three raters of fixed severity, who each rate seven in ten outputs. */
const SEVERITY = [-0.2, 0, 0.2]
/** Truths that have no formula are those of so many independent outputs. */
const MANY: Size = { prompts: 200_000, outputs: 1 }
const SIZES: Size[] = [
  { prompts: 6, outputs: 8 },
  { prompts: 12, outputs: 6 },
  { prompts: 30, outputs: 6, unequal: true },
  { prompts: 100, outputs: 3 },
]

const COEFFICIENTS = {
  'α (interval)': (patterns, options) => krippendorffAlpha(patterns, 'interval', options),
  'α (ordinal)': (patterns, options) => krippendorffAlpha(patterns, 'ordinal', options),
  'α (nominal)': (patterns, options) => krippendorffAlpha(patterns, 'nominal', options),
  AC1: (patterns, options) => gwetAc(patterns, 'identity', options),
  AC2: (patterns, options) => gwetAc(patterns, 'quadratic', options),
  'exact agreement': (patterns, { prompts }) => {
    const share = exactAgreementOf(patterns)
    const estimate = wholeValueOf(share, patterns)!
    return { estimate, ...agreedShareInterval(estimate, patterns, share, prompts) }
  },
} satisfies Record<
  string,
  (
    patterns: RatingPatterns,
    options: { prompts: PromptUnits },
  ) => { estimate: number | null; ci: [number, number] | null }
>

/** Intervals of how far raters agree. */
export const RELIABILITY: Study[] = [
  ...SIZES.flatMap((size) =>
    Object.entries(COEFFICIENTS).map(([name, coefficient]) => {
      let truth: number | null = null
      return {
        what: `${name}, 3 raters, ${named(size)}`,
        range: EXACT,
        simulate: (draw: Draw) => {
          truth ??= coefficient(patternsOf(ratedOutputs(drawFrom(2), MANY).flat(), LEVELS), {
            prompts: NO_PROMPTS,
          }).estimate!
          const prompts = ratedOutputs(draw, size)
          const patterns = patternsOf(prompts.flat(), LEVELS)
          return holds(coefficient(patterns, { prompts: promptUnits(prompts, patterns) }).ci, truth)
        },
      }
    }),
  ),
  ...SIZES.map((size) => ({
    what: `ICC(1), 1–3 raters of many, ${named(size)}`,
    range: EXACT,
    simulate: (draw: Draw) => oneWayHolds(draw, size),
  })),
  ...[
    { prompts: 15, outputs: 4 },
    { prompts: 40, outputs: 3, unequal: true },
  ].flatMap((size) =>
    ([false, true] as const).map((severities) => ({
      what: `${size.prompts < 20 ? 'limit: ' : ''}${severities ? 'ICC(2,1) of these raters' : 'ICC(3,1)'} by prompts, 5 raters, ${named(size)}`,
      range: EXACT,
      simulate: (draw: Draw) => crossedHolds(draw, size, severities),
    })),
  ),
  ...[3, 5, 8].map((raters) => ({
    what: `ICC(2,1), ${raters} raters, 60 independent outputs`,
    range: EXACT,
    simulate: (draw: Draw) => twoWayHolds(draw, raters, { prompts: 60, outputs: 1 }),
  })),
  {
    what: 'limit: ICC(2,1) takes outputs as independent, 5 raters, 15 × 4',
    range: EXACT,
    simulate: (draw) => twoWayHolds(draw, 5, { prompts: 15, outputs: 4 }),
  },
  {
    what: 'weighted κ of 2 raters, 100 independent outputs',
    range: EXACT,
    simulate: kappaHolds,
  },
]

/** Outputs of each prompt with their three ratings; null where a rater gave none. */
function ratedOutputs(draw: Draw, size: Size): (number | null)[][][] {
  return sizesOf(draw, size).map((n) =>
    around(draw, n, draw.normal(), 0.3).map((quality) =>
      SEVERITY.map((severity) =>
        draw.uniform() < 0.7 ? levelOf(0.8 * quality + 0.6 * draw.normal() + severity, CUTS) : null,
      ),
    ),
  )
}

const NO_PROMPTS: PromptUnits = { start: new Int32Array(1), pattern: new Int32Array(0) }

function promptUnits(prompts: (number | null)[][][], patterns: RatingPatterns): PromptUnits {
  const position = new Map(patterns.counts.map((counts, p) => [Array.from(counts).join(' '), p]))
  const start = new Int32Array(prompts.length + 1)
  prompts.forEach((outputs, g) => {
    start[g + 1] = start[g]! + outputs.length
  })
  const pattern = Int32Array.from(prompts.flat(), (ratings) => {
    const counts = LEVELS.map((level) => ratings.filter((rating) => rating === level).length)
    return position.get(counts.join(' '))!
  })
  return { start, pattern }
}

/** Outputs of sd 1 and errors of sd 1.2, every rating by another rater. */
function oneWayHolds(draw: Draw, size: Size) {
  const prompts = sizesOf(draw, size).map((n) =>
    around(draw, n, draw.normal(), 0.3).map((quality) =>
      Array.from({ length: 1 + draw.below(3) }, () => quality + 1.2 * draw.normal()),
    ),
  )
  return holds(oneWayIcc(promptRatingSums(prompts)).ci, 1 / (1 + 1.44))
}

/** Outputs of sd 1, raters of sd 0.4, errors of sd 0.8. */
function twoWayHolds(draw: Draw, raters: number, size: Size) {
  const severity = Array.from({ length: raters }, () => 0.4 * draw.normal())
  const table = sizesOf(draw, size).flatMap((n) =>
    around(draw, n, draw.normal(), 0.5).map((quality) =>
      severity.map((s) => quality + s + 0.8 * draw.normal()),
    ),
  )
  return holds(iccForms(table).icc2.ci, 1 / (1 + 0.16 + 0.64))
}

const FIXED = [-0.5, -0.1, 0.1, 0.2, 0.3]

/** The same of five given raters, whose severities have the variance 0.1. */
function crossedHolds(draw: Draw, size: Size, severities: boolean) {
  const rows = sizesOf(draw, size).flatMap((n, prompt) =>
    around(draw, n, draw.normal(), 0.5).map((quality) => ({
      prompt,
      scores: FIXED.map((s) => quality + s + 0.8 * draw.normal()),
    })),
  )
  const design = raterDesign({
    outputs: rows.flatMap(({ scores }, output) => scores.map(() => output)),
    raters: rows.flatMap(({ scores }) => scores.map((_, rater) => rater)),
    values: rows.flatMap(({ scores }) => scores),
  })
  const prompts = rows.map(({ prompt }) => prompt)
  const icc = severities ? agreementOf : consistencyOf
  return holds(
    crossedIccInterval(design, severitySums(design), prompts, icc),
    1 / (1 + 0.64 + (severities ? 0.1 : 0)),
  )
}

let kappa: number | null = null

function kappaHolds(draw: Draw) {
  kappa ??= kappaOf(drawFrom(2), 400_000).estimate!
  return holds(kappaOf(draw, 100).ci, kappa)
}

function kappaOf(draw: Draw, outputs: number) {
  const table = LEVELS.map(() => LEVELS.map(() => 0))
  for (let i = 0; i < outputs; i += 1) {
    const quality = draw.normal()
    const [one, two] = [0, 0.3].map((severity) =>
      levelOf(0.8 * quality + 0.6 * draw.normal() + severity, CUTS),
    ) as [number, number]
    table[one]![two]! += 1
  }
  return weightedKappa(table, 'quadratic')
}
