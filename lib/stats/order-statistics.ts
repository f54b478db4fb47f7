/** Up to so many values are sorted outright. */
const FEW = 1024
const BUCKETS = 4096
/** Values that still crowd into one bucket after so many rounds are sorted: their spread is like that of exp(exp(x)). */
const ROUNDS = 4

/**
 * The values that would stand at `ranks` (ascending, from 0) if `values` were sorted, in a few passes: values are dealt
 * into buckets of equal width, and only the buckets in which a rank falls are looked into.
 *
 * @param values in any order, finite.
 */
export function orderStatistics(values: ArrayLike<number>, ranks: readonly number[]): number[] {
  return select(new Float64Array(values), ranks, ROUNDS)
}

function select(values: Float64Array, ranks: readonly number[], rounds: number): number[] {
  const { lowest, highest } = rangeOf(values)
  if (lowest === highest) return ranks.map(() => lowest)
  const scale = (BUCKETS - 1) / (highest - lowest)
  if (values.length <= FEW || rounds === 0 || !Number.isFinite(scale)) {
    const sorted = values.sort()
    return ranks.map((rank) => sorted[rank]!)
  }
  const ends = new Int32Array(BUCKETS)
  for (let i = 0; i < values.length; i++) ends[((values[i]! - lowest) * scale) | 0]! += 1
  for (let bucket = 1; bucket < BUCKETS; bucket++) ends[bucket]! += ends[bucket - 1]!

  const wanted = ranksByBucket(ends, ranks)
  const places = new Int32Array(BUCKETS).fill(-1)
  const own = wanted.map(({ bucket, from }) => new Float64Array(ends[bucket]! - from))
  const filled = new Int32Array(wanted.length)
  for (const [place, { bucket }] of wanted.entries()) places[bucket] = place
  for (let i = 0; i < values.length; i++) {
    const place = places[((values[i]! - lowest) * scale) | 0]!
    if (place >= 0) own[place]![filled[place]!++] = values[i]!
  }
  return wanted.flatMap(({ from, ranks: within }, place) =>
    select(
      own[place]!,
      within.map((rank) => rank - from),
      rounds - 1,
    ),
  )
}

/** The buckets in which ranks fall, with the number of values before the bucket. */
function ranksByBucket(ends: Int32Array, ranks: readonly number[]) {
  const wanted: { bucket: number; from: number; ranks: number[] }[] = []
  let bucket = 0
  for (const rank of ranks) {
    while (ends[bucket]! <= rank) bucket++
    const last = wanted[wanted.length - 1]
    if (last?.bucket === bucket) last.ranks.push(rank)
    else wanted.push({ bucket, from: bucket === 0 ? 0 : ends[bucket - 1]!, ranks: [rank] })
  }
  return wanted
}

function rangeOf(values: Float64Array): { lowest: number; highest: number } {
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  return { lowest, highest }
}
