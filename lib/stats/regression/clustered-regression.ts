import { type Estimate, estimateWithT, notEstimable, pointOnly } from '../estimate'
import { solveLower } from '../linear-algebra/cholesky'
import { type Cluster, type Totals, totalsOf } from './cluster'
import { clusterModes } from './cluster-modes'
import { addToJointTest, type JointTest, type JointTestResult, jointTest, startJointTest } from './joint-test'
import { type DroppedTerm, type LeastSquares, leastSquares } from './least-squares'
import { addOuter, CORRECTIONS, type Correction, clusterScore, quadratic } from './sandwich'
import { addToDf, type DegreesOfFreedom, degreesOfFreedom, startDf } from './satterthwaite'

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

export interface RegressionOutcome {
  terms: RegressionTerm[]
  rss: number
  /** One answer for each joint test asked for. */
  jointTests: JointTestResult[]
}

export interface Regression {
  n: number
  clusters: number
  /** Independent terms. */
  k: number
  dropped: DroppedTerm[]
  outcomes: RegressionOutcome[]
}

export interface RegressionOptions {
  /** What to estimate: by default each coefficient. */
  contrasts?: readonly Contrast[]
  /** Sets of contrasts (by position) to test jointly against 0. */
  jointTests?: readonly (readonly number[])[]
  /** The standard error of `se`, `ci` and `p`: CR2 by default. */
  type?: keyof StandardErrors
  level?: number
}

/** Running sums of a regression: clusters are added in a fixed order, in constant memory. */
export interface RegressionState {
  fit: LeastSquares
  options: RegressionOptions
  contrasts: {
    contrast: Contrast
    df: DegreesOfFreedom | null
    most: ({ cluster: string | number; size: number; change: number } | null)[]
  }[]
  joint: JointTest[]
  /** meats[outcome][correction], whitened, lower triangle. */
  meats: Record<Correction, Float64Array>[]
  clusters: number
}

/**
 * Starts a regression of one or more outcomes on the same design, from the sums over all rows (first pass).
 * The second pass gives each cluster to `addCluster`, by rows where it has fewer rows than terms, else by sums.
 */
export function startRegression(
  totals: Totals,
  terms: readonly string[],
  options: RegressionOptions = {},
): RegressionState {
  const fit = leastSquares(totals, terms)
  const wanted =
    options.contrasts ?? terms.map((name, j) => ({ name, weights: terms.map((_, k) => (k === j ? 1 : 0)) }))
  const p = fit.kept.length
  const contrasts = wanted.map((contrast) => {
    const lost = terms.some((_, j) => contrast.weights[j] !== 0 && !fit.kept.includes(j))
    const w = solveLower(
      fit.factor,
      fit.kept.map((j) => contrast.weights[j]!),
    )
    return { contrast, df: lost ? null : startDf(w), most: totals.right.map(() => null) }
  })
  const joint = (options.jointTests ?? []).map((positions) =>
    startJointTest(positions.flatMap((at) => contrasts[at]?.df?.w ?? [])),
  )
  const meats = totals.right.map(() => ({
    CR0: new Float64Array(p * p),
    CR2: new Float64Array(p * p),
    CR3: new Float64Array(p * p),
  }))
  return { fit, options, contrasts, joint, meats, clusters: 0 }
}

/** Adds a cluster to the running sums. Clusters without rows do not count. */
export function addCluster(state: RegressionState, cluster: Cluster): void {
  if ('cross' in cluster ? cluster.n === 0 : cluster.x.length === 0) return
  const { fit } = state
  const p = fit.kept.length
  const label = cluster.label ?? state.clusters
  state.clusters++
  if (p === 0) return
  const modes = clusterModes(cluster, fit)
  for (const { df } of state.contrasts) if (df) addToDf(df, modes)
  for (const test of state.joint) addToJointTest(test, modes)
  state.meats.forEach((meats, outcome) => {
    for (const correction of CORRECTIONS) {
      const score =
        modes.leverages.length > 0 ? clusterScore(modes, outcome, correction, p) : new Float64Array(p)
      addOuter(meats[correction], score)
      if (correction !== 'CR3') continue
      for (const { df, most } of state.contrasts) {
        if (!df) continue
        let change = 0
        for (let j = 0; j < p; j++) change -= df.w[j]! * score[j]!
        if (most[outcome] === null || Math.abs(change) > most[outcome]!.size) {
          most[outcome] = { cluster: label, size: Math.abs(change), change }
        }
      }
    }
  })
}

/**
 * Coefficients with cluster-robust errors:
 *
 *     b = (XᵀX)⁻¹Xᵀy,  V = Σ_g b_g b_gᵀ,  b_g = (XᵀX)⁻¹ X_gᵀ (I − H_g)^(−½) e_g   (CR2; ^0 for CR0, ^(−1) for CR3)
 *     CR1 = G/(G − 1) CR0;  CR1S = G/(G − 1) · (N − 1)/(N − K) CR0;  CV3 = (G − 1)/G CR3;  t on Satterthwaite's df
 *
 * Sources: Bell & McCaffrey (2002), Survey Methodology 28, 169–181; Pustejovsky & Tipton (2018), JBES 36, 672–683;
 * MacKinnon, Nielsen & Webb (2023), J. Econometrics 232, 272–299 (CV3).
 *
 * Effects have the unit of the outcome per unit of the column.
 */
export function finishRegression(state: RegressionState): Regression {
  const { fit, clusters } = state
  const outcomes = fit.coefficients.map((coefficients, outcome) => {
    const whitened = whiten(fit, coefficients)
    return {
      terms: state.contrasts.map((entry) => estimateContrast(state, entry, outcome, whitened)),
      rss: fit.rss[outcome]!,
      jointTests: state.joint.map((test) => jointTest(test, whitened, state.meats[outcome]!.CR2)),
    }
  })
  return { n: fit.n, clusters, k: fit.kept.length, dropped: fit.dropped, outcomes }
}

/** The whole regression of clusters that are at hand together. */
export function clusteredRegression(
  clusters: readonly Cluster[],
  terms: readonly string[],
  options: RegressionOptions = {},
): Regression {
  const first = clusters[0]
  const outcomes = first === undefined ? 1 : 'cross' in first ? first.right.length : first.y.length
  const state = startRegression(totalsOf(clusters, terms.length, outcomes), terms, options)
  for (const cluster of clusters) addCluster(state, cluster)
  return finishRegression(state)
}

function estimateContrast(
  state: RegressionState,
  { contrast, df: sums, most }: RegressionState['contrasts'][number],
  outcome: number,
  whitened: Float64Array,
): RegressionTerm {
  const { fit, clusters, options } = state
  const blank = { term: contrast.name, standardErrors: null, influence: null }
  if (fit.n === 0) return { ...notEstimable(0, 0, 'no rows'), ...blank }
  if (sums === null) {
    const why = fit.dropped.find(({ term }) => contrast.weights[fit.terms.indexOf(term)] !== 0)
    return { ...notEstimable(fit.n, clusters, why?.reason ?? 'not estimable'), ...blank }
  }
  const { w } = sums
  const estimate = w.reduce((total, value, j) => total + value * whitened[j]!, 0)
  if (clusters < 2) return { ...pointOnly(estimate, fit.n, clusters, 'needs at least 2 prompts'), ...blank }
  const df = degreesOfFreedom(sums)
  const variance = w.reduce((total, value) => total + value * value, 0)
  // CR2 is unbiased under the working model only for what no single cluster decides.
  const seen = sums.expected / variance
  if (df === null || seen < 0.5) {
    return { ...pointOnly(estimate, fit.n, clusters, 'rests on one prompt'), ...blank }
  }
  const standardErrors = errorsOf(state, outcome, w, variance)
  const se = standardErrors[options.type ?? 'CR2']
  if (se === null) return { ...pointOnly(estimate, fit.n, clusters, 'as many terms as rows'), ...blank }
  const flags = [...(se === 0 ? ['degenerate'] : []), ...(seen < 0.99 ? ['error_understated'] : [])]
  const influence = most[outcome] ? { cluster: most[outcome].cluster, change: most[outcome].change } : null
  const answer = estimateWithT(estimate, se, df, fit.n, clusters, options.level, flags)
  return { ...answer, term: contrast.name, standardErrors, influence }
}

function errorsOf(
  state: RegressionState,
  outcome: number,
  w: Float64Array,
  variance: number,
): StandardErrors {
  const { fit, clusters } = state
  const meats = state.meats[outcome]!
  const free = fit.n - fit.kept.length
  // Without residuals, what rounding leaves in the meat is no error.
  const exact = fit.rss[outcome] === 0
  const part = (correction: Correction) =>
    exact ? 0 : Math.sqrt(Math.max(0, quadratic(meats[correction], w, w)))
  const [CR0, CR2, CR3] = [part('CR0'), part('CR2'), part('CR3')]
  const many = clusters / (clusters - 1)
  return {
    ols: free > 0 ? Math.sqrt((variance * fit.rss[outcome]!) / free) : null,
    CR0,
    CR1: Math.sqrt(many) * CR0,
    CR1S: free > 0 ? Math.sqrt((many * (fit.n - 1)) / free) * CR0 : Math.sqrt(many) * CR0,
    CR2,
    CR3,
    CV3: Math.sqrt(1 / many) * CR3,
  }
}

/** Rᵀ b, the coefficients in whitened coordinates. */
function whiten(fit: LeastSquares, b: Float64Array): Float64Array {
  const p = b.length
  return Float64Array.from({ length: p }, (_, i) => {
    let value = 0
    for (let j = i; j < p; j++) value += fit.factor[j * p + i]! * b[j]!
    return value
  })
}
