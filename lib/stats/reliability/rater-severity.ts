import { fUpperTail } from '../distributions/f'
import { type RaterDesign, type RatingRows, raterDesign } from './rater-design'
import { type SeveritySums, severitySums, solveSeverity } from './severity-sums'

export interface RaterSeverity {
  rater: number | string
  /** How much higher (positive: more lenient) than the mean rater of the same component, on the scale of the ratings. */
  severity: number | null
  se: number | null
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
 * Time grows with the cube of the number of raters. Source: the two-way fixed-effects model for unbalanced data, Searle
 * (1987), Linear Models for Unbalanced Data.
 *
 * @param sums of the same design, where they are at hand.
 */
export function raterSeverity(
  rows: RatingRows | RaterDesign,
  sums: SeveritySums | null = null,
): SeverityModel {
  const design = 'start' in rows ? rows : raterDesign(rows)
  const own = sums ?? severitySums(design)
  const { severity, diagonal, component, components, rss } = solveSeverity(own)
  const df1 = own.raters - components
  const df2 = own.ratings - own.outputs - own.raters + components
  const ms = df2 > 0 ? rss.both / df2 : null
  const f = ms !== null && ms > 0 && df1 > 0 ? (rss.outputs - rss.both) / df1 / ms : null
  return {
    raters: design.raterNames.map((rater, r) => {
      const alone = own.shared[r] === 0
      return {
        rater,
        severity: alone ? null : severity[r]!,
        se: alone || ms === null ? null : Math.sqrt(ms * Math.max(0, diagonal[r]!)),
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
    adjusted: adjustedMeans(design, severity),
    n: own.ratings,
  }
}

function adjustedMeans({ value, rater, start }: RaterDesign, severity: Float64Array): Float64Array {
  return Float64Array.from({ length: start.length - 1 }, (_, i) => {
    let total = 0
    for (let k = start[i]!; k < start[i + 1]!; k++) total += value[k]! - severity[rater[k]!]!
    return total / (start[i + 1]! - start[i]!)
  })
}
