import { clusteredMean } from '../clustered-mean'
import { denseIndex } from '../dense-index'
import { tCdf } from '../distributions/student-t'
import { benjaminiYekutieli } from '../regression/p-adjust'
import { type AnnotatorDesign, type Tally, talliesOf } from './annotator-tallies'
import { type RatingRows, raterDesign } from './rater-design'

/** Human ratings one a row, and the signal's score of the same output on the same scale. */
export interface AnnotatorRatings extends RatingRows {
  prompts: ArrayLike<number | string>
  signal: ArrayLike<number>
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
  ratings: AnnotatorRatings | AnnotatorDesign,
  options: AltTestOptions = {},
): AltTest {
  const { score = 'rmse', epsilon = 0.2, q = 0.05, minOutputs = 30 } = options
  const tallies = talliesOf('start' in ratings ? ratings : designOf(ratings), score)
  const eligible = tallies.filter(({ n }) => n >= minOutputs)
  const skippedRaters = tallies.length - eligible.length
  const tested = eligible.map((tally) => testOne(tally, epsilon))
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

/** Ratings in any order as a design whose outputs of one prompt stand together. */
function designOf(ratings: AnnotatorRatings): AnnotatorDesign {
  const n = ratings.values.length
  const prompts = denseIndex(ratings.prompts).index
  const order = Int32Array.from({ length: n }, (_, k) => k).sort((a, b) => prompts[a]! - prompts[b]! || a - b)
  const inOrder = <T>(column: ArrayLike<T>) => Array.from(order, (k) => column[k]!)
  const outputs = inOrder(ratings.outputs)
  const design = raterDesign({
    outputs,
    raters: inOrder(ratings.raters),
    values: inOrder(ratings.values),
    prompts: inOrder(ratings.prompts),
  })
  const signal = new Float64Array(design.start.length - 1)
  denseIndex(outputs).index.forEach((output, at) => {
    signal[output] = ratings.signal[order[at]!]!
  })
  return { ...design, prompt: design.prompt!, signal }
}

function testOne(tally: Tally, epsilon: number) {
  const { rater, n, raterWins, signalWins, counts, sums } = tally
  const { estimate, se, df, clusters } = clusteredMean(counts, sums)
  const distance = estimate! - epsilon
  const p = se === null || df === null ? null : se > 0 ? tCdf(distance / se, df) : distance < 0 ? 0 : 1
  return { rater, n, clusters, signalShare: signalWins / n, raterShare: raterWins / n, p }
}
