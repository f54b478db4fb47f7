import { binomialCdf } from '../distributions/binomial'

/**
 * Labelled outputs that a gate must pass, with at most `allowedRejects` rejects, so that its false-accept rate is at most
 * `maximum` with confidence 1 − δ: the smallest n with P(Bin(n, maximum) ≤ allowed) ≤ δ. With 0 allowed, ln δ/ln(1 − α).
 *
 * @throws RangeError where `maximum` or δ is not between 0 and 1.
 */
export function passesForCertification(allowedRejects: number, maximum: number, delta: number): number {
  if (!(maximum > 0 && maximum < 1 && delta > 0 && delta < 1)) {
    throw new RangeError(`a gate is certified for rates between 0 and 1, got ${maximum} and ${delta}`)
  }
  let n = allowedRejects + 1
  while (binomialCdf(allowedRejects, n, maximum) > delta) n++
  return n
}
