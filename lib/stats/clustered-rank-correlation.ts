import { concordance } from './concordance'
import { type ClusteredCorrelation, clampCorrelation, correlationFromInfluence } from './correlation-estimate'
import { denseIndex } from './dense-index'
import { type Levels, levelsOf, midDistribution } from './levels'
import { dot } from './linear-algebra/dot'

/** Rows (x, y) of a cluster, one a row or one a distinct (cluster, x, y) with its count. */
export interface ClusteredPairs {
  /** Values, or their levels where these are known already. */
  x: ArrayLike<number> | Levels
  y: ArrayLike<number> | Levels
  clusters: ArrayLike<number | string>
  /** How often each row occurs, 1 by default. */
  counts?: ArrayLike<number>
}

/**
 * Spearman's ρ with mid-ranks and a cluster-robust interval (`correlationFromInfluence`), in O(n log n).
 *
 * With mid-distribution functions A and B, ρ is Pearson's r of A(x), B(y). A row moves it directly, and by moving A and
 * B: with h(u, v) = 1[u < v] + ½ 1[u = v],
 *
 *     ψ_xy = ãb̃ − θ + ∫(h(x_i, x) − A(x)) b̃ dP + ∫(h(y_i, y) − B(y)) ã dP,   ã = A − ½, b̃ = B − ½, θ = mean ãb̃
 *
 * and ψ_xx, ψ_yy likewise; ψ_ρ = ψ_xy/√(v_x v_y) − ρ/2 (ψ_xx/v_x + ψ_yy/v_y).
 * Source: Croux & Dehon (2010), Statistical Methods and Applications 19, 497–515, here with ties.
 */
export function clusteredSpearman(pairs: ClusteredPairs, level = 0.95): ClusteredCorrelation {
  const rows = prepare(pairs)
  if (rows.reason) return nothing(rows)
  const { x, y, weight, n } = rows
  const a = midDistribution(x.counts).map((value) => value - 0.5)
  const b = midDistribution(y.counts).map((value) => value - 0.5)
  const ax = new Float64Array(a.length)
  const bx = new Float64Array(a.length)
  const ay = new Float64Array(b.length)
  const by = new Float64Array(b.length)
  let theta = 0
  for (let i = 0; i < x.index.length; i++) {
    const share = weight(i) / n
    const da = a[x.index[i]!]!
    const db = b[y.index[i]!]!
    theta += share * da * db
    ax[x.index[i]!]! += share * da
    bx[x.index[i]!]! += share * db
    ay[y.index[i]!]! += share * da
    by[y.index[i]!]! += share * db
  }
  const vx = dot(a, ax)
  const vy = dot(b, by)
  const rho = clampCorrelation(theta / Math.sqrt(vx * vy))
  const [aboveAx, aboveBx, aboveAy, aboveBy] = [ax, bx, ay, by].map(aboveAndHalf)
  const influence = new Float64Array(rows.sizes.length)
  for (let i = 0; i < x.index.length; i++) {
    const p = x.index[i]!
    const q = y.index[i]!
    const psiXY = a[p]! * b[q]! + aboveBx![p]! + aboveAy![q]! - 3 * theta
    const psiXX = a[p]! ** 2 + 2 * aboveAx![p]! - 3 * vx
    const psiYY = b[q]! ** 2 + 2 * aboveBy![q]! - 3 * vy
    const psi = psiXY / Math.sqrt(vx * vy) - (rho / 2) * (psiXX / vx + psiYY / vy)
    influence[rows.cluster[i]!]! += (weight(i) * psi) / n
  }
  return correlationFromInfluence(rho, influence, rows.sizes, level)
}

/**
 * Kendall's τ-b with a cluster-robust interval (`correlationFromInfluence`), in O(n log n). With S_i the mean over rows
 * j of sign(x_i − x_j) sign(y_i − y_j), T its mean, and T_x the share of pairs that differ on x:
 *
 *     τ-b = T/√(T_x T_y),  ψ = 2(S_i − T)/√(T_x T_y) − τ [ (P(x ≠ x_i) − T_x)/T_x + (P(y ≠ y_i) − T_y)/T_y ]
 *
 * Source: Hoeffding's projection of the three U-statistics (1948), Ann. Math. Statist. 19, 293–325.
 */
export function clusteredKendall(pairs: ClusteredPairs, level = 0.95): ClusteredCorrelation {
  const rows = prepare(pairs)
  if (rows.reason) return nothing(rows)
  const { x, y, weight, n } = rows
  const { concordant, discordant } = concordance(x, y, pairs.counts)
  const differX = 1 - tiedShare(x, n)
  const differY = 1 - tiedShare(y, n)
  let score = 0
  for (let i = 0; i < x.index.length; i++) score += (weight(i) * (concordant[i]! - discordant[i]!)) / n / n
  const scale = Math.sqrt(differX * differY)
  const tau = clampCorrelation(score / scale)
  const influence = new Float64Array(rows.sizes.length)
  for (let i = 0; i < x.index.length; i++) {
    const own = (concordant[i]! - discordant[i]!) / n
    const apartX = 1 - x.counts[x.index[i]!]! / n
    const apartY = 1 - y.counts[y.index[i]!]! / n
    const psi = (2 * (own - score)) / scale - tau * (apartX / differX + apartY / differY - 2)
    influence[rows.cluster[i]!]! += (weight(i) * psi) / n
  }
  return correlationFromInfluence(tau, influence, rows.sizes, level)
}

interface Rows {
  x: Levels
  y: Levels
  weight: (i: number) => number
  n: number
  cluster: Int32Array
  sizes: number[]
  reason?: string
}

function prepare(pairs: ClusteredPairs): Rows {
  const { counts } = pairs
  const weight = (i: number) => (counts ? counts[i]! : 1)
  const { index: cluster, size } = denseIndex(pairs.clusters)
  const sizes = new Array<number>(size).fill(0)
  let n = 0
  for (let i = 0; i < cluster.length; i++) {
    sizes[cluster[i]!]! += weight(i)
    n += weight(i)
  }
  const x = 'levels' in pairs.x ? pairs.x : levelsOf(pairs.x, counts)
  const y = 'levels' in pairs.y ? pairs.y : levelsOf(pairs.y, counts)
  const rows = { x, y, weight, n, cluster, sizes }
  if (n < 2) return { ...rows, reason: 'needs at least 2 rows' }
  if (x.levels.length < 2 || y.levels.length < 2) return { ...rows, reason: 'one side is constant' }
  return rows
}

function nothing({ n, sizes, reason }: Rows): ClusteredCorrelation {
  return { estimate: null, ci: null, se: null, df: null, p: null, n, clusters: sizes.length, reason }
}

/** For each level, the sum over greater levels plus half of its own. */
function aboveAndHalf(values: Float64Array): Float64Array {
  const answer = new Float64Array(values.length)
  let above = 0
  for (let i = values.length - 1; i >= 0; i--) {
    answer[i] = above + values[i]! / 2
    above += values[i]!
  }
  return answer
}

function tiedShare(levels: Levels, n: number): number {
  let total = 0
  for (const count of levels.counts) total += (count / n) ** 2
  return total
}
