/** Running Σ a bᵀ of vectors of one length. Pairs wait until there are four, and then go in together. */
export interface OuterSum {
  size: number
  /** Row-major; complete only after `settle`. */
  total: Float64Array
  /** Only i ≥ j is filled (for a = b). */
  lowerOnly: boolean
  waiting: [a: Float64Array, b: Float64Array][]
}

/** Starts a sum; `lowerOnly` for sums of a aᵀ. */
export function startOuterSum(size: number, lowerOnly: boolean): OuterSum {
  return { size, total: new Float64Array(size * size), lowerOnly, waiting: [] }
}

/** Adds a bᵀ. The vectors must not change afterwards. */
export function addOuter(sum: OuterSum, a: Float64Array, b: Float64Array): void {
  sum.waiting.push([a, b])
  // Four at a time touch the total once instead of four times: it is larger than the first cache.
  if (sum.waiting.length === 4) addFour(sum)
}

/** Adds what still waits, and gives the total. */
export function settle(sum: OuterSum): Float64Array {
  const none = new Float64Array(sum.size)
  if (sum.waiting.length > 0) {
    while (sum.waiting.length < 4) sum.waiting.push([none, none])
    addFour(sum)
  }
  return sum.total
}

function addFour(sum: OuterSum): void {
  const { size, total, lowerOnly, waiting } = sum
  const [a0, b0] = waiting[0]!
  const [a1, b1] = waiting[1]!
  const [a2, b2] = waiting[2]!
  const [a3, b3] = waiting[3]!
  for (let i = 0; i < size; i++) {
    const x0 = a0[i]!
    const x1 = a1[i]!
    const x2 = a2[i]!
    const x3 = a3[i]!
    const row = i * size
    const end = lowerOnly ? i + 1 : size
    for (let j = 0; j < end; j++) total[row + j]! += x0 * b0[j]! + x1 * b1[j]! + x2 * b2[j]! + x3 * b3[j]!
  }
  waiting.length = 0
}
