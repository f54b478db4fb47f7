import { type ClusteredCorrelation, clampCorrelation, correlationFromJackknife } from './correlation-estimate'
import { kendall } from './kendall'
import { sum } from './sum'

/** Pairs of outputs of one prompt: concordant, discordant, and how many differ on x and on y. */
export interface PromptPairCounts {
  /** Outputs of each prompt. */
  counts: ArrayLike<number>
  concordant: ArrayLike<number>
  discordant: ArrayLike<number>
  untiedX: ArrayLike<number>
  untiedY: ArrayLike<number>
}

/**
 * Kendall's τ-b of pairs within prompts only, pooled: does the signal know which of two answers to the same prompt is
 * better? A prompt's difficulty cancels.
 *
 *     τ = Σ(C_g − D_g)/√(ΣX_g ΣY_g),  X_g, Y_g the pairs of prompt g that differ on x, on y
 *
 * Interval: the delete-one-prompt jackknife (`correlationFromJackknife`).
 */
export function withinClusterKendall(pairs: PromptPairCounts, level = 0.95): ClusteredCorrelation {
  const used = promptsWithPairs(pairs.counts)
  const of = (values: ArrayLike<number>) => {
    const own = new Float64Array(used.length)
    for (let k = 0; k < own.length; k++) own[k] = values[used[k]!]!
    return own
  }
  const [counts, untiedX, untiedY, score] = [
    of(pairs.counts),
    of(pairs.untiedX),
    of(pairs.untiedY),
    of(pairs.concordant),
  ]
  for (let k = 0; k < score.length; k++) score[k]! -= pairs.discordant[used[k]!]!
  const totalX = sum(untiedX)
  const totalY = sum(untiedY)
  if (!(totalX > 0 && totalY > 0)) {
    const reason =
      used.length === 0 ? 'needs prompts with at least 2 outputs' : 'constant within every prompt'
    const none = { estimate: null, ci: null, se: null, df: null, p: null }
    return { ...none, n: sum(counts), clusters: used.length, reason }
  }
  const total = sum(score)
  const leftOut = new Float64Array(used.length)
  for (let k = 0; k < leftOut.length; k++) {
    const restX = totalX - untiedX[k]!
    const restY = totalY - untiedY[k]!
    leftOut[k] =
      restX > 0 && restY > 0 ? clampCorrelation((total - score[k]!) / Math.sqrt(restX * restY)) : Number.NaN
  }
  return correlationFromJackknife(
    clampCorrelation(total / Math.sqrt(totalX * totalY)),
    leftOut,
    counts,
    level,
  )
}

function promptsWithPairs(counts: ArrayLike<number>): Int32Array {
  const used = new Int32Array(counts.length)
  let size = 0
  for (let g = 0; g < counts.length; g++) if (counts[g]! >= 2) used[size++] = g
  return used.subarray(0, size)
}

/** Up to so many outputs a prompt's pairs are counted one by one. */
const FEW = 64

/** The counts of every prompt, whose rows stand together. @param starts where each prompt starts, and the last ends. */
export function pairCountsOf(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  starts: ArrayLike<number>,
): PromptPairCounts {
  const prompts = starts.length - 1
  const [counts, concordant, discordant, untiedX, untiedY] = Array.from(
    { length: 5 },
    () => new Float64Array(prompts),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
  for (let g = 0; g < prompts; g++) {
    const from = starts[g]!
    const to = starts[g + 1]!
    counts[g] = to - from
    if (to - from > FEW) {
      const own = (values: ArrayLike<number>) =>
        Float64Array.from({ length: to - from }, (_, i) => values[from + i]!)
      const sums = promptPairCounts(own(x), own(y))
      concordant[g] = sums.concordant
      discordant[g] = sums.discordant
      untiedX[g] = sums.untiedX
      untiedY[g] = sums.untiedY
      continue
    }
    let [agreeing, opposed, apartX, apartY] = [0, 0, 0, 0]
    for (let i = from + 1; i < to; i++)
      for (let j = from; j < i; j++) {
        const dx = x[i]! - x[j]!
        const dy = y[i]! - y[j]!
        if (dx !== 0) apartX += 1
        if (dy !== 0) apartY += 1
        if (dx === 0 || dy === 0) continue
        if (dx > 0 === dy > 0) agreeing += 1
        else opposed += 1
      }
    concordant[g] = agreeing
    discordant[g] = opposed
    untiedX[g] = apartX
    untiedY[g] = apartY
  }
  return { counts, concordant, discordant, untiedX, untiedY }
}

/** The counts of one prompt for `withinClusterKendall`, from its rows. */
export function promptPairCounts(x: ArrayLike<number>, y: ArrayLike<number>) {
  const { concordant, discordant } = kendall(x, y)
  return { count: x.length, concordant, discordant, untiedX: untied(x), untiedY: untied(y) }
}

function untied(values: ArrayLike<number>): number {
  const seen = new Map<number, number>()
  let pairs = 0
  for (let i = 0; i < values.length; i++) {
    const before = seen.get(values[i]!) ?? 0
    pairs += i - before
    seen.set(values[i]!, before + 1)
  }
  return pairs
}
