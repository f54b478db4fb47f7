import { incompleteBeta } from './incomplete-beta'
import { logGamma } from './log-gamma'
import { normalCdf } from './normal'

const MOST_TERMS = 10_000

/**
 * P(T ≤ t) for the noncentral t with df degrees of freedom and noncentrality δ; for power, exact to about 1e-11.
 *
 * Source: Lenth (1989), Algorithm AS 243, Applied Statistics 38, 185–189: a Poisson mixture of incomplete beta functions.
 */
export function noncentralTCdf(t: number, df: number, delta: number): number {
  if (t < 0) return 1 - noncentralTCdf(-t, df, -delta)
  const half = (delta * delta) / 2
  const x = (t * t) / (t * t + df)
  const y = df / (t * t + df)
  let total = normalCdf(-delta)
  if (x === 0) return total
  // Weights p_j = e^(−δ²/2)(δ²/2)^j/j! and q_j = δ/√2 e^(−δ²/2)(δ²/2)^j/Γ(j + 3/2), from the mode outwards.
  const weight = (j: number) => {
    const log = half === 0 ? (j === 0 ? 0 : Number.NEGATIVE_INFINITY) : -half + j * Math.log(half)
    const even = Math.exp(log - logGamma(j + 1)) * incompleteBeta(x, y, j + 0.5, df / 2).lower
    const odd = Math.exp(log - logGamma(j + 1.5)) * incompleteBeta(x, y, j + 1, df / 2).lower
    return (even + (delta / Math.SQRT2) * odd) / 2
  }
  const mode = Math.floor(half)
  for (const direction of [1, -1]) {
    for (let j = direction === 1 ? mode : mode - 1, k = 0; j >= 0 && k < MOST_TERMS; j += direction, k++) {
      const term = weight(j)
      total += term
      if (k > 2 && Math.abs(term) < 1e-16 * Math.max(total, 1e-300)) break
    }
  }
  return Math.max(0, Math.min(1, total))
}
