import { fUpperTail } from '../distributions/f'
import { independentCholesky, solveCholesky, solveLower } from '../linear-algebra/cholesky'
import { type RaterDesign, type RatingRows, raterDesign } from './rater-design'

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
  /** Output by output, its rating had all raters been the mean rater: mean of (y − severity). */
  adjusted: { output: number | string; value: number }[]
  /** Residual sums of squares by what is fitted, for variance components. */
  rss: { both: number; outputs: number; raters: number }
  n: number
}

/**
 * Additive model y_ir = μ + q_i + s_r + e with Σ s_r = 0 in each connected component, solved from co-occurrences:
 *
 *     W = diag(n_r) − C,  C_rs = Σ_i n_ir n_is/n_i,  T_r = Σ_i (y_ir − ȳ_i),  s = W⁺T,  se = √(ms · diag W⁺)
 *     ms = RSS/(N − I − R + c),  F = [RSS(outputs) − RSS(both)]/(R − c)/ms
 *
 * Source: the two-way fixed-effects model for unbalanced data, Searle (1987), Linear Models for Unbalanced Data.
 */
export function raterSeverity(rows: RatingRows): SeverityModel {
  const design = raterDesign(rows)
  const { raterNames, rater, value, start } = design
  const raters = raterNames.length
  const n = value.length
  const means = outputMeans(design)
  const w = new Float64Array(raters * raters)
  const t = new Float64Array(raters)
  const counts = new Float64Array(raters)
  const shared = new Float64Array(raters)
  let rssOutputs = 0
  for (let i = 0; i + 1 < start.length; i++) {
    const size = start[i + 1]! - start[i]!
    const others = new Set(rater.subarray(start[i]!, start[i + 1]!)).size > 1
    for (let a = start[i]!; a < start[i + 1]!; a++) {
      const r = rater[a]!
      const deviation = value[a]! - means[i]!
      rssOutputs += deviation * deviation
      t[r]! += deviation
      counts[r]! += 1
      if (others) shared[r]! += 1
      w[r * raters + r]! += 1
      for (let b = start[i]!; b < start[i + 1]!; b++) w[r * raters + rater[b]!]! -= 1 / size
    }
  }
  const solved = solveSeverity(w, t, design)
  const explained = solved.severity.reduce((total, s, r) => total + s * t[r]!, 0)
  const scale = value.reduce((total, y) => total + y * y, 0)
  const rssBoth = clean(rssOutputs - explained, scale)
  const df1 = raters - design.components
  const df2 = n - means.length - raters + design.components
  const ms = df2 > 0 ? rssBoth / df2 : null
  const f = ms !== null && ms > 0 && df1 > 0 ? explained / df1 / ms : null
  return {
    raters: raterNames.map((name, r) => {
      const alone = shared[r] === 0
      return {
        rater: name,
        severity: alone ? null : solved.severity[r]!,
        se: alone || ms === null ? null : Math.sqrt(ms * Math.max(0, solved.diagonal[r]!)),
        n: counts[r]!,
        shared: shared[r]!,
        component: design.component[r]!,
        ...(alone ? { reason: 'shares no output with another rater' } : {}),
      }
    }),
    f,
    df1,
    df2,
    p: f === null ? null : fUpperTail(f, df1, df2),
    residualMeanSquare: ms,
    components: design.components,
    adjusted: adjustedMeans(design, solved.severity),
    rss: {
      both: rssBoth,
      outputs: clean(rssOutputs, scale),
      raters: clean(rssOfRaters(design, counts), scale),
    },
    n,
  }
}

/** s = W⁺T and the diagonal of W⁺: W plus τ 11ᵀ/size of each component is positive definite, and its inverse W⁺ + 11ᵀ/(τ size). */
function solveSeverity(w: Float64Array, t: Float64Array, design: RaterDesign) {
  const raters = t.length
  const sizes = new Float64Array(design.components)
  for (const c of design.component) sizes[c]! += 1
  let tau = 0
  for (let r = 0; r < raters; r++) tau += w[r * raters + r]! / raters
  if (!(tau > 0)) return { severity: t.map(() => 0), diagonal: t.map(() => 0) }
  const a = w.map((entry, at) => {
    const [r, s] = [Math.floor(at / raters), at % raters]
    const own = design.component[r]!
    return own === design.component[s] ? entry + tau / sizes[own]! : entry
  })
  const { factor } = independentCholesky(a, raters, 0)
  const severity = solveCholesky(factor, t)
  const diagonal = severity.map((_, r) => {
    const unit = new Float64Array(raters)
    unit[r] = 1
    const z = solveLower(factor, unit)
    return z.reduce((total, value) => total + value * value, 0) - 1 / (tau * sizes[design.component[r]!]!)
  })
  return { severity, diagonal }
}

function outputMeans({ value, start }: RaterDesign): Float64Array {
  return Float64Array.from({ length: start.length - 1 }, (_, i) => {
    let total = 0
    for (let k = start[i]!; k < start[i + 1]!; k++) total += value[k]!
    return total / (start[i + 1]! - start[i]!)
  })
}

function adjustedMeans({ value, rater, start, outputNames }: RaterDesign, severity: Float64Array) {
  return outputNames.map((output, i) => {
    let total = 0
    for (let k = start[i]!; k < start[i + 1]!; k++) total += value[k]! - severity[rater[k]!]!
    return { output, value: total / (start[i + 1]! - start[i]!) }
  })
}

function rssOfRaters({ value, rater }: RaterDesign, counts: Float64Array): number {
  const means = new Float64Array(counts.length)
  for (let k = 0; k < value.length; k++) means[rater[k]!]! += value[k]! / counts[rater[k]!]!
  return value.reduce((total, y, k) => total + (y - means[rater[k]!]!) ** 2, 0)
}

/** Rounding is no residual. */
function clean(rss: number, scale: number): number {
  return rss > 1e-14 * scale ? rss : 0
}
