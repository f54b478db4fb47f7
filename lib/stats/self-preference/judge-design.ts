import { type DenseIndex, denseIndex } from '../dense-index'
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

/** The design of rows; of a design itself. */
export function judgeDesign(rows: JudgeRows | JudgeDesign): JudgeDesign {
  if ('order' in rows) return rows
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
