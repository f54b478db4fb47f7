import { denseIndex } from '../dense-index'

/** Ratings one a row; outputs and raters by any names. */
export interface RatingRows {
  outputs: ArrayLike<number | string>
  raters: ArrayLike<number | string>
  values: ArrayLike<number>
  /** The output's prompt, the same in all rows of an output: errors then allow for what prompts share. */
  prompts?: ArrayLike<number | string>
}

/** Ratings sorted by output, with names replaced by positions. */
export interface RaterDesign {
  raterNames: (number | string)[]
  outputNames: (number | string)[]
  /** For each rating, in order of outputs: its rater and value. */
  rater: Int32Array
  value: Float64Array
  /** start[i]…start[i + 1]: the ratings of output i. */
  start: Int32Array
  /** For each output, the number of its prompt; null where no prompts are given. */
  prompt: Int32Array | null
  prompts: number
}

/** Sorts ratings by output; names are numbered in the order in which they first occur. */
export function raterDesign(rows: RatingRows): RaterDesign {
  const n = rows.values.length
  const outputs = named(rows.outputs)
  const raters = named(rows.raters)
  const start = new Int32Array(outputs.names.length + 1)
  for (let k = 0; k < n; k++) start[outputs.index[k]! + 1]!++
  for (let i = 0; i < outputs.names.length; i++) start[i + 1]! += start[i]!
  const next = start.slice()
  const rater = new Int32Array(n)
  const value = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    const at = next[outputs.index[k]!]!++
    rater[at] = raters.index[k]!
    value[at] = rows.values[k]!
  }
  const prompts = rows.prompts ? denseIndex(rows.prompts) : null
  const prompt = prompts ? new Int32Array(outputs.names.length) : null
  for (let k = 0; prompts && prompt && k < n; k++) prompt[outputs.index[k]!] = prompts.index[k]!
  return {
    raterNames: raters.names,
    outputNames: outputs.names,
    ...{ rater, value, start, prompt },
    prompts: prompts?.size ?? 0,
  }
}

function named(names: ArrayLike<number | string>) {
  const { index, size } = denseIndex(names)
  const found = new Array<number | string>(size)
  for (let k = names.length - 1; k >= 0; k--) found[index[k]!] = names[k]!
  return { names: found, index }
}
