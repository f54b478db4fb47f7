import { clusteredMean } from '../clustered-mean'
import { denseIndex } from '../dense-index'
import { tCdf } from '../distributions/student-t'
import { benjaminiYekutieli } from '../regression/p-adjust'
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
export function alternativeAnnotatorTest(ratings: AnnotatorRatings, options: AltTestOptions = {}): AltTest {
  const { score = 'rmse', epsilon = 0.2, q = 0.05, minOutputs = 30 } = options
  const tallies = talliesOf(ratings, score)
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

/** One rater's comparisons: how many, how many the rater and the signal do not lose, and counts and sums of d by prompt. */
interface Tally {
  rater: number | string
  n: number
  raterWins: number
  signalWins: number
  prompt: number
  counts: number[]
  sums: number[]
}

function talliesOf(ratings: AnnotatorRatings, score: 'accuracy' | 'rmse'): Tally[] {
  const design = raterDesign(ratings)
  const { index: prompt, signal } = outputColumns(ratings, design.outputNames.length)
  const { rater, value, start } = design
  const tallies = design.raterNames.map(
    (name): Tally => ({ rater: name, n: 0, raterWins: 0, signalWins: 0, prompt: -1, counts: [], sums: [] }),
  )
  const order = Int32Array.from(prompt, (_, i) => i)
  // A prompt's outputs must stand together.
  if (prompt.some((own, i) => i > 0 && own < prompt[i - 1]!))
    order.sort((a, b) => prompt[a]! - prompt[b]! || a - b)
  for (const i of order) {
    for (let k = start[i]!; k < start[i + 1]!; k++) {
      const others = { rater, value, from: start[i]!, to: start[i + 1]!, but: rater[k]! }
      const human = agreement(value[k]!, others, score)
      if (human === null) continue
      const machine = agreement(signal[i]!, others, score)!
      const raterWins = human >= machine - TIE
      const signalWins = machine >= human - TIE
      add(tallies[rater[k]!]!, prompt[i]!, Number(raterWins), Number(signalWins))
    }
  }
  return tallies
}

/** The prompt and the signal of each output, in the order in which outputs first occur. */
function outputColumns({ outputs, prompts, signal }: AnnotatorRatings, size: number) {
  const at = denseIndex(outputs).index
  const { index } = denseIndex(prompts)
  const prompt = new Int32Array(size)
  const score = new Float64Array(size)
  for (let k = 0; k < at.length; k++) {
    prompt[at[k]!] = index[k]!
    score[at[k]!] = signal[k]!
  }
  return { index: prompt, signal: score }
}

function add(tally: Tally, prompt: number, rater: number, signal: number): void {
  if (tally.prompt !== prompt) {
    tally.prompt = prompt
    tally.counts.push(0)
    tally.sums.push(0)
  }
  const last = tally.counts.length - 1
  tally.counts[last]! += 1
  tally.sums[last]! += rater - signal
  tally.n += 1
  tally.raterWins += rater
  tally.signalWins += signal
}

function testOne(tally: Tally, epsilon: number) {
  const { rater, n, raterWins, signalWins, counts, sums } = tally
  const { estimate, se, df, clusters } = clusteredMean(counts, sums)
  const distance = estimate! - epsilon
  const p = se === null || df === null ? null : se > 0 ? tCdf(distance / se, df) : distance < 0 ? 0 : 1
  return { rater, n, clusters, signalShare: signalWins / n, raterShare: raterWins / n, p }
}

/** Agreements closer than this are equal: rounding is no difference. */
const TIE = 1e-12

/** An output's ratings from … to − 1, without those of one rater. */
type Others = { rater: Int32Array; value: Float64Array; from: number; to: number; but: number }

/** Agreement of a value with the others' values: higher is better; null where there are none. */
function agreement(
  own: number,
  { rater, value, from, to, but }: Others,
  score: 'accuracy' | 'rmse',
): number | null {
  let n = 0
  let equal = 0
  let squares = 0
  for (let k = from; k < to; k++) {
    if (rater[k] === but) continue
    n += 1
    if (value[k] === own) equal += 1
    squares += (own - value[k]!) ** 2
  }
  if (n === 0) return null
  return score === 'accuracy' ? equal / n : -Math.sqrt(squares / n)
}
