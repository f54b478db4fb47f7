import { type AgreementOptions, agreementInterval } from './agreement-interval'
import type { ChanceCorrected } from './chance-corrected'
import { type RatingPatterns, ratingsIn, sparsePatterns } from './rating-patterns'
import { type SummedStatistic, sumsOf, unitAdds } from './summed-statistic'

/** Credit for two ratings that differ: none (AC1), or less the further apart (AC2). */
export type AgreementWeights = 'identity' | 'linear' | 'quadratic'

/**
 * Gwet's AC1 (identity weights) or AC2: chance-corrected agreement that stays sensible where nearly all ratings are alike.
 *
 *     p_a = mean over units with ≥ 2 ratings of Σ_k r_ik (r*_ik − 1)/(r_i(r_i − 1)),  r*_ik = Σ_l w_kl r_il
 *     p_e = T_w/(q(q − 1)) Σ_k π_k(1 − π_k),  π_k = mean over units of r_ik/r_i,  T_w = Σ w;  AC = (p_a − p_e)/(1 − p_e)
 *
 * over the q values of `patterns.values`. Interval by `agreementInterval`.
 * Source: Gwet (2008), Brit. J. Math. Stat. Psychol. 61, 29–48; checked against his R package irrCAC.
 */
export function gwetAc(
  patterns: RatingPatterns,
  weights: AgreementWeights,
  options: AgreementOptions = {},
): ChanceCorrected {
  const n = patterns.counts.reduce(
    (total, counts, p) => total + (ratingsIn(counts) > 1 ? patterns.frequencies[p]! : 0),
    0,
  )
  const statistic = partsOf(patterns, weights)
  const parts = statistic.parts(sumsOf(statistic, patterns.frequencies))
  if (parts === null) {
    const reason = n === 0 ? 'no output has 2 ratings' : 'needs a scale of at least 2 values'
    return { estimate: null, se: null, ci: null, observed: null, chance: null, n, reason }
  }
  return { ...parts, n, ...agreementInterval(parts.estimate, patterns, statistic, options) }
}

/** AC from sums over units. */
export function acOf(patterns: RatingPatterns, weights: AgreementWeights): SummedStatistic {
  return partsOf(patterns, weights)
}

/** The share of pairs of ratings of one unit that are the same, from sums over units. */
export function exactAgreementOf(patterns: RatingPatterns): SummedStatistic {
  const { width, adds, parts } = partsOf(patterns, 'identity')
  return { width, adds, value: (sums) => parts(sums)?.observed ?? null }
}

/** Places of the sums: units with ratings, those with 2 or more, the disagreement of these; then shares by value. */
const [RATED, PAIRED, LOST, SHARES] = [0, 1, 2, 3]

function partsOf(patterns: RatingPatterns, kind: AgreementWeights) {
  const { values } = patterns
  const q = values.length
  const range = q > 1 ? values[q - 1]! - values[0]! : 1
  const weight = (a: number, b: number) => {
    if (kind === 'identity') return a === b ? 1 : 0
    const apart = Math.abs(values[a]! - values[b]!) / range
    return 1 - (kind === 'linear' ? apart : apart * apart)
  }
  let totalWeight = 0
  for (let a = 0; a < q; a++) for (let b = 0; b < q; b++) totalWeight += weight(a, b)
  const { start, value, count, size } = sparsePatterns(patterns)
  const lostOf = (p: number) => {
    const own = size[p]!
    let agreed = 0
    for (let a = start[p]!; a < start[p + 1]!; a++) {
      let credited = 0
      for (let b = start[p]!; b < start[p + 1]!; b++) credited += weight(value[a]!, value[b]!) * count[b]!
      agreed += count[a]! * (credited - 1)
    }
    return 1 - agreed / (own * (own - 1))
  }
  const adds = unitAdds(size.length, (p, add) => {
    if (size[p] === 0) return
    add(RATED, 1)
    for (let k = start[p]!; k < start[p + 1]!; k++) add(SHARES + value[k]!, count[k]! / size[p]!)
    if (size[p]! < 2) return
    add(PAIRED, 1)
    add(LOST, lostOf(p))
  })
  const parts = (sums: Float64Array) => {
    const rated = sums[RATED]!
    const paired = sums[PAIRED]!
    if (paired === 0 || q < 2) return null
    const observed = 1 - sums[LOST]! / paired
    let spread = 0
    for (let v = SHARES; v < sums.length; v++) spread += (sums[v]! / rated) * (1 - sums[v]! / rated)
    const chance = (totalWeight / (q * (q - 1))) * spread
    return { estimate: (observed - chance) / (1 - chance), observed, chance }
  }
  return { width: SHARES + q, adds, parts, value: (sums: Float64Array) => parts(sums)?.estimate ?? null }
}
