import { type DenseIndex, denseIndex } from '../dense-index'
import type { ClusterSums } from '../regression/cluster'
import { startsOf } from '../regression/column-design'
import type { JudgeRows } from './judge-rows'

/** Rows in order of prompts and, within one, of outputs, with judges numbered. */
export interface JudgeDesign {
  judges: (number | string)[]
  /** The rows in order; the prompts' rows are order[start[g]] … order[start[g + 1] − 1]. */
  order: Int32Array
  start: Int32Array
  judge: Int32Array
  output: Int32Array
  self: Uint8Array
  relative: ArrayLike<number> | null
  scores: ArrayLike<number>
}

export function judgeDesign(rows: JudgeRows): JudgeDesign {
  const n = rows.scores.length
  const prompts = denseIndex(rows.prompts)
  const outputs = denseIndex(rows.outputs)
  const order = new Int32Array(n)
  const self = new Uint8Array(n)
  for (let i = 0; i < n; i++) {
    order[i] = i
    if (rows.judges[i] === rows.generators[i]) self[i] = 1
  }
  if (!prompts.inRuns || !outputs.inRuns) {
    order.sort(
      (a, b) => prompts.index[a]! - prompts.index[b]! || outputs.index[a]! - outputs.index[b]! || a - b,
    )
  }
  const inOrder = new Int32Array(n)
  for (let i = 0; i < n; i++) inOrder[i] = prompts.index[order[i]!]!
  const judges = denseIndex(rows.judges)
  return {
    judges: namesAt(rows.judges, judges),
    order,
    start: startsOf(inOrder),
    judge: judges.index,
    output: outputs.index,
    self,
    relative: rows.relatives ?? null,
    scores: rows.scores,
  }
}

/** The distinct names in the order of first appearance. */
function namesAt(names: JudgeRows['judges'], { index, size }: DenseIndex): (number | string)[] {
  const found = new Array<number | string>(size)
  for (let i = names.length - 1; i >= 0; i--) found[index[i]!] = names[i]!
  return found
}

/** Writes what a row has in each term. */
export type RowOf = (row: number, x: Float64Array) => void

/**
 * The sums of each prompt, one after the other, in constant memory: of the terms and the scores as they are, or of both
 * about their means over the ratings of the same output.
 */
export function* promptSums(
  design: JudgeDesign,
  terms: number,
  rowOf: RowOf,
  withinOutputs: boolean,
): Generator<ClusterSums> {
  const { order, start, output, scores } = design
  const x = new Float64Array(terms)
  const means = new Float64Array(terms + 1)
  for (let g = 0; g + 1 < start.length; g++) {
    const sums = {
      label: g,
      n: start[g + 1]! - start[g]!,
      cross: new Float64Array(terms * terms),
      right: [new Float64Array(terms)],
      yy: new Float64Array(1),
    }
    for (let from = start[g]!, to = from; from < start[g + 1]!; from = to) {
      while (to < start[g + 1]! && output[order[to]!] === output[order[from]!]) to++
      means.fill(0)
      for (let k = from; withinOutputs && k < to; k++) {
        rowOf(order[k]!, x)
        for (let j = 0; j < terms; j++) means[j]! += x[j]! / (to - from)
        means[terms]! += scores[order[k]!]! / (to - from)
      }
      // One rating of an output says nothing of differences within it.
      if (withinOutputs && to - from === 1) continue
      for (let k = from; k < to; k++) {
        rowOf(order[k]!, x)
        addRow(sums, x, means, scores[order[k]!]!)
      }
    }
    yield sums
  }
}

function addRow(
  { cross, right, yy }: { cross: Float64Array; right: Float64Array[]; yy: Float64Array },
  x: Float64Array,
  means: Float64Array,
  score: number,
): void {
  const terms = x.length
  const y = score - means[terms]!
  for (let j = 0; j < terms; j++) {
    const own = x[j]! - means[j]!
    if (own === 0) continue
    for (let k = 0; k < terms; k++) cross[j * terms + k]! += own * (x[k]! - means[k]!)
    right[0]![j]! += own * y
  }
  yy[0]! += y * y
}
