import { tQuantile } from '@/lib/stats/distributions/student-t'
import { alternativeAnnotatorTest } from '@/lib/stats/reliability/alternative-annotator-test'
import { raterDesign } from '@/lib/stats/reliability/rater-design'
import { raterDrift, residualsAgainstOthers } from '@/lib/stats/reliability/rater-drift'
import { raterSeverity } from '@/lib/stats/reliability/rater-severity'
import { varianceComponents } from '@/lib/stats/reliability/variance-components'
import type { Figure } from '../figure'
import { clusteredNormals, flat, named, type Size } from './made-up'
import { AT_MOST_5, type Draw, drawFrom, EXACT, holds, rejects, SEED, type Study } from './study'

const SEVERITY = [-0.5, -0.1, 0.1, 0.2, 0.3]

/** Intervals of raters' severity and drift. */
export const RATERS: Study[] = [
  ...[
    { prompts: 12, outputs: 4 },
    { prompts: 40, outputs: 2, unequal: true },
  ].map((size) => ({
    what: `severity of a rater, 5 raters, 2 an output, ${named(size)}`,
    range: EXACT,
    simulate: (draw: Draw) => severityHolds(draw, size, 0),
  })),
  {
    what: 'the same where raters differ from prompt to prompt, by prompts, 12 × 4',
    range: EXACT,
    simulate: (draw) => severityHolds(draw, { prompts: 12, outputs: 4 }, 0.4),
  },
  {
    what: 'the same where raters differ from prompt to prompt, by prompts, 30 × 1–11',
    range: EXACT,
    simulate: (draw) => severityHolds(draw, { prompts: 30, outputs: 6, unequal: true }, 0.4),
  },
  {
    what: 'drift of a rater by 0.05 a week, 4 raters, 2 an output, 60 × 2',
    range: EXACT,
    simulate: (draw) => {
      const slope = driftOf(draw, 0.05)
      const half = tQuantile(0.975, slope.df!) * slope.se!
      return holds([slope.slope! - half, slope.slope! + half], 0.05)
    },
  },
  {
    what: 'drift of a rater found where none is, 4 raters, 2 an output, 60 × 2',
    range: AT_MOST_5,
    simulate: (draw) => rejects(driftOf(draw, 0).p),
  },
]

/** Ratings of outputs by some of the raters, in the order of the outputs. */
type Rating = { output: number; prompt: number; rater: number; value: number; week: number }

/** `perPrompt`: sd of what a rater's severity differs by from prompt to prompt. */
function ratingsOf(
  draw: Draw,
  size: Size,
  {
    severity,
    each,
    perPrompt = 0,
    drift = 0,
  }: { severity: number[]; each: number; perPrompt?: number; drift?: number },
): Rating[] {
  const shifts = Array.from({ length: size.prompts }, () => severity.map(() => perPrompt * draw.normal()))
  return flat(clusteredNormals(draw, size)).flatMap(({ prompt, row }, output) => {
    const first = draw.below(severity.length)
    const step = 1 + draw.below(severity.length - 1)
    return Array.from({ length: each }, (_, k) => {
      const rater = (first + k * step) % severity.length
      const week = draw.uniform() * 10
      const lean = severity[rater]! + shifts[prompt]![rater]! + (rater === 0 ? drift * week : 0)
      return { output, prompt, rater, week, value: row + lean + 0.7 * draw.normal() }
    })
  })
}

function columnsOf(ratings: Rating[]) {
  return {
    outputs: ratings.map(({ output }) => output),
    raters: ratings.map(({ rater }) => rater),
    values: ratings.map(({ value }) => value),
  }
}

function severityHolds(draw: Draw, size: Size, perPrompt: number) {
  const ratings = ratingsOf(draw, size, { severity: SEVERITY, each: 2, perPrompt })
  const prompts = perPrompt > 0 ? { prompts: ratings.map(({ prompt }) => prompt) } : {}
  const { raters } = raterSeverity({ ...columnsOf(ratings), ...prompts })
  return holds(raters.find(({ rater }) => rater === 0)?.ci ?? null, SEVERITY[0]!)
}

function driftOf(draw: Draw, drift: number) {
  const ratings = ratingsOf(draw, { prompts: 60, outputs: 2 }, { severity: [0, 0, 0, 0], each: 2, drift })
  // The ratings stand in order of the outputs, and so they do in the design.
  const design = raterDesign(columnsOf(ratings))
  const residuals = residualsAgainstOthers(
    design,
    raterSeverity(design).raters.map(({ severity }) => severity ?? 0),
  )
  const drifts = raterDrift(
    ratings.map(({ rater }) => rater),
    ratings.map(({ week }) => week),
    residuals,
  )
  return drifts.find(({ rater }) => rater === 0)!
}

/** Variances that the components estimate, without an interval: the mean of 2,000 estimates beside what was planted. */
export function varianceBiases(): Figure[] {
  const draw = drawFrom(SEED)
  const planted = { output: 1, rater: 0.25, residual: 0.49, icc2: 1 / 1.74 }
  const sums = { output: 0, rater: 0, residual: 0, icc2: 0 }
  const names = Object.keys(planted) as (keyof typeof planted)[]
  const runs = 2000
  for (let run = 0; run < runs; run += 1) {
    const severity = Array.from({ length: 12 }, () => 0.5 * draw.normal())
    const found = varianceComponents(
      columnsOf(ratingsOf(draw, { prompts: 40, outputs: 2 }, { severity, each: 3 })),
    )
    for (const name of names) sums[name] += found[name]! / runs
  }
  return names.map((name) => ({
    what: `mean estimate of the variance component ‘${name}’, beside the truth`,
    value: (100 * sums[name]) / planted[name],
    unit: '%',
    range: [95, 105],
  }))
}

/** How often the test lets a signal win that is exactly `epsilon` worse than the rater. */
export function annotatorTest(): Study {
  let epsilon: number | null = null
  const one = (draw: Draw, prompts: number, outputs: number, margin: number) => {
    const ratings = flat(clusteredNormals(draw, { prompts, outputs })).flatMap(({ prompt, row }, output) => {
      const signal = row + 0.8 * draw.normal()
      return [0, 1, 2].map((rater) => ({ output, prompt, rater, signal, human: row + 0.6 * draw.normal() }))
    })
    const columns = {
      outputs: ratings.map(({ output }) => output),
      prompts: ratings.map(({ prompt }) => prompt),
      raters: ratings.map(({ rater }) => rater),
      values: ratings.map(({ human }) => human),
      signal: ratings.map(({ signal }) => signal),
    }
    return alternativeAnnotatorTest(columns, { epsilon: margin }).raters[0]!
  }
  return {
    what: 'a signal wins against a rater from whom it is ε away, 30 × 4',
    range: AT_MOST_5,
    simulate: (draw) => {
      if (epsilon === null) {
        const { raterShare, signalShare } = one(drawFrom(2), 100_000, 1, 0)
        epsilon = raterShare - signalShare
      }
      return rejects(one(draw, 30, 4, epsilon).p)
    },
  }
}
