import { fQuantile } from '../distributions/f'
import { tQuantile } from '../distributions/student-t'
import type { Interval } from '../estimate'
import { sum } from '../sum'
import { spearmanBrown } from './spearman-brown'

/** Sums over the outputs of each prompt; T_i and n_i are an output's sum and number of ratings (outputs with any). */
export interface PromptRatingSums {
  outputs: ArrayLike<number>
  ratings: ArrayLike<number>
  /** Σ y and Σ y² over the ratings. Centred values keep their digits. */
  sums: ArrayLike<number>
  sumsOfSquares: ArrayLike<number>
  /** Σ T_i²/n_i over the outputs. */
  between: ArrayLike<number>
  /** Σ n_i² and Σ 1/n_i over the outputs. */
  squaredCounts: ArrayLike<number>
  inverseCounts: ArrayLike<number>
}

export interface OneWayIcc {
  /** Reliability of one rating. */
  estimate: number | null
  ci: Interval | null
  /** Reliability of an output's mean over k ratings, k the harmonic mean of ratings per output. */
  average: number | null
  averageCi: Interval | null
  k: number | null
  n0: number | null
  meanSquareBetween: number | null
  meanSquareWithin: number | null
  outputs: number
  ratings: number
  clusters: number
  /** How the interval was made: over prompts (`jackknife`) or outputs taken as independent (`f`). */
  method: 'jackknife' | 'f' | null
  reason?: string
}

/**
 * ICC(1), one-way random effects, for outputs with different numbers of ratings by raters that are not crossed:
 *
 *     ICC = (MSB − MSW)/(MSB + (n0 − 1)MSW),  n0 = (N − Σ n_i²/N)/(I − 1)
 *
 * Interval: delete-one-prompt jackknife of ln(MSB/MSW) with t(G − 1), mapped back; with fewer than 5 prompts, or where it
 * is undefined, F limits with n0 for k (outputs as independent).
 * Sources: Donner (1986), Int. Stat. Review 54, 67–82 (ANOVA estimator); Efron & Stein (1981) for the jackknife.
 */
export function oneWayIcc(prompts: PromptRatingSums, level = 0.95): OneWayIcc {
  const total = totals(prompts)
  let clusters = 0
  for (let g = 0; g < prompts.outputs.length; g++) if (prompts.outputs[g]! > 0) clusters++
  const { outputs, ratings } = total
  const none: OneWayIcc = {
    estimate: null,
    ci: null,
    average: null,
    averageCi: null,
    k: outputs > 0 ? outputs / total.inverse : null,
    n0: null,
    meanSquareBetween: null,
    meanSquareWithin: null,
    outputs,
    ratings,
    clusters,
    method: null,
  }
  if (outputs < 2) return { ...none, reason: 'needs at least 2 outputs' }
  if (ratings <= outputs) return { ...none, reason: 'no output has 2 ratings' }
  const { msb, msw, n0 } = meanSquares(total)
  const whole = { ...none, n0, meanSquareBetween: msb, meanSquareWithin: msw }
  const bottom = msb + (n0 - 1) * msw
  if (!(bottom > 0)) return { ...whole, reason: 'the ratings do not vary' }
  const estimate = (msb - msw) / bottom
  const average = spearmanBrown(estimate, none.k!)
  if (!(msw > 0 && msb > 0))
    return { ...whole, estimate, average, reason: 'raters agree exactly: no interval' }
  const iccOf = (ratio: number) => (ratio - 1) / (ratio + n0 - 1)
  const over = jackknifeLimits(prompts, total, Math.log(msb / msw), level)
  const [low, high] = over ?? fLimits(msb / msw, outputs - 1, ratings - outputs, level)
  const ci: Interval = [iccOf(low), iccOf(high)]
  const averages = ci.map((limit) => spearmanBrown(limit, none.k!))
  const averageCi = averages.every((limit) => limit !== null) ? (averages as Interval) : null
  return { ...whole, estimate, ci, average, averageCi, method: over ? 'jackknife' : 'f' }
}

/** Sums for `oneWayIcc` from the ratings themselves: prompts → outputs → ratings. */
export function promptRatingSums(prompts: readonly (readonly ArrayLike<number>[])[]): PromptRatingSums {
  const all = prompts.flatMap((outputs) => outputs.flatMap((ratings) => Array.from(ratings)))
  const centre = all.length === 0 ? 0 : sum(all) / all.length
  const centred = prompts.map((outputs) =>
    outputs.filter((ratings) => ratings.length > 0).map((ratings) => Array.from(ratings, (y) => y - centre)),
  )
  const over = (f: (ratings: number[]) => number) => centred.map((outputs) => sum(outputs.map(f)))
  return {
    outputs: centred.map((outputs) => outputs.length),
    ratings: over((ratings) => ratings.length),
    sums: over((ratings) => sum(ratings)),
    sumsOfSquares: over((ratings) => sum(ratings.map((y) => y * y))),
    between: over((ratings) => sum(ratings) ** 2 / ratings.length),
    squaredCounts: over((ratings) => ratings.length ** 2),
    inverseCounts: over((ratings) => 1 / ratings.length),
  }
}

interface Total {
  outputs: number
  ratings: number
  sum: number
  squares: number
  between: number
  squaredCounts: number
  inverse: number
}

function totals(prompts: PromptRatingSums): Total {
  return {
    outputs: sum(prompts.outputs),
    ratings: sum(prompts.ratings),
    sum: sum(prompts.sums),
    squares: sum(prompts.sumsOfSquares),
    between: sum(prompts.between),
    squaredCounts: sum(prompts.squaredCounts),
    inverse: sum(prompts.inverseCounts),
  }
}

function meanSquares(total: Total) {
  const { outputs, ratings } = total
  const noise = 1e-13 * total.squares
  const between = total.between - total.sum ** 2 / ratings
  const within = total.squares - total.between
  return {
    msb: between > noise ? between / (outputs - 1) : 0,
    msw: within > noise ? within / (ratings - outputs) : 0,
    n0: (ratings - total.squaredCounts / ratings) / (outputs - 1),
  }
}

function jackknifeLimits(
  prompts: PromptRatingSums,
  total: Total,
  whole: number,
  level: number,
): Interval | null {
  const squares = new Float64Array(prompts.outputs.length)
  const rest = { ...total }
  let clusters = 0
  for (let g = 0; g < squares.length; g++) {
    if (prompts.outputs[g] === 0) continue
    rest.outputs = total.outputs - prompts.outputs[g]!
    rest.ratings = total.ratings - prompts.ratings[g]!
    rest.sum = total.sum - prompts.sums[g]!
    rest.squares = total.squares - prompts.sumsOfSquares[g]!
    rest.between = total.between - prompts.between[g]!
    rest.squaredCounts = total.squaredCounts - prompts.squaredCounts[g]!
    if (rest.outputs < 2 || rest.ratings <= rest.outputs) return null
    const { msb, msw } = meanSquares(rest)
    if (!(msb > 0 && msw > 0)) return null
    squares[clusters++] = (Math.log(msb / msw) - whole) ** 2
  }
  if (clusters < 5) return null
  const variance = ((clusters - 1) / clusters) * sum(squares.subarray(0, clusters))
  const half = tQuantile(0.5 + level / 2, clusters - 1) * Math.sqrt(variance)
  return [Math.exp(whole - half), Math.exp(whole + half)]
}

function fLimits(f: number, df1: number, df2: number, level: number): Interval {
  const p = 0.5 + level / 2
  return [f / fQuantile(p, df1, df2), f * fQuantile(p, df2, df1)]
}
