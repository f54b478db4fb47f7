import { solveLower } from '../linear-algebra/cholesky'
import { addOuter, type OuterSum, settle, startOuterSum } from '../linear-algebra/outer-sum'
import { type Cluster, type Totals, totalsOf } from './cluster'
import { clusterModes } from './cluster-modes'
import {
  type Contrast,
  estimateContrast,
  type RegressionTerm,
  type StandardErrors,
} from './contrast-estimate'
import { addToJointTest, type JointTest, type JointTestResult, jointTest, startJointTest } from './joint-test'
import { type DroppedTerm, type LeastSquares, leastSquares } from './least-squares'
import { CORRECTIONS, type Correction, clusterScore } from './sandwich'
import { addToDf, type DegreesOfFreedom, startDf } from './satterthwaite'

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
    /** The cluster with the largest change so far, for each outcome. */
    most: ({ cluster: string | number; change: number } | null)[]
  }[]
  joint: JointTest[]
  /** meats[outcome][correction], whitened, lower triangle. */
  meats: Record<Correction, OuterSum>[]
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
    CR0: startOuterSum(p, true),
    CR2: startOuterSum(p, true),
    CR3: startOuterSum(p, true),
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
      addOuter(meats[correction], score, score)
      if (correction !== 'CR3') continue
      for (const { df, most } of state.contrasts) {
        if (!df) continue
        let change = 0
        for (let j = 0; j < p; j++) change -= df.w[j]! * score[j]!
        if (most[outcome] === null || Math.abs(change) > Math.abs(most[outcome]!.change)) {
          most[outcome] = { cluster: label, change }
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
    const { CR0, CR2, CR3 } = state.meats[outcome]!
    const meats = { CR0: settle(CR0), CR2: settle(CR2), CR3: settle(CR3) }
    return {
      terms: state.contrasts.map(({ contrast, df, most }) => {
        const own = { contrast, fit, clusters, whitened, df, influence: most[outcome] ?? null }
        const sums = { ...own, rss: fit.rss[outcome]!, meats }
        return estimateContrast(sums, state.options.type, state.options.level)
      }),
      rss: fit.rss[outcome]!,
      jointTests: state.joint.map((test) => jointTest(test, whitened, meats.CR2)),
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

/** Rᵀ b, the coefficients in whitened coordinates. */
function whiten(fit: LeastSquares, b: Float64Array): Float64Array {
  const p = b.length
  return Float64Array.from({ length: p }, (_, i) => {
    let value = 0
    for (let j = i; j < p; j++) value += fit.factor[j * p + i]! * b[j]!
    return value
  })
}
