import { fUpperTail } from '../distributions/f'
import { tQuantile } from '../distributions/student-t'
import type { Interval } from '../estimate'
import { type RaterDesign, type RatingRows, raterDesign } from './rater-design'
import { type SeverityError, severityErrorsByPrompt } from './severity-error'
import { inverseDiagonal, inverseOf, type SeveritySums, severitySums, solveSeverity } from './severity-sums'

export interface RaterSeverity {
  rater: number | string
  /** How much higher (positive: more lenient) than the mean rater of the same component, on the scale of the ratings. */
  severity: number | null
  se: number | null
  df: number | null
  ci: Interval | null
  /** Ratings, and those on outputs that another rater rated too. */
  n: number
  shared: number
  component: number
  reason?: string
}

export interface SeverityModel {
  raters: RaterSeverity[]
  /** Test that all raters are equally severe. */
  f: number | null
  df1: number
  df2: number
  p: number | null
  residualMeanSquare: number | null
  components: number
  /** Output by output, in the order of the design, its rating had all raters been the mean rater: mean of (y − severity). */
  adjusted: Float64Array
  n: number
}

/**
 * Additive model y_ir = μ + q_i + s_r + e with Σ s_r = 0 in each connected component, solved from co-occurrences:
 *
 *     W = diag(n_r) − C,  C_rs = Σ_i n_ir n_is/n_i,  T_r = Σ_i (y_ir − ȳ_i),  s = W⁺T,  se = √(ms · diag W⁺)
 *     ms = RSS/(N − I − R + c),  F = [RSS(outputs) − RSS(both)]/(R − c)/ms
 *
 * These errors take residuals as independent. With `rows.prompts` they are those of `severityErrorsByPrompt`: nominal 95 %
 * covered .94 where raters differ from prompt to prompt, the plain ones .90.
 *
 * Time grows with the cube of the number of raters. Source: the two-way fixed-effects model for unbalanced data, Searle
 * (1987), Linear Models for Unbalanced Data.
 *
 * @param sums of the same design, where they are at hand.
 */
export function raterSeverity(
  rows: RatingRows | RaterDesign,
  sums: SeveritySums | null = null,
  level = 0.95,
): SeverityModel {
  const design = 'start' in rows ? rows : raterDesign(rows)
  const own = sums ?? severitySums(design)
  const solved = solveSeverity(own)
  const { severity, component, components, rss } = solved
  const df1 = own.raters - components
  const df2 = own.ratings - own.outputs - own.raters + components
  const ms = df2 > 0 ? rss.both / df2 : null
  const f = ms !== null && ms > 0 && df1 > 0 ? (rss.outputs - rss.both) / df1 / ms : null
  const adjusted = adjustedMeans(design, severity)
  const { prompt } = design
  const errors = prompt
    ? severityErrorsByPrompt(
        { ...design, prompt },
        residualsOf(design, severity, adjusted),
        inverseOf(solved),
      )
    : plainErrors(inverseDiagonal(solved), ms, df2)
  return {
    raters: design.raterNames.map((rater, r) => {
      const alone = own.shared[r] === 0
      const estimate = alone ? null : severity[r]!
      const { se, df } = alone ? { se: null, df: null } : errors[r]!
      return {
        rater,
        severity: estimate,
        ...{ se, df },
        ci: intervalOf(estimate, se, df, level),
        n: own.counts[r]!,
        shared: own.shared[r]!,
        component: component[r]!,
        ...(alone ? { reason: 'shares no output with another rater' } : {}),
      }
    }),
    f,
    df1,
    df2,
    p: f === null ? null : fUpperTail(f, df1, df2),
    residualMeanSquare: ms,
    components,
    adjusted,
    n: own.ratings,
  }
}

/** Errors that take residuals, of this mean square, as independent. */
function plainErrors(diagonal: Float64Array, ms: number | null, df: number): SeverityError[] {
  return Array.from(diagonal, (own) =>
    ms === null ? { se: null, df: null } : { se: Math.sqrt(ms * Math.max(0, own)), df },
  )
}

function intervalOf(
  estimate: number | null,
  se: number | null,
  df: number | null,
  level: number,
): Interval | null {
  if (estimate === null || se === null || df === null) return null
  const half = se === 0 ? 0 : tQuantile(0.5 + level / 2, df) * se
  return [estimate - half, estimate + half]
}

function adjustedMeans({ value, rater, start }: RaterDesign, severity: Float64Array): Float64Array {
  const means = new Float64Array(start.length - 1)
  for (let i = 0; i < means.length; i++) {
    let total = 0
    for (let k = start[i]!; k < start[i + 1]!; k++) total += value[k]! - severity[rater[k]!]!
    means[i] = total / (start[i + 1]! - start[i]!)
  }
  return means
}

/** y − q_i − s_r, in the design's order. */
function residualsOf(
  { value, rater, start }: RaterDesign,
  severity: Float64Array,
  adjusted: Float64Array,
): Float64Array {
  const residuals = new Float64Array(value.length)
  for (let i = 0; i + 1 < start.length; i++)
    for (let k = start[i]!; k < start[i + 1]!; k++)
      residuals[k] = value[k]! - adjusted[i]! - severity[rater[k]!]!
  return residuals
}
