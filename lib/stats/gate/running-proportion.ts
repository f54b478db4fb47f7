import { type ClusteredProportion, noProportion, proportionAt } from '../proportion'

/** A share of clustered rows that is asked for again and again while rows are added. */
export interface RunningShare {
  /** Adds to a cluster (0, 1, 2…): rows, and how many of its rows hold. With weights, the sums of these. */
  add(cluster: number, rows: number, holds: number): void
  result(level?: number): ClusteredProportion
}

/**
 * `clusteredProportion`, kept up in constant time a row: Σ (h_g − c_g p)²/(1 − c_g/n) needs of the clusters of one size
 * only how many they are, Σ h and Σ h². All are whole numbers, so that nothing is lost by adding in any order.
 */
export class RunningProportion implements RunningShare {
  readonly #counts: Int32Array
  readonly #holds: Int32Array
  readonly #sizes = new Map<number, { clusters: number; holds: number; squares: number }>()
  #n = 0
  #held = 0
  #clusters = 0

  constructor(clusters: number) {
    this.#counts = new Int32Array(clusters)
    this.#holds = new Int32Array(clusters)
  }

  add(cluster: number, rows: number, holds: number): void {
    if (rows === 0 && holds === 0) return
    if (this.#counts[cluster]! > 0) this.#tally(cluster, -1)
    else this.#clusters += 1
    this.#counts[cluster]! += rows
    this.#holds[cluster]! += holds
    this.#n += rows
    this.#held += holds
    this.#tally(cluster, 1)
  }

  result(level = 0.95): ClusteredProportion {
    if (this.#n === 0) return noProportion
    return proportionAt(this.#held, this.#n, this.#clusters, this.#designEffect(), level)
  }

  #tally(cluster: number, sign: 1 | -1): void {
    const size = this.#counts[cluster]!
    const held = this.#holds[cluster]!
    let own = this.#sizes.get(size)
    if (!own) {
      own = { clusters: 0, holds: 0, squares: 0 }
      this.#sizes.set(size, own)
    }
    own.clusters += sign
    own.holds += sign * held
    own.squares += sign * held * held
  }

  #designEffect(): number | null {
    const n = this.#n
    const share = this.#held / n
    if (this.#clusters < 2 || this.#held <= 0 || this.#held >= n) return null
    let variance = 0
    for (const [size, { clusters, holds, squares }] of this.#sizes) {
      if (clusters === 0) continue
      const about = squares - 2 * share * size * holds + share * share * size * size * clusters
      variance += Math.max(0, about) / (1 - size / n) / (n * n)
    }
    return variance / ((share * (1 - share)) / n)
  }
}

/**
 * The same where rows were sampled with unequal probabilities: rows and holds are sums of weights, the variance that of
 * `clusteredWeightedMean`, G/(G − 1) Σ (W̃_g − W_g p)²/W², and the effective n is p(1 − p)/variance, at most the rows'.
 */
export class RunningWeightedProportion implements RunningShare {
  readonly #weights: Float64Array
  readonly #holds: Float64Array
  #n = 0
  #weight = 0
  #held = 0
  #clusters = 0
  #ww = 0
  #wh = 0
  #hh = 0

  constructor(clusters: number) {
    this.#weights = new Float64Array(clusters)
    this.#holds = new Float64Array(clusters)
  }

  add(cluster: number, weight: number, holds: number): void {
    if (weight === 0 && holds === 0) return
    const [w, h] = [this.#weights[cluster]!, this.#holds[cluster]!]
    if (w === 0) this.#clusters += 1
    if (weight > 0) this.#n += 1
    this.#weights[cluster] = w + weight
    this.#holds[cluster] = h + holds
    this.#weight += weight
    this.#held += holds
    this.#ww += (w + weight) ** 2 - w * w
    this.#hh += (h + holds) ** 2 - h * h
    this.#wh += (w + weight) * (h + holds) - w * h
  }

  result(level = 0.95): ClusteredProportion {
    if (!(this.#weight > 0)) return noProportion
    const [n, clusters] = [this.#n, this.#clusters]
    const share = Math.min(1, Math.max(0, this.#held / this.#weight))
    const about = this.#hh - 2 * share * this.#wh + share * share * this.#ww
    const variance = ((clusters / (clusters - 1)) * Math.max(0, about)) / this.#weight ** 2
    const known = clusters >= 2 && share > 1e-12 && share < 1 - 1e-12
    const designEffect = known ? variance / ((share * (1 - share)) / n) : null
    return proportionAt(share * n, n, clusters, designEffect, level)
  }
}
