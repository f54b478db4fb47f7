import { solveCholesky } from '../linear-algebra/cholesky'
import { dot } from '../linear-algebra/dot'
import { seededRandom } from '../random'
import { type Cluster, sumsOf, totalsOf } from './cluster'
import { leastSquares } from './least-squares'

export interface WildBootstrap {
  /** t of the data, with CR1S. */
  t: number | null
  /** Symmetric p: the share of |t*| ≥ |t|. */
  p: number | null
  draws: number
  /** Every sign vector was used: the p is exact, and cannot fall below 2^(1 − clusters). */
  enumerated: boolean
  clusters: number
  reason?: string
}

export interface WildBootstrapOptions {
  /** Which of the outcomes, 0 by default. */
  outcome?: number
  /** Random draws where there are too many clusters to enumerate, 1999 by default. */
  draws?: number
  seed?: number
}

/** 2^11 sign vectors are fewer than the draws that would replace them. */
const ENUMERATE_TO = 11

/**
 * Wild cluster bootstrap test that one coefficient is 0, with the null imposed, Rademacher signs and CR1S t: for few
 * clusters, or where Satterthwaite's degrees of freedom are below 4.
 *
 *     u_g = X_gᵀ ẽ of the restricted fit;  for signs w: d = M Σ w_g u_g,  s_g = w_g u_g − S_g d,
 *     t* = d_j / √(factor · Σ (m_jᵀ s_g)²),  m_j = column j of M = (XᵀX)⁻¹
 *
 * All sign vectors for up to 11 clusters, p = share |t*| ≥ |t|(1 − 1e-9); else seeded draws, p = (1 + #)/(B + 1).
 * Source: Cameron, Gelbach & Miller (2008), Review of Economics and Statistics 90, 414–427.
 */
export function wildClusterBootstrap(
  clusters: readonly Cluster[],
  terms: readonly string[],
  term: number,
  options: WildBootstrapOptions = {},
): WildBootstrap {
  const { outcome = 0, draws = 1999, seed = 1 } = options
  const full = clusters.map((cluster) => sumsOf(cluster, terms.length)).filter((cluster) => cluster.n > 0)
  const none = { t: null, p: null, draws: 0, enumerated: false, clusters: full.length }
  if (full.length < 2) return { ...none, reason: 'needs at least 2 prompts' }
  const totals = totalsOf(full, terms.length, full[0]!.right.length)
  const fit = leastSquares(totals, terms)
  const j = fit.kept.indexOf(term)
  if (j < 0)
    return {
      ...none,
      reason: fit.dropped.find((each) => each.term === terms[term])?.reason ?? 'unknown term',
    }

  const p = fit.kept.length
  const unit = Float64Array.from({ length: p }, (_, i) => (i === j ? 1 : 0))
  const m = solveCholesky(fit.factor, unit)
  const b = fit.coefficients[outcome]!
  const restricted = b.map((value, i) => value - (m[i]! * b[j]!) / m[j]!)
  const parts = full.map((cluster) => {
    const cross = (v: ArrayLike<number>) =>
      Float64Array.from(fit.kept, (row) => {
        let value = 0
        fit.kept.forEach((column, k) => {
          value += cluster.cross[row * terms.length + column]! * v[k]!
        })
        return value
      })
    const fitted = cross(restricted)
    const score = Float64Array.from(fit.kept, (row, i) => cluster.right[outcome]![row]! - fitted[i]!)
    return { score, own: dot(m, score), slope: cross(m) }
  })
  const { n } = totals
  if (n <= p || fit.rss[outcome] === 0) return { ...none, reason: 'no variance around the fit' }
  const factor = (full.length / (full.length - 1)) * ((n - 1) / (n - p))
  const tOf = (signs: ArrayLike<number>) => {
    const total = new Float64Array(p)
    parts.forEach(({ score }, g) => {
      for (let i = 0; i < p; i++) total[i]! += signs[g]! * score[i]!
    })
    const d = solveCholesky(fit.factor, total)
    let variance = 0
    for (let g = 0; g < parts.length; g++) {
      variance += (signs[g]! * parts[g]!.own - dot(parts[g]!.slope, d)) ** 2
    }
    return d[j] === 0 ? 0 : d[j]! / Math.sqrt(factor * variance)
  }
  // All signs +1 give the data's own t: the restricted scores sum to (XᵀX)(b − restricted).
  const t = tOf(full.map(() => 1))
  if (!Number.isFinite(t)) return { ...none, reason: 'no variance between prompts' }
  const bar = Math.abs(t) * (1 - 1e-9)
  return {
    t,
    clusters: full.length,
    ...(full.length <= ENUMERATE_TO ? all(tOf, full.length, bar) : drawn(tOf, full.length, bar, draws, seed)),
  }
}

/** The same test for a mean of clustered rows against 0, from one count, sum and sum of squares a cluster. */
export function wildClusterBootstrapMean(
  counts: ArrayLike<number>,
  sums: ArrayLike<number>,
  sumsOfSquares: ArrayLike<number>,
  options: WildBootstrapOptions = {},
): WildBootstrap {
  const clusters = Array.from(counts, (n, g) => ({
    n,
    cross: [n],
    right: [[sums[g]!]],
    yy: [sumsOfSquares[g]!],
  }))
  return wildClusterBootstrap(clusters, ['mean'], 0, options)
}

function all(tOf: (signs: Int8Array) => number, clusters: number, bar: number) {
  const vectors = 2 ** clusters
  let extreme = 0
  const signs = new Int8Array(clusters)
  for (let code = 0; code < vectors; code++) {
    for (let g = 0; g < clusters; g++) signs[g] = code & (1 << g) ? 1 : -1
    if (Math.abs(tOf(signs)) >= bar) extreme++
  }
  return { p: extreme / vectors, draws: vectors, enumerated: true }
}

function drawn(
  tOf: (signs: Int8Array) => number,
  clusters: number,
  bar: number,
  draws: number,
  seed: number,
) {
  const random = seededRandom(seed)
  let extreme = 0
  const signs = new Int8Array(clusters)
  for (let draw = 0; draw < draws; draw++) {
    for (let g = 0; g < clusters; g++) signs[g] = random() < 0.5 ? -1 : 1
    if (Math.abs(tOf(signs)) >= bar) extreme++
  }
  return { p: (1 + extreme) / (draws + 1), draws, enumerated: false }
}
