import type { ChanceCorrected } from './chance-corrected'
import { type BootstrapOptions, bootstrapPatterns } from './pattern-bootstrap'
import { type RatingPatterns, ratingsIn } from './rating-patterns'

/** Credit for two ratings that differ: none (AC1), or less the further apart (AC2). */
export type AgreementWeights = 'identity' | 'linear' | 'quadratic'

/**
 * Gwet's AC1 (identity weights) or AC2: chance-corrected agreement that stays sensible where nearly all ratings are alike.
 *
 *     p_a = mean over units with ≥ 2 ratings of Σ_k r_ik (r*_ik − 1)/(r_i(r_i − 1)),  r*_ik = Σ_l w_kl r_il
 *     p_e = T_w/(q(q − 1)) Σ_k π_k(1 − π_k),  π_k = mean over units of r_ik/r_i,  T_w = Σ w;  AC = (p_a − p_e)/(1 − p_e)
 *
 * over the q values of `patterns.values`. Interval by `bootstrapPatterns`.
 * Source: Gwet (2008), Brit. J. Math. Stat. Psychol. 61, 29–48; checked against his R package irrCAC.
 */
export function gwetAc(
  patterns: RatingPatterns,
  weights: AgreementWeights,
  options: BootstrapOptions = {},
): ChanceCorrected {
  const n = patterns.counts.reduce(
    (total, counts, p) => total + (ratingsIn(counts) > 1 ? patterns.frequencies[p]! : 0),
    0,
  )
  const parts = partsOf(patterns, weights)(Float64Array.from(patterns.frequencies))
  if (parts === null) {
    const reason = n === 0 ? 'no output has 2 ratings' : 'needs a scale of at least 2 values'
    return { estimate: null, se: null, ci: null, observed: null, chance: null, n, reason }
  }
  const statistic = partsOf(patterns, weights)
  const { se, ci } = bootstrapPatterns(
    patterns,
    (frequencies) => statistic(frequencies)?.estimate ?? null,
    options,
  )
  return { ...parts, se, ci, n, ...(ci === null ? { reason: 'too few outputs to resample' } : {}) }
}

function partsOf(patterns: RatingPatterns, kind: AgreementWeights) {
  const { values, counts } = patterns
  const q = values.length
  const range = q > 1 ? values[q - 1]! - values[0]! : 1
  const weight = (a: number, b: number) => {
    if (kind === 'identity') return a === b ? 1 : 0
    const apart = Math.abs(values[a]! - values[b]!) / range
    return 1 - (kind === 'linear' ? apart : apart * apart)
  }
  let totalWeight = 0
  for (let a = 0; a < q; a++) for (let b = 0; b < q; b++) totalWeight += weight(a, b)
  const sizes = counts.map(ratingsIn)
  const agreements = counts.map((own, p) => {
    const size = sizes[p]!
    if (size < 2) return 0
    let agreed = 0
    for (let a = 0; a < q; a++) {
      let credited = 0
      for (let b = 0; b < q; b++) credited += weight(a, b) * own[b]!
      agreed += own[a]! * (credited - 1)
    }
    return agreed / (size * (size - 1))
  })
  return (frequencies: Float64Array) => {
    let paired = 0
    let rated = 0
    let observed = 0
    const share = new Float64Array(q)
    counts.forEach((own, p) => {
      if (sizes[p] === 0) return
      rated += frequencies[p]!
      for (let v = 0; v < q; v++) share[v]! += (frequencies[p]! * own[v]!) / sizes[p]!
      if (sizes[p]! < 2) return
      paired += frequencies[p]!
      observed += frequencies[p]! * agreements[p]!
    })
    if (paired === 0 || q < 2) return null
    observed /= paired
    const chance =
      (totalWeight / (q * (q - 1))) *
      share.reduce((total, value) => total + (value / rated) * (1 - value / rated), 0)
    return { estimate: (observed - chance) / (1 - chance), observed, chance }
  }
}
