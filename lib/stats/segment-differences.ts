import { type Estimate, estimateWithT, notEstimable, pointOnly } from './estimate'

/** Which rows belong to which segments: those of row i are members[offsets[i]] … members[offsets[i + 1] − 1]. */
export interface Membership {
  offsets: Int32Array
  members: Int32Array
  /** How many segments there are; each has a number from 0. A row may be in many. */
  segments: number
}

/** A cluster that holds all but a billionth of a group's rows leaves nothing to estimate the group's error from. */
const WHOLE = 1 - 1e-9

/**
 * For every segment the mean of its rows minus the mean of all others, with a standard error robust to clusters and
 * Satterthwaite degrees of freedom: the contrast (1, −1) of a regression on two disjoint indicators, where all matrices
 * are diagonal, so that thousands of overlapping segments take two passes over the rows.
 *
 *     d = m₁ − m₀,  λ_gk = n_gk / n_k,  var = Σ_g (u_g1 / (n₁ √(1 − λ_g1)) − u_g0 / (n₀ √(1 − λ_g0)))²,  u_gk = s_gk − n_gk m_k
 *
 * Source: CR2 of Bell & McCaffrey (2002), Survey Methodology 28, 169–181; degrees of freedom as in Pustejovsky & Tipton
 * (2018), JBES 36, 672–683.
 *
 * @param clusters sorted: the rows of a cluster stand together.
 * @returns for each segment the difference in the values' unit, with n and clusters of the segment itself.
 */
export function differencesFromRest(
  clusters: ArrayLike<number>,
  values: Float64Array,
  { offsets, members, segments }: Membership,
): Estimate[] {
  const rows = values.length
  const counts = new Float64Array(segments)
  const sums = new Float64Array(segments)
  let total = 0
  for (let i = 0; i < rows; i++) total += values[i]!
  const centre = rows === 0 ? 0 : total / rows
  for (let i = 0; i < rows; i++)
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      counts[members[k]!]! += 1
      sums[members[k]!]! += values[i]! - centre
    }
  const parts = Array.from(counts, (n, segment) => new Parts(n, rows - n, sums[segment]!))
  const sizes = new Map<number, SizeClass>()
  const ownCount = new Float64Array(segments)
  const ownSum = new Float64Array(segments)
  const touched: number[] = []
  let clusterCount = 0
  for (let start = 0, end = 0; start < rows; start = end) {
    let sum = 0
    for (end = start; end < rows && clusters[end] === clusters[start]; end++) {
      const value = values[end]! - centre
      sum += value
      for (let k = offsets[end]!; k < offsets[end + 1]!; k++) {
        const segment = members[k]!
        if (ownCount[segment] === 0) touched.push(segment)
        ownCount[segment]! += 1
        ownSum[segment]! += value
      }
    }
    const size = end - start
    addToClass(sizes, size, sum)
    clusterCount += 1
    for (const segment of touched) {
      parts[segment]!.addTouched(size, sum, ownCount[segment]!, ownSum[segment]!)
      ownCount[segment] = 0
      ownSum[segment] = 0
    }
    touched.length = 0
  }
  return parts.map((part) => part.finish([...sizes.values()], clusterCount))
}

/** All clusters of one size: how many, and the sums of their sums and squared sums. */
type SizeClass = { size: number; times: number; sum: number; squares: number }

function addToClass(sizes: Map<number, SizeClass>, size: number, sum: number): void {
  const own = sizes.get(size)
  if (own) {
    own.times += 1
    own.sum += sum
    own.squares += sum * sum
  } else sizes.set(size, { size, times: 1, sum, squares: sum * sum })
}

/**
 * The sums of one segment. A cluster without a row of the segment adds terms of its size and sum alone: those of all
 * clusters are added by size at the end, and those of the touched ones taken off again.
 */
class Parts {
  readonly #mean: number
  readonly #restMean: number
  #clusters = 0
  #allInside = 0
  #variance = 0
  #diagonal = 0
  #squares = 0
  #own = 0
  #rest = 0
  #cross = 0

  constructor(
    readonly n: number,
    readonly restN: number,
    sum: number,
  ) {
    this.#mean = sum / n
    // Values are centred: those of the rest sum to the opposite.
    this.#restMean = -sum / restN
  }

  addTouched(size: number, sum: number, count: number, ownSum: number): void {
    const { n, restN } = this
    this.#clusters += 1
    const restCount = size - count
    if (restCount === 0) this.#allInside += 1
    const f = adjustment(count, n)
    const restF = adjustment(restCount, restN)
    const b =
      ((ownSum - count * this.#mean) * f) / n - ((sum - ownSum - restCount * this.#restMean) * restF) / restN
    const s = (count * f) / n
    const restS = (restCount * restF) / restN
    this.#add(1, b * b, (s * f) / n + (restS * restF) / restN, (s * s) / n + (restS * restS) / restN)
    this.#own += s * s
    this.#rest += restS * restS
    this.#cross -= s * restS
    this.#addUntouched(-1, size, (sum - size * this.#restMean) ** 2)
  }

  finish(sizes: readonly SizeClass[], clusters: number): Estimate {
    const { n, restN } = this
    if (n === 0) return notEstimable(0, 0, 'no rows')
    if (restN === 0) return notEstimable(n, this.#clusters, 'there is no other output')
    const difference = this.#mean - this.#restMean
    if (this.#clusters < 2 || clusters - this.#allInside < 2)
      return pointOnly(difference, n, this.#clusters, 'needs at least 2 prompts within and 2 outside')
    for (const { size, times, sum, squares } of sizes) {
      const mean = size * this.#restMean
      this.#addUntouched(times, size, squares - 2 * mean * sum + times * mean * mean)
    }
    const own = this.#own / n
    const rest = this.#rest / restN
    const cross = this.#cross / Math.sqrt(n * restN)
    const df = this.#diagonal ** 2 / (own * own + rest * rest + 2 * cross * cross + this.#squares)
    const variance = Math.max(0, this.#variance)
    const degenerate = variance <= 1e-26
    const se = degenerate ? 0 : Math.sqrt(variance)
    return estimateWithT(difference, se, df, n, this.#clusters, 0.95, degenerate ? ['degenerate'] : [])
  }

  /** `times` clusters of one size without a row of the segment; `residuals`: the sum of their squared residual sums. */
  #addUntouched(times: number, size: number, residuals: number): void {
    const { restN } = this
    const f = adjustment(size, restN) / restN
    const s = size * f
    this.#add(times, residuals * f * f, s * f, (s * s) / restN)
    this.#rest += times * s * s
  }

  /** `variance` is a sum already; d and h are those of one cluster, in the words of statistics on CR2. */
  #add(times: number, variance: number, d: number, h: number): void {
    this.#variance += times < 0 ? -variance : variance
    this.#diagonal += times * (d - h)
    this.#squares += times * ((d - h) ** 2 - h * h)
  }
}

function adjustment(count: number, n: number): number {
  const lambda = count / n
  return lambda > WHOLE ? 0 : 1 / Math.sqrt(1 - lambda)
}
