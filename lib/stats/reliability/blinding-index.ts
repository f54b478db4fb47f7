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
 * 1/K, so `chance` stands beside it. Source: Bang, Ni & Davis (2004), Controlled Clinical Trials 25, 143–156; as R's BI.
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
  const half = normalQuantile(0.5 + level / 2) * se
  return {
    estimate,
    se,
    ci: [Math.max(-1, estimate - half), Math.min(1, estimate + half)],
    chance: (2 / choices - 1) * (pc + pw),
    n,
  }
}
