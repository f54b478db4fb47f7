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
  private readonly counts: Int32Array
  private readonly holds: Int32Array
  /** By size of the cluster: how many clusters, Σ h, Σ h². */
  private clustersOf = new Float64Array(16)
  private holdsOf = new Float64Array(16)
  private squaresOf = new Float64Array(16)
  private largest = 0
  private n = 0
  private held = 0
  private clusters = 0

  /** @param counts rows that each cluster begins with, none of which hold; or the number of clusters, all empty. */
  constructor(counts: number | Int32Array) {
    this.counts = typeof counts === 'number' ? new Int32Array(counts) : counts.slice()
    this.holds = new Int32Array(this.counts.length)
    for (let g = 0; g < this.counts.length; g++) {
      const size = this.counts[g]!
      if (size === 0) continue
      this.makeRoom(size)
      this.clusters += 1
      this.n += size
      this.clustersOf[size]! += 1
    }
  }

  add(cluster: number, rows: number, holds: number): void {
    if (rows === 0) {
      if (holds !== 0) this.addHolds(cluster, holds)
      return
    }
    const before = this.counts[cluster]!
    const held = this.holds[cluster]!
    const size = before + rows
    const now = held + holds
    this.makeRoom(size)
    if (before > 0) {
      this.clustersOf[before]! -= 1
      this.holdsOf[before]! -= held
      this.squaresOf[before]! -= held * held
    } else this.clusters += 1
    this.clustersOf[size]! += 1
    this.holdsOf[size]! += now
    this.squaresOf[size]! += now * now
    this.counts[cluster] = size
    this.holds[cluster] = now
    this.n += rows
    this.held += holds
  }

  /** More of the rows that a cluster has. */
  private addHolds(cluster: number, holds: number): void {
    const size = this.counts[cluster]!
    const held = this.holds[cluster]!
    this.holds[cluster] = held + holds
    this.holdsOf[size]! += holds
    this.squaresOf[size]! += holds * (2 * held + holds)
    this.held += holds
  }

  result(level = 0.95): ClusteredProportion {
    if (this.n === 0) return noProportion
    return proportionAt(this.held, this.n, this.clusters, this.designEffect(), level)
  }

  private makeRoom(size: number): void {
    if (size > this.largest) this.largest = size
    if (size < this.clustersOf.length) return
    const grown = (values: Float64Array) => {
      const larger = new Float64Array(Math.max(size + 1, 2 * values.length))
      larger.set(values)
      return larger
    }
    this.clustersOf = grown(this.clustersOf)
    this.holdsOf = grown(this.holdsOf)
    this.squaresOf = grown(this.squaresOf)
  }

  private designEffect(): number | null {
    const { n, held } = this
    const share = held / n
    if (this.clusters < 2 || held <= 0 || held >= n) return null
    let variance = 0
    for (let size = 1; size <= this.largest; size++) {
      const clusters = this.clustersOf[size]!
      if (clusters === 0) continue
      const about =
        this.squaresOf[size]! -
        2 * share * size * this.holdsOf[size]! +
        share * share * size * size * clusters
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
  private readonly weights: Float64Array
  private readonly holds: Float64Array
  private n = 0
  private weight = 0
  private held = 0
  private clusters = 0
  /** Σ W_g², Σ W_g W̃_g, Σ W̃_g². */
  private ww = 0
  private wh = 0
  private hh = 0

  constructor(clusters: number) {
    this.weights = new Float64Array(clusters)
    this.holds = new Float64Array(clusters)
  }

  add(cluster: number, weight: number, holds: number): void {
    if (weight === 0 && holds === 0) return
    const [w, h] = [this.weights[cluster]!, this.holds[cluster]!]
    if (w === 0) this.clusters += 1
    if (weight > 0) this.n += 1
    this.weights[cluster] = w + weight
    this.holds[cluster] = h + holds
    this.weight += weight
    this.held += holds
    this.ww += (w + weight) ** 2 - w * w
    this.hh += (h + holds) ** 2 - h * h
    this.wh += (w + weight) * (h + holds) - w * h
  }

  result(level = 0.95): ClusteredProportion {
    if (!(this.weight > 0)) return noProportion
    const [n, clusters] = [this.n, this.clusters]
    const share = Math.min(1, Math.max(0, this.held / this.weight))
    const about = this.hh - 2 * share * this.wh + share * share * this.ww
    const variance = ((clusters / (clusters - 1)) * Math.max(0, about)) / this.weight ** 2
    const known = clusters >= 2 && share > 1e-12 && share < 1 - 1e-12
    const designEffect = known ? variance / ((share * (1 - share)) / n) : null
    return proportionAt(share * n, n, clusters, designEffect, level)
  }
}
