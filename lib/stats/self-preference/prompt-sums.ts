import type { ClusterSums } from '../regression/cluster'
import type { JudgeDesign } from './judge-design'

/** A row's judge, human score, family and self. */
const MOST = 4

/** The terms in which a row is not 0. */
export class RowTerms {
  readonly term = new Int32Array(MOST)
  readonly value = new Float64Array(MOST)
  size = 0

  set(term: number, value: number): void {
    if (value === 0) return
    this.term[this.size] = term
    this.value[this.size++] = value
  }
}

/** Sets what a row has in the terms. */
export type RowOf = (row: number, terms: RowTerms) => void

/**
 * The sums of each prompt, one after the other, in constant memory: of the terms and the scores as they are, or of both
 * about their means over the ratings of the same output. The sums of one are valid until the next is asked for.
 */
export function* promptSums(
  design: JudgeDesign,
  terms: number,
  rowOf: RowOf,
  withinOutputs: boolean,
): Generator<ClusterSums> {
  const { order, start, output, scores } = design
  const adder = new OutputAdder(terms, rowOf, scores, withinOutputs)
  for (let g = 0; g + 1 < start.length; g++) {
    adder.clear()
    for (let from = start[g]!, to = from; from < start[g + 1]!; from = to) {
      while (to < start[g + 1]! && output[order[to]!] === output[order[from]!]) to++
      // One rating of an output says nothing of differences within it.
      if (!withinOutputs || to - from > 1) adder.add(order, from, to)
    }
    yield {
      label: g,
      n: start[g + 1]! - start[g]!,
      ...{ cross: adder.cross, right: [adder.right], yy: adder.yy },
    }
  }
}

/** Adds up rows by the terms that they have. */
class OutputAdder {
  readonly cross: Float64Array
  readonly right: Float64Array
  readonly yy = new Float64Array(1)
  /** Of the output that is being added, and 0 for all terms that it lacks. */
  readonly #means: Float64Array
  readonly #met: Uint8Array
  readonly #held: Int32Array
  readonly #row = new RowTerms()

  constructor(
    readonly terms: number,
    readonly rowOf: RowOf,
    readonly scores: ArrayLike<number>,
    readonly centred: boolean,
  ) {
    this.cross = new Float64Array(terms * terms)
    this.right = new Float64Array(terms)
    this.#means = new Float64Array(terms)
    this.#met = new Uint8Array(terms)
    this.#held = new Int32Array(terms)
  }

  clear(): void {
    for (const sums of [this.cross, this.right, this.yy]) sums.fill(0)
  }

  /** Adds the rows of an output, order[from] … order[to − 1]. */
  add(order: Int32Array, from: number, to: number): void {
    const { terms, scores, cross, right } = this
    const means = this.#means
    const held = this.#held
    const row = this.#row
    let mean = 0
    let holds = 0
    if (this.centred) {
      holds = this.#findMeans(order, from, to)
      for (let k = from; k < to; k++) mean += scores[order[k]!]! / (to - from)
    }
    for (let k = from; k < to; k++) {
      row.size = 0
      this.rowOf(order[k]!, row)
      const y = scores[order[k]!]! - mean
      this.yy[0]! += y * y
      for (let a = 0; a < row.size; a++) {
        const x = row.value[a]!
        const at = row.term[a]! * terms
        right[row.term[a]!]! += x * y
        // Σ (x − x̄)(z − z̄) = Σ x(z − z̄): rows without the term add nothing.
        for (let b = 0; b < row.size; b++) cross[at + row.term[b]!]! += x * row.value[b]!
        for (let h = 0; h < holds; h++) cross[at + held[h]!]! -= x * means[held[h]!]!
      }
    }
    for (let h = 0; h < holds; h++) {
      means[held[h]!] = 0
      this.#met[held[h]!] = 0
    }
  }

  /** Writes the means of the terms that an output's rows have, and answers how many these are. */
  #findMeans(order: Int32Array, from: number, to: number): number {
    const row = this.#row
    let holds = 0
    for (let k = from; k < to; k++) {
      row.size = 0
      this.rowOf(order[k]!, row)
      for (let a = 0; a < row.size; a++) {
        const term = row.term[a]!
        if (this.#met[term] === 0) this.#held[holds++] = term
        this.#met[term] = 1
        this.#means[term]! += row.value[a]!
      }
    }
    for (let h = 0; h < holds; h++) this.#means[this.#held[h]!]! /= to - from
    return holds
  }
}
