import { independentCholesky, solveCholesky } from '../linear-algebra/cholesky'

export interface FractionalLogit {
  terms: readonly string[]
  /** Coefficients on the logit scale; null for a term that was dropped. */
  coefficients: (number | null)[] | null
  /** Sandwich covariance, row-major, terms × terms; 0 for dropped terms. */
  covariance: Float64Array | null
  /** Fitted shares, row by row. */
  fitted: Float64Array | null
  converged: boolean
  n: number
  clusters: number
  reason?: string
}

const MOST_STEPS = 100

/**
 * Logit regression of a share y in 0…1 (preferences, win rates) by Bernoulli quasi-likelihood:
 *
 *     E[y] = 1/(1 + e^(−xβ));  V = A⁻¹ (Σ_g s_g s_gᵀ) A⁻¹,  A = Σ μ(1 − μ) x xᵀ,  s_g = Σ_(i in g) (y − μ) x
 *
 * HC0 without clusters, CR1 (G/(G − 1)) with them. Newton's method with step halving; under perfect separation the
 * estimates are infinite, and it says so.
 * Source: Papke & Wooldridge (1996), J. Applied Econometrics 11, 619–632.
 *
 * @param x row-major, rows × terms; include a column of ones for an intercept.
 */
export function fractionalLogit(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  terms: readonly string[],
  clusters?: ArrayLike<number | string>,
): FractionalLogit {
  const n = y.length
  const p = terms.length
  const groups = clusters ? new Set(Array.from(clusters)).size : n
  const none = {
    terms,
    coefficients: null,
    covariance: null,
    fitted: null,
    converged: false,
    n,
    clusters: groups,
  }
  if (n === 0) return { ...none, reason: 'no rows' }
  const beta = new Float64Array(p)
  let loss = deviance(x, y, beta)
  for (let step = 0; step < MOST_STEPS; step++) {
    const { curvature, score } = derivatives(x, y, beta)
    const { kept, factor } = independentCholesky(curvature, p)
    const move = solveCholesky(
      factor,
      kept.map((j) => score[j]!),
    )
    const largest = move.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    let next = beta.slice()
    let nextLoss = loss
    for (let halving = 0; halving < 30; halving++) {
      next = beta.slice()
      kept.forEach((j, k) => {
        next[j]! += move[k]! / 2 ** halving
      })
      nextLoss = deviance(x, y, next)
      if (nextLoss <= loss + 1e-12 * Math.abs(loss)) break
    }
    beta.set(next)
    loss = nextLoss
    if (beta.some((value) => Math.abs(value) > 500))
      return { ...none, reason: 'a term separates the outcomes perfectly' }
    if (largest <= 1e-10 * (1 + beta.reduce((most, value) => Math.max(most, Math.abs(value)), 0))) {
      return finish(x, y, terms, beta, kept, factor, clusters, groups)
    }
  }
  return { ...none, reason: 'a term separates the outcomes perfectly' }
}

function finish(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  terms: readonly string[],
  beta: Float64Array,
  kept: number[],
  factor: Float64Array,
  clusters: ArrayLike<number | string> | undefined,
  groups: number,
): FractionalLogit {
  const p = terms.length
  const fitted = Float64Array.from(y, (_, i) => share(predictor(x, beta, i)))
  const scores = new Map<number | string, Float64Array>()
  for (let i = 0; i < y.length; i++) {
    const key = clusters ? clusters[i]! : i
    const own = scores.get(key) ?? new Float64Array(kept.length)
    kept.forEach((j, k) => {
      own[k]! += (y[i]! - fitted[i]!) * x[i * p + j]!
    })
    scores.set(key, own)
  }
  const many = clusters && groups > 1 ? groups / (groups - 1) : 1
  const covariance = new Float64Array(p * p)
  for (const score of scores.values()) {
    const effect = solveCholesky(factor, score)
    kept.forEach((j, a) => {
      kept.forEach((k, b) => {
        covariance[j * p + k]! += many * effect[a]! * effect[b]!
      })
    })
  }
  const coefficients = Array.from(beta, (value, j) => (kept.includes(j) ? value : null))
  return { terms, coefficients, covariance, fitted, converged: true, n: y.length, clusters: groups }
}

function derivatives(x: ArrayLike<number>, y: ArrayLike<number>, beta: Float64Array) {
  const p = beta.length
  const curvature = new Float64Array(p * p)
  const score = new Float64Array(p)
  for (let i = 0; i < y.length; i++) {
    const mu = share(predictor(x, beta, i))
    const weight = mu * (1 - mu)
    for (let j = 0; j < p; j++) {
      const value = x[i * p + j]!
      score[j]! += (y[i]! - mu) * value
      for (let k = 0; k < p; k++) curvature[j * p + k]! += weight * value * x[i * p + k]!
    }
  }
  return { curvature, score }
}

/** −Σ [y ln μ + (1 − y) ln(1 − μ)], written so that neither logarithm overflows. */
function deviance(x: ArrayLike<number>, y: ArrayLike<number>, beta: Float64Array): number {
  let total = 0
  for (let i = 0; i < y.length; i++) {
    const eta = predictor(x, beta, i)
    total += Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta))) - y[i]! * eta
  }
  return total
}

function predictor(x: ArrayLike<number>, beta: Float64Array, row: number): number {
  let eta = 0
  for (let j = 0; j < beta.length; j++) eta += x[row * beta.length + j]! * beta[j]!
  return eta
}

/** 1/(1 + e^(−η)). */
export function share(eta: number): number {
  return eta >= 0 ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta) / (1 + Math.exp(eta))
}
