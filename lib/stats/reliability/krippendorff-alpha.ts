import type { Interval } from '../estimate'
import { type AgreementOptions, agreementInterval } from './agreement-interval'
import { type RatingPatterns, ratingsIn, sparsePatterns } from './rating-patterns'
import { ofFrequencies, type SummedStatistic, unitAdds, wholeValueOf } from './summed-statistic'

/** How far apart two values are. */
export type Metric = 'nominal' | 'ordinal' | 'interval' | 'ratio'

/** 1 is perfect agreement, 0 what chance gives, below 0 systematic disagreement. */
export interface Alpha {
  estimate: number | null
  se: number | null
  ci: Interval | null
  /** Units with at least 2 ratings, and the ratings on them. */
  n: number
  ratings: number
  reason?: string
}

/**
 * Krippendorff's α for any number of raters and missing ratings:
 *
 *     α = 1 − (n − 1) Σ_u [Σ_ab c_ua c_ub d_ab]/(m_u − 1) / Σ_ab n_a n_b d_ab
 *
 * c_ua ratings of value a in unit u, m_u its ratings (units with fewer than 2 are left out), n_a, n the pairable ratings.
 * d: nominal 1[a ≠ b]; interval (a − b)²; ratio ((a − b)/(a + b))²; ordinal (r_a − r_b)² with r the mid-ranks of pairable
 * values, which equals the published (Σ_(k=a..b) n_k − (n_a + n_b)/2)². Interval by `agreementInterval`.
 *
 * Source: Krippendorff (2019), Content Analysis, 4th edition.
 */
export function krippendorffAlpha(
  patterns: RatingPatterns,
  metric: Metric,
  options: AgreementOptions = {},
): Alpha {
  const n = pairable(patterns, (_, frequency) => frequency)
  const ratings = pairable(patterns, (size, frequency) => size * frequency)
  const statistic = alphaOf(patterns, metric)
  const estimate = wholeValueOf(statistic, patterns)
  if (estimate === null) {
    const reason = n === 0 ? 'no output has 2 ratings' : 'all ratings are equal'
    return { estimate, se: null, ci: null, n, ratings, reason }
  }
  return { estimate, n, ratings, ...agreementInterval(estimate, patterns, statistic, options) }
}

/**
 * Standard error of α by leaving out one unit at a time, √((N − 1)/N Σ(α_(−u) − mean)²): no randomness, but units are
 * taken as independent. Null where some leave-one-out α is undefined.
 */
export function jackknifeAlphaError(patterns: RatingPatterns, metric: Metric): number | null {
  const statistic = ofFrequencies(alphaOf(patterns, metric))
  const used = patterns.counts.flatMap((counts, p) =>
    ratingsIn(counts) > 1 && patterns.frequencies[p]! > 0 ? [p] : [],
  )
  const values = used.map((left) =>
    statistic(
      Float64Array.from(patterns.frequencies, (frequency, p) => (p === left ? frequency - 1 : frequency)),
    ),
  )
  const weights = used.map((p) => patterns.frequencies[p]!)
  const n = weights.reduce((a, b) => a + b, 0)
  if (n < 2 || values.some((value) => value === null)) return null
  const mean = values.reduce<number>((total, value, i) => total + weights[i]! * value!, 0) / n
  const spread = values.reduce<number>((total, value, i) => total + weights[i]! * (value! - mean) ** 2, 0)
  return Math.sqrt(((n - 1) / n) * spread)
}

/**
 * α from sums over units: n_a by value, and the observed disagreement. That of ordinal values changes with n_a: for it,
 * sums of 2 c_a c_b/(m − 1) by pair of values. Null where chance would give no disagreement.
 */
export function alphaOf(patterns: RatingPatterns, metric: Metric): SummedStatistic {
  const values = Float64Array.from(patterns.values)
  const { start, value, count, size } = sparsePatterns(patterns)
  const q = values.length
  const ordinal = metric === 'ordinal'
  const all = Int32Array.from(values, (_, v) => v)
  const ranks = new Float64Array(q)
  const adds = unitAdds(size.length, (p, add) => {
    if (size[p]! < 2) return
    const [from, to] = [start[p]!, start[p + 1]!]
    for (let k = from; k < to; k++) add(value[k]!, count[k]!)
    if (!ordinal) add(q, disagreement(value, count, from, to, values, metric) / (size[p]! - 1))
    else
      for (let a = from; a < to; a++)
        for (let b = from; b < a; b++)
          add(q + pairPlace(value[a]!, value[b]!), (2 / (size[p]! - 1)) * count[a]! * count[b]!)
  })
  return {
    width: q + (ordinal ? (q * (q - 1)) / 2 : 1),
    adds,
    value(sums) {
      let n = 0
      let used = 0
      for (let v = 0; v < q; v++) {
        n += sums[v]!
        if (sums[v]! > 0) used++
      }
      if (used < 2) return null
      if (ordinal) midRanks(sums, ranks)
      const scores = ordinal ? ranks : values
      const expected = disagreement(all, sums, 0, q, scores, metric)
      const found = ordinal ? ofPairs(sums, ranks, q) : sums[q]!
      return expected > 0 ? 1 - ((n - 1) * found) / expected : null
    },
  }
}

/** The place of a pair of values a > b among all pairs. */
function pairPlace(a: number, b: number): number {
  return (a * (a - 1)) / 2 + b
}

/** Σ_(b<a) (s_a − s_b)² times the sums of the pairs, which stand at `from`. */
function ofPairs(sums: Float64Array, scores: Float64Array, from: number): number {
  let total = 0
  let at = from
  for (let a = 0; a < from; a++)
    for (let b = 0; b < a; b++) {
      const apart = scores[a]! - scores[b]!
      total += sums[at++]! * apart * apart
    }
  return total
}

/** Σ_ab c_a c_b d_ab over the values from … to − 1. */
function disagreement(
  value: Int32Array,
  count: Float64Array,
  from: number,
  to: number,
  scores: Float64Array,
  metric: Metric,
): number {
  let n = 0
  let weighted = 0
  for (let k = from; k < to; k++) {
    n += count[k]!
    weighted += count[k]! * scores[value[k]!]!
  }
  const mean = weighted / n
  let total = 0
  for (let k = from; k < to; k++) {
    if (metric === 'nominal') total += count[k]! * (n - count[k]!)
    else if (metric === 'ratio') {
      for (let b = from; b < k; b++) {
        const sum = scores[value[k]!]! + scores[value[b]!]!
        const apart = scores[value[k]!]! - scores[value[b]!]!
        if (sum !== 0) total += 2 * count[k]! * count[b]! * (apart / sum) ** 2
      }
    } else {
      const apart = scores[value[k]!]! - mean
      total += count[k]! * apart * apart
    }
  }
  return metric === 'ordinal' || metric === 'interval' ? 2 * n * total : total
}

/** Of values whose counts stand in front. */
function midRanks(counts: Float64Array, ranks: Float64Array): void {
  let below = 0
  for (let v = 0; v < ranks.length; v++) {
    ranks[v] = below + counts[v]! / 2
    below += counts[v]!
  }
}

function pairable(patterns: RatingPatterns, f: (size: number, frequency: number) => number): number {
  return patterns.counts.reduce((total, counts, p) => {
    const size = ratingsIn(counts)
    return size > 1 ? total + f(size, patterns.frequencies[p]!) : total
  }, 0)
}
