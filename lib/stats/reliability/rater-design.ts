/** Ratings one a row; outputs and raters by any names. */
export interface RatingRows {
  outputs: ArrayLike<number | string>
  raters: ArrayLike<number | string>
  values: ArrayLike<number>
}

/** Ratings sorted by output, with names replaced by positions. */
export interface RaterDesign {
  raterNames: (number | string)[]
  outputNames: (number | string)[]
  /** For each rating, in order of outputs: its output, rater and value. */
  output: Int32Array
  rater: Int32Array
  value: Float64Array
  /** start[i]…start[i + 1]: the ratings of output i. */
  start: Int32Array
  /** For each rater, the connected part of the design: severity compares only inside one. */
  component: Int32Array
  components: number
}

/** Sorts ratings by output and finds which raters are connected by outputs they share. */
export function raterDesign(rows: RatingRows): RaterDesign {
  const n = rows.values.length
  const outputs = positions(rows.outputs, n)
  const raters = positions(rows.raters, n)
  const start = new Int32Array(outputs.names.length + 1)
  for (let k = 0; k < n; k++) start[outputs.index[k]! + 1]!++
  for (let i = 0; i < outputs.names.length; i++) start[i + 1]! += start[i]!
  const next = start.slice()
  const output = new Int32Array(n)
  const rater = new Int32Array(n)
  const value = new Float64Array(n)
  for (let k = 0; k < n; k++) {
    const at = next[outputs.index[k]!]!++
    output[at] = outputs.index[k]!
    rater[at] = raters.index[k]!
    value[at] = rows.values[k]!
  }
  const component = connect(rater, start, raters.names.length)
  return {
    raterNames: raters.names,
    outputNames: outputs.names,
    output,
    rater,
    value,
    start,
    component,
    components: component.reduce((most, c) => Math.max(most, c + 1), 0),
  }
}

function positions(names: ArrayLike<number | string>, n: number) {
  const seen = new Map<number | string, number>()
  const index = new Int32Array(n)
  for (let k = 0; k < n; k++) {
    const known = seen.get(names[k]!)
    index[k] = known ?? seen.size
    if (known === undefined) seen.set(names[k]!, seen.size)
  }
  return { names: [...seen.keys()], index }
}

/** Numbers the connected components of raters that share outputs (union by smallest). */
function connect(rater: Int32Array, start: Int32Array, raters: number): Int32Array {
  const parent = Int32Array.from({ length: raters }, (_, r) => r)
  const root = (r: number): number => {
    let at = r
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  for (let i = 0; i + 1 < start.length; i++) {
    for (let k = start[i]! + 1; k < start[i + 1]!; k++) {
      const [a, b] = [root(rater[k - 1]!), root(rater[k]!)]
      parent[Math.max(a, b)] = Math.min(a, b)
    }
  }
  const numbers = new Map<number, number>()
  return Int32Array.from({ length: raters }, (_, r) => {
    const own = root(r)
    if (!numbers.has(own)) numbers.set(own, numbers.size)
    return numbers.get(own)!
  })
}
