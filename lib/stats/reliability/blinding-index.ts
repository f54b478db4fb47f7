import { normalQuantile } from '../distributions/normal'
import type { Interval } from '../estimate'

export interface BlindingIndex {
  /** −1…1: 0 is ideal, 1 all guess right, below 0 they guess the opposite. */
  estimate: number | null
  se: number | null
  ci: Interval | null
  /** The value that pure guessing among the choices would give: 2/K − 1 times the share that guessed. */
  chance: number | null
  n: number
  reason?: string
}

/**
 * Bang's blinding index of one arm (author model): did raters see through the blinding?
 *
 *     (2c/(c + w) − 1)(c + w)/n = (c − w)/n,  var = [p_c(1 − p_c) + p_w(1 − p_w) + 2p_c p_w]/n
 *
 * c correct, w wrong, and n − c − w "don't know". Defined for two choices; with K choices a guess is right by chance in
 * 1/K, so `chance` stands beside it. Limits: the score interval for a difference of two shares of one sample, the Δ where
 *
 *     |c − w − nΔ| = z √(n(2q + Δ(1 − Δ))),  q the likeliest share of wrong guesses given Δ
 *
 * (the normal limits of se covered .90 with 60 guesses at 0.85). Guesses are taken as independent: those of one
 * rater are not, and with few raters the interval is too narrow (.85 with 6 × 20); `clusteredMean` by rater of 1, 0 and −1
 * is the same index with the wider one.
 * Sources: Bang, Ni & Davis (2004), Controlled Clinical Trials 25, 143–156 (index and se, as R's BI); Tango (1998),
 * Statistics in Medicine 17, 891–908 (limits).
 */
export function bangBlindingIndex(
  correct: number,
  wrong: number,
  unsure: number,
  choices = 2,
  level = 0.95,
): BlindingIndex {
  const n = correct + wrong + unsure
  if (n === 0) return { estimate: null, se: null, ci: null, chance: null, n, reason: 'no guesses' }
  const [pc, pw] = [correct / n, wrong / n]
  const estimate = pc - pw
  const se = Math.sqrt((pc * (1 - pc) + pw * (1 - pw) + 2 * pc * pw) / n)
  const z = normalQuantile(0.5 + level / 2)
  return {
    estimate,
    se,
    ci: [-upperLimit(wrong, correct, n, z), upperLimit(correct, wrong, n, z)],
    chance: (2 / choices - 1) * (pc + pw),
    n,
  }
}

/** The largest Δ ≥ (more − less)/n that the score test does not reject. */
function upperLimit(more: number, less: number, n: number, z: number): number {
  let [low, high] = [(more - less) / n, 1]
  // 60 halvings leave nothing between the two.
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    const b = (2 * n - more + less) * middle - more - less
    const root = Math.sqrt(Math.max(0, b * b + 8 * n * less * middle * (1 - middle)))
    const q = Math.max(0, (root - b) / (4 * n))
    const spread = Math.sqrt(Math.max(0, n * (2 * q + middle * (1 - middle))))
    if (n * middle - (more - less) <= z * spread) low = middle
    else high = middle
  }
  return low
}
