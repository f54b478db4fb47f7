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
  raters: number
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
  const outputs = denseIndex(rows.outputs)
  const raters = named(rows.raters)
  const start = new Int32Array(outputs.size + 1)
  for (let k = 0; k < n; k++) start[outputs.index[k]! + 1]!++
  for (let i = 0; i < outputs.size; i++) start[i + 1]! += start[i]!
  const next = start.slice()
  const rater = new Int32Array(n)
  const value = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    const at = next[outputs.index[k]!]!++
    rater[at] = raters.index[k]!
    value[at] = rows.values[k]!
  }
  const prompts = rows.prompts ? denseIndex(rows.prompts) : null
  const prompt = prompts ? new Int32Array(outputs.size) : null
  for (let k = 0; prompts && prompt && k < n; k++) prompt[outputs.index[k]!] = prompts.index[k]!
  return {
    raterNames: raters.names,
    raters: raters.names.length,
    ...{ rater, value, start, prompt },
    prompts: prompts?.size ?? 0,
  }
}

/**
 * The design of ratings that stand together by output and, these, by prompt already. Raters are numbered in the order in
 * which they first occur, and named by their numbers in `rater`.
 *
 * @param prompt of each output, any number.
 */
export function raterDesignOfRuns(runs: {
  rater: Int32Array
  value: Float64Array
  start: Int32Array
  prompt: ArrayLike<number>
}): RaterDesign & { prompt: Int32Array } {
  const raters = named(runs.rater)
  const prompt = new Int32Array(runs.start.length - 1)
  let prompts = 0
  for (let i = 0; i < prompt.length; i++) {
    if (i === 0 || runs.prompt[i] !== runs.prompt[i - 1]) prompts++
    prompt[i] = prompts - 1
  }
  return {
    raterNames: raters.names,
    raters: raters.names.length,
    ...{ rater: raters.index, value: runs.value, start: runs.start, prompt, prompts },
  }
}

function named(names: ArrayLike<number | string>) {
  const { index, size } = denseIndex(names)
  const found = new Array<number | string>(size)
  for (let k = names.length - 1; k >= 0; k--) found[index[k]!] = names[k]!
  return { names: found, index }
}
