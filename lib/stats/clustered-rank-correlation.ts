import { concordance } from './concordance'
import { type ClusteredCorrelation, clampCorrelation, correlationFromInfluence } from './correlation-estimate'
import { type Levels, midDistribution } from './levels'
import { dot } from './linear-algebra/dot'
import { type ClusteredPairs, type PairCells, pairCells } from './pair-cells'

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
export function clusteredSpearman(pairs: ClusteredPairs | PairCells, level = 0.95): ClusteredCorrelation {
  const cells = 'cellOf' in pairs ? pairs : pairCells(pairs)
  if (cells.reason) return nothing(cells)
  const { x, y, share } = cells
  const a = midDistribution(x.counts)
  const b = midDistribution(y.counts)
  for (let p = 0; p < a.length; p++) a[p]! -= 0.5
  for (let q = 0; q < b.length; q++) b[q]! -= 0.5
  const ax = new Float64Array(a.length)
  const bx = new Float64Array(a.length)
  const ay = new Float64Array(b.length)
  const by = new Float64Array(b.length)
  let theta = 0
  for (let c = 0; c < share.length; c++) {
    const [p, q, own] = [x.index[c]!, y.index[c]!, share[c]!]
    const da = a[p]!
    const db = b[q]!
    theta += own * da * db
    ax[p]! += own * da
    bx[p]! += own * db
    ay[q]! += own * da
    by[q]! += own * db
  }
  const vx = dot(a, ax)
  const vy = dot(b, by)
  const rho = clampCorrelation(theta / Math.sqrt(vx * vy))
  const [aboveAx, aboveBx, aboveAy, aboveBy] = [ax, bx, ay, by].map(aboveAndHalf)
  const psi = new Float64Array(share.length)
  for (let c = 0; c < psi.length; c++) {
    const [p, q] = [x.index[c]!, y.index[c]!]
    const psiXY = a[p]! * b[q]! + aboveBx![p]! + aboveAy![q]! - 3 * theta
    const psiXX = a[p]! ** 2 + 2 * aboveAx![p]! - 3 * vx
    const psiYY = b[q]! ** 2 + 2 * aboveBy![q]! - 3 * vy
    psi[c] = psiXY / Math.sqrt(vx * vy) - (rho / 2) * (psiXX / vx + psiYY / vy)
  }
  return correlationFromInfluence(rho, influenceOf(psi, cells), cells.sizes, level)
}

/**
 * Kendall's τ-b with a cluster-robust interval (`correlationFromInfluence`), in O(n log n). With S_i the mean over rows
 * j of sign(x_i − x_j) sign(y_i − y_j), T its mean, and T_x the share of pairs that differ on x:
 *
 *     τ-b = T/√(T_x T_y),  ψ = 2(S_i − T)/√(T_x T_y) − τ [ (P(x ≠ x_i) − T_x)/T_x + (P(y ≠ y_i) − T_y)/T_y ]
 *
 * Source: Hoeffding's projection of the three U-statistics (1948), Ann. Math. Statist. 19, 293–325.
 */
export function clusteredKendall(pairs: ClusteredPairs | PairCells, level = 0.95): ClusteredCorrelation {
  const cells = 'cellOf' in pairs ? pairs : pairCells(pairs)
  if (cells.reason) return nothing(cells)
  const { x, y, n, share, weight } = cells
  const { concordant, discordant } = concordance(x, y, weight)
  const differX = 1 - tiedShare(x, n)
  const differY = 1 - tiedShare(y, n)
  let score = 0
  for (let c = 0; c < share.length; c++) score += (share[c]! * (concordant[c]! - discordant[c]!)) / n
  const scale = Math.sqrt(differX * differY)
  const tau = clampCorrelation(score / scale)
  const psi = new Float64Array(share.length)
  for (let c = 0; c < psi.length; c++) {
    const own = (concordant[c]! - discordant[c]!) / n
    const apartX = 1 - x.counts[x.index[c]!]! / n
    const apartY = 1 - y.counts[y.index[c]!]! / n
    psi[c] = (2 * (own - score)) / scale - tau * (apartX / differX + apartY / differY - 2)
  }
  return correlationFromInfluence(tau, influenceOf(psi, cells), cells.sizes, level)
}

/** Σ ψ/n over the rows of each cluster. */
function influenceOf(psi: Float64Array, { cellOf, cluster, counts, sizes, n }: PairCells): Float64Array {
  const influence = new Float64Array(sizes.length)
  for (let i = 0; i < cellOf.length; i++)
    influence[cluster[i]!]! += ((counts ? counts[i]! : 1) * psi[cellOf[i]!]!) / n
  return influence
}

function nothing({ n, sizes, reason }: PairCells): ClusteredCorrelation {
  const none = { estimate: null, ci: null, se: null, df: null, p: null, n, clusters: sizes.length }
  return reason === undefined ? none : { ...none, reason }
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
