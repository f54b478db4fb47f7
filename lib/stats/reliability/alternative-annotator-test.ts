import { clusteredMean } from '../clustered-mean'
import { tCdf } from '../distributions/student-t'
import { benjaminiYekutieli } from '../regression/p-adjust'

/** One human rating of an output, and the signal's score of the same output on the same scale. */
export interface AnnotatorRating {
  output: number | string
  prompt: number | string
  rater: number | string
  human: number
  signal: number
}

export interface AltTestOptions {
  /** Accuracy on labels, negative root mean square error on scales. */
  score?: 'accuracy' | 'rmse'
  /** What a human is worth beyond accuracy: 0.2 for experts, 0.15 for skilled raters, 0.1 for crowd workers. */
  epsilon?: number
  /** Rate of false wins, 0.05 by default. */
  q?: number
  /** Shared outputs that a rater needs, 30 by default; raters that this leaves out are counted. */
  minOutputs?: number
}

export interface AltTestRater {
  rater: number | string
  n: number
  clusters: number
  /** Share of outputs on which the signal agrees with the others at least as well as this rater does. */
  signalShare: number
  /** Share on which this rater agrees at least as well as the signal does. */
  raterShare: number
  p: number | null
  pAdjusted: number | null
  wins: boolean
}

export interface AltTest {
  raters: AltTestRater[]
  /** Share of raters that the signal wins against. */
  winningRate: number | null
  /** Mean of `signalShare`: the chance that the signal is at least as good as a random rater. */
  advantage: number | null
  passes: boolean | null
  skippedRaters: number
  reason?: string
}

/**
 * The alternative annotator test: may a signal take a human rater's place? Rater by rater, leave them out; on each output
 * shared with others, who agrees better with these, the signal or the rater (ties count for both)? With d = rater − signal
 * (0/1 each), H0: mean d ≥ ε; one-sided p = P(T ≤ (d̄ − ε)/se), Benjamini–Yekutieli over raters; the signal wins against
 * those rejected, and passes with at least half of at least 3 raters.
 *
 * Source: Calderon, Reichart & Dror (2025), The Alternative Annotator Test for LLM-as-a-Judge (arXiv 2501.10970), and the
 * authors' code. Different here: se is clustered by prompt (CR2, Satterthwaite); with one output a prompt both agree.
 */
export function alternativeAnnotatorTest(
  ratings: readonly AnnotatorRating[],
  options: AltTestOptions = {},
): AltTest {
  const { score = 'rmse', epsilon = 0.2, q = 0.05, minOutputs = 30 } = options
  const byOutput = new Map<number | string, AnnotatorRating[]>()
  for (const rating of ratings) {
    const own = byOutput.get(rating.output)
    if (own) own.push(rating)
    else byOutput.set(rating.output, [rating])
  }
  const comparisons = new Map<
    number | string,
    { prompt: number | string; rater: boolean; signal: boolean }[]
  >()
  for (const own of byOutput.values()) {
    for (const rating of own) {
      const others = own.filter(({ rater }) => rater !== rating.rater).map(({ human }) => human)
      if (others.length === 0) continue
      const [human, signal] = [
        agreement(rating.human, others, score),
        agreement(rating.signal, others, score),
      ]
      const list = comparisons.get(rating.rater) ?? []
      list.push({ prompt: rating.prompt, rater: human >= signal, signal: signal >= human })
      comparisons.set(rating.rater, list)
    }
  }
  const eligible = [...comparisons].filter(([, list]) => list.length >= minOutputs)
  const skippedRaters = new Set(ratings.map(({ rater }) => rater)).size - eligible.length
  const tested = eligible.map(([rater, list]) => ({ rater, ...testOne(list, epsilon) }))
  const adjusted = benjaminiYekutieli(tested.map(({ p }) => p))
  const raters = tested.map((one, k) => {
    const pAdjusted = adjusted[k]!
    return { ...one, pAdjusted, wins: pAdjusted !== null && pAdjusted <= q }
  })
  if (raters.length < 3) {
    const reason = `needs 3 raters with ${minOutputs} shared outputs each, has ${raters.length}`
    return { raters, winningRate: null, advantage: null, passes: null, skippedRaters, reason }
  }
  const winningRate = raters.filter(({ wins }) => wins).length / raters.length
  const advantage = raters.reduce((total, { signalShare }) => total + signalShare, 0) / raters.length
  return { raters, winningRate, advantage, passes: winningRate >= 0.5, skippedRaters }
}

function testOne(list: { prompt: number | string; rater: boolean; signal: boolean }[], epsilon: number) {
  const prompts = new Map<number | string, { count: number; sum: number }>()
  for (const { prompt, rater, signal } of list) {
    const own = prompts.get(prompt) ?? { count: 0, sum: 0 }
    own.count++
    own.sum += Number(rater) - Number(signal)
    prompts.set(prompt, own)
  }
  const sums = [...prompts.values()]
  const { estimate, se, df, clusters } = clusteredMean(
    sums.map(({ count }) => count),
    sums.map(({ sum }) => sum),
  )
  const distance = estimate! - epsilon
  const p = se === null || df === null ? null : se > 0 ? tCdf(distance / se, df) : distance < 0 ? 0 : 1
  return {
    n: list.length,
    clusters,
    signalShare: list.filter(({ signal }) => signal).length / list.length,
    raterShare: list.filter(({ rater }) => rater).length / list.length,
    p,
  }
}

/** Agreement of a value with others' values: higher is better. */
function agreement(value: number, others: readonly number[], score: 'accuracy' | 'rmse'): number {
  if (score === 'accuracy') return others.filter((other) => other === value).length / others.length
  const squares = others.reduce((total, other) => total + (value - other) ** 2, 0)
  return -Math.sqrt(squares / others.length)
}
