import { type Estimate, estimateWithT, notEstimable, pointOnly } from './estimate'

/** Which rows belong to which segments; a row may be in many. */
export interface Membership {
  /** How many segments there are; each has a number from 0. */
  segments: number
  /** Of so many a row is one at most. */
  most: number
  /** Writes the segments of a row to the front of `into`, and answers how many they are. */
  of(row: number, into: Int32Array): number
}

/** A cluster that holds all but a billionth of a group's rows leaves nothing to estimate the group's error from. */
const WHOLE = 1 - 1e-9

/**
 * For every segment the mean of its rows minus the mean of all others, with a standard error robust to clusters and
 * Satterthwaite degrees of freedom: the contrast (1, −1) of a regression on two disjoint indicators, where all matrices
 * are diagonal, so that thousands of overlapping segments take one pass over the rows.
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
  membership: Membership,
): Estimate[] {
  const rows = values.length
  const { segments } = membership
  const counts = new Float64Array(segments)
  const sums = new Float64Array(segments)
  let total = 0
  for (let i = 0; i < rows; i++) total += values[i]!
  const tally = new ClusterTally(values, rows === 0 ? 0 : total / rows, membership)
  const kinds: Float64Array[] = []
  const sizes = new Map<number, SizeClass>()
  const large: number[] = []
  let clusterCount = 0
  for (let start = 0, end = 0; start < rows; start = end) {
    for (end = start + 1; end < rows && clusters[end] === clusters[start]; ) end++
    const size = end - start
    const sum = tally.read(start, end)
    clusterCount += 1
    addToClass(sizes, size, sum)
    if (size > GATHERED) large.push(start, end)
    for (let k = 0; k < tally.touches; k++) {
      const segment = tally.touched[k]!
      const count = tally.counts[segment]!
      const own = tally.sums[segment]!
      counts[segment]! += count
      sums[segment]! += own
      if (size > GATHERED) continue
      kinds[kindOf(size, count)] ??= new Float64Array(segments * MOMENTS)
      addMoments(kinds[kindOf(size, count)]!, segment * MOMENTS, own, sum)
    }
  }
  const parts = Array.from(counts, (n, segment) => new Parts(n, rows - n, sums[segment]!))
  for (let k = 0; k < large.length; k += 2) {
    const sum = tally.read(large[k]!, large[k + 1]!)
    for (let t = 0; t < tally.touches; t++) {
      const segment = tally.touched[t]!
      const moments = momentsOf(tally.sums[segment]!, sum)
      parts[segment]!.addTouched(large[k + 1]! - large[k]!, tally.counts[segment]!, moments, 0)
    }
  }
  for (let size = 1; size <= GATHERED; size++)
    for (let count = 1; count <= size; count++) {
      const moments = kinds[kindOf(size, count)]
      if (moments)
        for (const [segment, part] of parts.entries())
          part.addTouched(size, count, moments, segment * MOMENTS)
    }
  return parts.map((part) => part.finish([...sizes.values()], clusterCount))
}

/** Rows and sums of one cluster after the other by segment. */
class ClusterTally {
  readonly counts: Float64Array
  readonly sums: Float64Array
  /** The segments that the cluster has rows of are the first `touches` of these. */
  readonly touched: Int32Array
  touches = 0
  readonly #own: Int32Array

  constructor(
    readonly values: Float64Array,
    readonly centre: number,
    readonly membership: Membership,
  ) {
    this.counts = new Float64Array(membership.segments)
    this.sums = new Float64Array(membership.segments)
    this.touched = new Int32Array(membership.segments)
    this.#own = new Int32Array(membership.most)
  }

  /** Takes the rows start … end − 1 in place of the last cluster; answers the sum of their values about the centre. */
  read(start: number, end: number): number {
    const { values, centre, membership, counts, sums, touched } = this
    const own = this.#own
    for (let k = 0; k < this.touches; k++) {
      counts[touched[k]!] = 0
      sums[touched[k]!] = 0
    }
    let touches = 0
    let total = 0
    for (let row = start; row < end; row++) {
      const value = values[row]! - centre
      total += value
      const size = membership.of(row, own)
      for (let k = 0; k < size; k++) {
        const segment = own[k]!
        if (counts[segment] === 0) touched[touches++] = segment
        counts[segment]! += 1
        sums[segment]! += value
      }
    }
    this.touches = touches
    return total
  }
}

/**
 * Clusters up to this size are gathered by their size and their rows of the segment, before anything is computed: there
 * are many, of few kinds.
 */
const GATHERED = 16

/** How many clusters there are; and of their own sum in the segment (o) and their whole sum (s): Σo, Σo², Σos, Σs, Σs². */
const MOMENTS = 6

function kindOf(size: number, count: number): number {
  return (size * (size - 1)) / 2 + count - 1
}

function addMoments(moments: Float64Array, at: number, own: number, sum: number): void {
  moments[at]! += 1
  moments[at + 1]! += own
  moments[at + 2]! += own * own
  moments[at + 3]! += own * sum
  moments[at + 4]! += sum
  moments[at + 5]! += sum * sum
}

function momentsOf(own: number, sum: number): Float64Array {
  const moments = new Float64Array(MOMENTS)
  addMoments(moments, 0, own, sum)
  return moments
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

/** Rounding leaves about this share of the terms where a variance is none. */
const NOISE = 1e-14

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
  #terms = 0
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

  /** Adds the clusters of a size that have so many rows of the segment; their moments stand at `at`. */
  addTouched(size: number, count: number, moments: Float64Array, at: number): void {
    const times = moments[at]!
    if (times === 0) return
    const { n, restN } = this
    const restCount = size - count
    this.#clusters += times
    if (restCount === 0) this.#allInside += times
    const f = adjustment(count, n) / n
    const restF = adjustment(restCount, restN) / restN
    // b = f (o − count · mean) − restF (s − o − restCount · restMean), as a sum of o, s and a constant.
    this.#addSquares(
      moments,
      at,
      f + restF,
      -restF,
      restF * restCount * this.#restMean - f * count * this.#mean,
    )
    const s = count * f
    const restS = restCount * restF
    this.#add(times, s * f + restS * restF, (s * s) / n + (restS * restS) / restN)
    this.#own += times * s * s
    this.#rest += times * restS * restS
    this.#cross -= times * s * restS
    this.#addUntouched(-times, size, moments[at + 4]!, moments[at + 5]!)
  }

  finish(sizes: readonly SizeClass[], clusters: number): Estimate {
    const { n, restN } = this
    if (n === 0) return notEstimable(0, 0, 'no rows')
    if (restN === 0) return notEstimable(n, this.#clusters, 'there is no other output')
    const difference = this.#mean - this.#restMean
    if (this.#clusters < 2 || clusters - this.#allInside < 2)
      return pointOnly(difference, n, this.#clusters, 'needs at least 2 prompts within and 2 outside')
    for (const { size, times, sum, squares } of sizes) this.#addUntouched(times, size, sum, squares)
    const own = this.#own / n
    const rest = this.#rest / restN
    const cross = this.#cross / Math.sqrt(n * restN)
    const df = this.#diagonal ** 2 / (own * own + rest * rest + 2 * cross * cross + this.#squares)
    const degenerate = this.#variance <= NOISE * this.#terms
    const se = degenerate ? 0 : Math.sqrt(this.#variance)
    return estimateWithT(difference, se, df, n, this.#clusters, 0.95, degenerate ? ['degenerate'] : [])
  }

  /** Adds Σ (a o + b s + c)² to the variance. */
  #addSquares(moments: Float64Array, at: number, a: number, b: number, c: number): void {
    const [times, o, oo, os] = [moments[at]!, moments[at + 1]!, moments[at + 2]!, moments[at + 3]!]
    const [s, ss] = [moments[at + 4]!, moments[at + 5]!]
    const terms = a * a * oo + b * b * ss + times * c * c
    this.#variance += terms + 2 * (a * b * os + a * c * o + b * c * s)
    this.#terms += terms
  }

  /** `times` clusters of one size without a row of the segment, whose sums and squared sums are these. */
  #addUntouched(times: number, size: number, sum: number, squares: number): void {
    const { restN } = this
    const f = adjustment(size, restN) / restN
    const s = size * f
    const mean = size * this.#restMean
    const sign = Math.sign(times)
    const terms = (squares + Math.abs(times) * mean * mean) * f * f
    this.#variance += sign * (terms - 2 * mean * sum * f * f)
    this.#terms += terms
    this.#add(times, s * f, (s * s) / restN)
    this.#rest += times * s * s
  }

  /** d and h are those of one cluster, in the words of statistics on CR2. */
  #add(times: number, d: number, h: number): void {
    this.#diagonal += times * (d - h)
    this.#squares += times * ((d - h) ** 2 - h * h)
  }
}

function adjustment(count: number, n: number): number {
  const lambda = count / n
  return lambda > WHOLE ? 0 : 1 / Math.sqrt(1 - lambda)
}
