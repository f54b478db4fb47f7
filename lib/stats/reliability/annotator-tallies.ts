import type { RaterDesign } from './rater-design'

/** Ratings by output, each with a signal, NaN where it has none; outputs of one prompt stand together. */
export interface AnnotatorDesign extends RaterDesign {
  prompt: Int32Array
  signal: Float64Array
}

/**
 * One rater's comparisons: how many, how many the rater and the signal do not lose, and counts and sums of d = rater − signal
 * by prompt.
 */
export interface Tally {
  rater: number | string
  n: number
  raterWins: number
  signalWins: number
  counts: Float64Array
  sums: Float64Array
}

/**
 * Of each rater that rated an output with a signal. The nearer to all others' ratings of the output does not lose: by the
 * root mean square distance, or by the share of them that differ.
 */
export function talliesOf(design: AnnotatorDesign, score: 'accuracy' | 'rmse'): Tally[] {
  const { raterNames, rater, value, start, prompt, signal } = design
  const isRmse = score === 'rmse'
  const first = placesByRater(design)
  const raters = raterNames.length
  const [n, raterWins, signalWins] = [new Int32Array(raters), new Int32Array(raters), new Int32Array(raters)]
  const lastPrompt = new Int32Array(raters).fill(-1)
  /** Where the rater's present prompt stands among all raters' prompts. */
  const at = first.map((place) => place - 1)
  const counts = new Float64Array(first[raters]!)
  const sums = new Float64Array(first[raters]!)
  for (let i = 0; i < signal.length; i++) {
    const own = signal[i]!
    if (Number.isNaN(own)) continue
    const from = start[i]!
    const to = start[i + 1]!
    for (let k = from; k < to; k++) {
      const r = rater[k]!
      let others = 0
      let human = 0
      let machine = 0
      for (let j = from; j < to; j++) {
        if (rater[j] === r) continue
        const byRater = value[k]! - value[j]!
        const bySignal = own - value[j]!
        human += isRmse ? byRater * byRater : Number(byRater !== 0)
        machine += isRmse ? bySignal * bySignal : Number(bySignal !== 0)
        others += 1
      }
      if (others === 0) continue
      const raterMiss = isRmse ? Math.sqrt(human / others) : human / others
      const signalMiss = isRmse ? Math.sqrt(machine / others) : machine / others
      const raterWon = raterMiss <= signalMiss + TIE ? 1 : 0
      const signalWon = signalMiss <= raterMiss + TIE ? 1 : 0
      if (lastPrompt[r] !== prompt[i]) {
        lastPrompt[r] = prompt[i]!
        at[r]! += 1
      }
      counts[at[r]!]! += 1
      sums[at[r]!]! += raterWon - signalWon
      n[r]! += 1
      raterWins[r]! += raterWon
      signalWins[r]! += signalWon
    }
  }
  return raterNames.flatMap((name, r) => {
    if (first[r] === first[r + 1]) return []
    const prompts = (column: Float64Array) => column.subarray(first[r], at[r]! + 1)
    return {
      ...{ rater: name, n: n[r]!, raterWins: raterWins[r]!, signalWins: signalWins[r]! },
      ...{ counts: prompts(counts), sums: prompts(sums) },
    }
  })
}

/** Room for each rater for as many prompts as they have ratings of outputs with a signal. */
function placesByRater({ raterNames, rater, start, signal }: AnnotatorDesign): Int32Array {
  const first = new Int32Array(raterNames.length + 1)
  for (let i = 0; i < signal.length; i++)
    if (!Number.isNaN(signal[i]!)) for (let k = start[i]!; k < start[i + 1]!; k++) first[rater[k]! + 1]! += 1
  for (let r = 0; r < raterNames.length; r++) first[r + 1]! += first[r]!
  return first
}

/** Distances closer than this are equal: rounding is no difference. */
const TIE = 1e-12
