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
  const score = (g: number) => pairs.concordant[g]! - pairs.discordant[g]!
  const used = Array.from(pairs.counts, (count, g) => (count >= 2 ? g : -1)).filter((g) => g >= 0)
  const counts = used.map((g) => pairs.counts[g]!)
  const totalX = sum(used.map((g) => pairs.untiedX[g]!))
  const totalY = sum(used.map((g) => pairs.untiedY[g]!))
  if (!(totalX > 0 && totalY > 0)) {
    const reason =
      used.length === 0 ? 'needs prompts with at least 2 outputs' : 'constant within every prompt'
    const none = { estimate: null, ci: null, se: null, df: null, p: null }
    return { ...none, n: sum(counts), clusters: used.length, reason }
  }
  const total = sum(used.map(score))
  const leftOut = used.map((g) => {
    const [restX, restY] = [totalX - pairs.untiedX[g]!, totalY - pairs.untiedY[g]!]
    return restX > 0 && restY > 0 ? clampCorrelation((total - score(g)) / Math.sqrt(restX * restY)) : null
  })
  return correlationFromJackknife(
    clampCorrelation(total / Math.sqrt(totalX * totalY)),
    leftOut,
    counts,
    level,
  )
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
    for (let i = from + 1; i < to; i++)
      for (let j = from; j < i; j++) {
        const sign = Math.sign(x[i]! - x[j]!) * Math.sign(y[i]! - y[j]!)
        if (sign > 0) concordant[g]! += 1
        else if (sign < 0) discordant[g]! += 1
        if (x[i] !== x[j]) untiedX[g]! += 1
        if (y[i] !== y[j]) untiedY[g]! += 1
      }
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
