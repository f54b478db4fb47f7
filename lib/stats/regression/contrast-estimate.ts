import { type Estimate, estimateWithT, notEstimable, pointOnly } from '../estimate'
import type { LeastSquares } from './least-squares'
import { type Correction, quadratic } from './sandwich'
import { type DegreesOfFreedom, degreesOfFreedom } from './satterthwaite'

/** A weighted sum of coefficients, one weight a term. */
export interface Contrast {
  name: string
  weights: ArrayLike<number>
}

/** Standard errors by type, in the unit of the estimate. `ols` takes rows as independent with one variance. */
export interface StandardErrors {
  ols: number | null
  CR0: number
  CR1: number
  CR1S: number
  CR2: number
  CR3: number
  CV3: number
}

export interface RegressionTerm extends Estimate {
  term: string
  standardErrors: StandardErrors | null
  /** The cluster whose removal changes the estimate most, and the change (without it, minus with it). */
  influence: { cluster: string | number; change: number } | null
}

/** What the running sums of one contrast and one outcome came to. */
export interface ContrastSums {
  contrast: Contrast
  fit: LeastSquares
  clusters: number
  rss: number
  /** Rᵀb: the coefficients in whitened coordinates. */
  whitened: Float64Array
  /** Null where the contrast needs a dropped term. */
  df: DegreesOfFreedom | null
  /** Σ b̃_g b̃_gᵀ by correction, lower triangle. */
  meats: Record<Correction, Float64Array>
  influence: { cluster: string | number; change: number } | null
}

/** A contrast with its errors of every type, t interval and p; null with a reason where it has none. */
export function estimateContrast(
  sums: ContrastSums,
  type: keyof StandardErrors = 'CR2',
  level = 0.95,
): RegressionTerm {
  const { contrast, fit, clusters, whitened, df: state, influence } = sums
  const blank = { term: contrast.name, standardErrors: null, influence: null }
  if (fit.n === 0) return { ...notEstimable(0, 0, 'no rows'), ...blank }
  if (state === null) {
    const why = fit.dropped.find(({ term }) => contrast.weights[fit.terms.indexOf(term)] !== 0)
    return { ...notEstimable(fit.n, clusters, why?.reason ?? 'not estimable'), ...blank }
  }
  const { w } = state
  const estimate = w.reduce((total, value, j) => total + value * whitened[j]!, 0)
  if (clusters < 2) return { ...pointOnly(estimate, fit.n, clusters, 'needs at least 2 prompts'), ...blank }
  const df = degreesOfFreedom(state)
  const variance = w.reduce((total, value) => total + value * value, 0)
  // CR2 is unbiased under the working model only for what no single cluster decides.
  const seen = state.expected / variance
  if (df === null || seen < 0.5) {
    return { ...pointOnly(estimate, fit.n, clusters, 'rests on one prompt'), ...blank }
  }
  const standardErrors = errorsOf(sums, w, variance)
  const se = standardErrors[type]
  if (se === null) return { ...pointOnly(estimate, fit.n, clusters, 'as many terms as rows'), ...blank }
  const flags = [...(se === 0 ? ['degenerate'] : []), ...(seen < 0.99 ? ['error_understated'] : [])]
  const answer = estimateWithT(estimate, se, df, fit.n, clusters, level, flags)
  return { ...answer, term: contrast.name, standardErrors, influence }
}

function errorsOf(sums: ContrastSums, w: Float64Array, variance: number): StandardErrors {
  const { fit, clusters, rss, meats } = sums
  const free = fit.n - fit.kept.length
  // Without residuals, what rounding leaves in the meat is no error.
  const exact = rss === 0
  const part = (correction: Correction) =>
    exact ? 0 : Math.sqrt(Math.max(0, quadratic(meats[correction], w, w)))
  const [CR0, CR2, CR3] = [part('CR0'), part('CR2'), part('CR3')]
  const many = clusters / (clusters - 1)
  return {
    ols: free > 0 ? Math.sqrt((variance * rss) / free) : null,
    CR0,
    CR1: Math.sqrt(many) * CR0,
    CR1S: free > 0 ? Math.sqrt((many * (fit.n - 1)) / free) * CR0 : Math.sqrt(many) * CR0,
    CR2,
    CR3,
    CV3: Math.sqrt(1 / many) * CR3,
  }
}
