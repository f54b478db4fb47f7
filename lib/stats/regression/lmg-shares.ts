import { independentCholesky, solveLower } from '../linear-algebra/cholesky'
import { type Random, seededRandom } from '../random'

/** How a regression's R² divides among groups of columns. */
export interface LmgShares {
  /** R² of all columns, 0…1. */
  r2: number | null
  /** R² of the forced columns alone: what is divided is r2 − r2Forced. */
  r2Forced: number | null
  /** Share of each group, in its order; they sum to r2 − r2Forced. */
  shares: number[] | null
  /** `exact`: every order of the groups; `sampled`: seeded random orders. */
  method: 'exact' | 'sampled'
  reason?: string
}

export interface LmgOptions {
  /** Columns that stand before all groups (model dummies). */
  forced?: readonly number[]
  /** Random orders where there are more than 12 groups, 500 by default. */
  permutations?: number
  seed?: number
}

const EXACT_TO = 12

/**
 * The share of each group of columns in R²: the gain in R² by adding the group, averaged over all orders of the groups.
 *
 *     LMG_j = Σ_(S without j) |S|!(k − |S| − 1)!/k! · [R²(A + S + j) − R²(A + S)],  A the forced columns
 *
 * The Shapley value of R². Source: Lindeman, Merenda & Gold (1980), 119–127; Grömping (2006), J. Stat. Software 17(1).
 * Collinear columns gain nothing after those before them, so singular sets are no trouble.
 *
 * @param covariance covariances (or centred cross-products) of the response and then the columns, row-major,
 *   size × size; position 0 is the response. @param groups positions (1…) of each group's columns.
 */
export function lmgShares(
  covariance: ArrayLike<number>,
  size: number,
  groups: readonly (readonly number[])[],
  options: LmgOptions = {},
): LmgShares {
  const { forced = [], permutations = 500, seed = 1 } = options
  const method = groups.length <= EXACT_TO ? 'exact' : 'sampled'
  if (!(covariance[0]! > 0)) {
    return { r2: null, r2Forced: null, shares: null, method, reason: 'the outcome is constant' }
  }
  const r2 = (members: readonly number[]) =>
    rSquared(covariance, size, [...forced, ...members.flatMap((group) => groups[group]!)])
  const shares =
    method === 'exact'
      ? exactShares(groups.length, r2)
      : sampledShares(groups.length, r2, permutations, seededRandom(seed))
  return { r2: r2(groups.map((_, group) => group)), r2Forced: r2([]), shares, method }
}

function exactShares(k: number, r2: (members: number[]) => number): number[] {
  const gains = Float64Array.from({ length: 2 ** k }, (_, set) => r2(membersOf(set, k)))
  const weights = Array.from({ length: k }, (_, taken) => 1 / (k * choose(k - 1, taken)))
  const sizes = Int32Array.from(gains, (_, set) => membersOf(set, k).length)
  return Array.from({ length: k }, (_, group) => {
    let share = 0
    for (let set = 0; set < gains.length; set++) {
      if (set & (1 << group)) continue
      share += weights[sizes[set]!]! * (gains[set | (1 << group)]! - gains[set]!)
    }
    return share
  })
}

function sampledShares(
  k: number,
  r2: (members: number[]) => number,
  permutations: number,
  random: Random,
): number[] {
  const shares = new Array<number>(k).fill(0)
  for (let draw = 0; draw < permutations; draw++) {
    const order = Array.from({ length: k }, (_, group) => group)
    for (let i = k - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      ;[order[i], order[j]] = [order[j]!, order[i]!]
    }
    let before = r2([])
    order.forEach((group, i) => {
      const after = r2(order.slice(0, i + 1))
      shares[group]! += (after - before) / permutations
      before = after
    })
  }
  return shares
}

/** R² of the response on some columns: |L⁻¹ s_xy|²/s_yy, where collinear columns are left out. */
function rSquared(covariance: ArrayLike<number>, size: number, columns: readonly number[]): number {
  const p = columns.length
  const cross = new Float64Array(p * p)
  columns.forEach((row, i) => {
    columns.forEach((column, j) => {
      cross[i * p + j] = covariance[row * size + column]!
    })
  })
  const { kept, factor } = independentCholesky(cross, p)
  const z = solveLower(
    factor,
    kept.map((i) => covariance[columns[i]!]!),
  )
  return z.reduce((total, value) => total + value * value, 0) / covariance[0]!
}

function membersOf(set: number, k: number): number[] {
  return Array.from({ length: k }, (_, group) => group).filter((group) => set & (1 << group))
}

function choose(n: number, k: number): number {
  let value = 1
  for (let i = 0; i < k; i++) value = (value * (n - i)) / (i + 1)
  return value
}
