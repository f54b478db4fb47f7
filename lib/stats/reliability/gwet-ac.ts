import { type AgreementOptions, agreementInterval } from './agreement-interval'
import type { ChanceCorrected } from './chance-corrected'
import type { PatternStatistic } from './pattern-bootstrap'
import { type RatingPatterns, ratingsIn, sparsePatterns } from './rating-patterns'

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
  const parts = statistic(Float64Array.from(patterns.frequencies))
  if (parts === null) {
    const reason = n === 0 ? 'no output has 2 ratings' : 'needs a scale of at least 2 values'
    return { estimate: null, se: null, ci: null, observed: null, chance: null, n, reason }
  }
  return { ...parts, n, ...agreementInterval(parts.estimate, patterns, acOf(patterns, weights), options) }
}

/** AC as a function of the patterns' frequencies. */
export function acOf(patterns: RatingPatterns, weights: AgreementWeights): PatternStatistic {
  const parts = partsOf(patterns, weights)
  return (frequencies) => parts(frequencies)?.estimate ?? null
}

/** The share of pairs of ratings of one unit that are the same, as a function of the patterns' frequencies. */
export function exactAgreementOf(patterns: RatingPatterns): PatternStatistic {
  const parts = partsOf(patterns, 'identity')
  return (frequencies) => parts(frequencies)?.observed ?? null
}

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
  const agreements = size.map((own, p) => {
    if (own < 2) return 0
    let agreed = 0
    for (let a = start[p]!; a < start[p + 1]!; a++) {
      let credited = 0
      for (let b = start[p]!; b < start[p + 1]!; b++) credited += weight(value[a]!, value[b]!) * count[b]!
      agreed += count[a]! * (credited - 1)
    }
    return agreed / (own * (own - 1))
  })
  return (frequencies: Float64Array) => {
    let paired = 0
    let rated = 0
    let observed = 0
    const share = new Float64Array(q)
    for (let p = 0; p < size.length; p++) {
      const units = frequencies[p]!
      if (size[p] === 0 || units === 0) continue
      rated += units
      for (let k = start[p]!; k < start[p + 1]!; k++) share[value[k]!]! += (units * count[k]!) / size[p]!
      if (size[p]! < 2) continue
      paired += units
      observed += units * agreements[p]!
    }
    if (paired === 0 || q < 2) return null
    observed /= paired
    const chance =
      (totalWeight / (q * (q - 1))) *
      share.reduce((total, value) => total + (value / rated) * (1 - value / rated), 0)
    return { estimate: (observed - chance) / (1 - chance), observed, chance }
  }
}
