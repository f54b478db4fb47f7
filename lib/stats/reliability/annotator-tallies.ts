import type { RaterDesign } from './rater-design'

/** Ratings by output, each with a signal, NaN where it has none; outputs of one prompt stand together. */
export interface AnnotatorDesign extends RaterDesign {
  prompt: Int32Array
  signal: Float64Array
}

/**
 * One rater's comparisons: how many, how many the rater and the signal do not lose, and counts and sums of d of the prompts
 * so far.
 */
export interface Tally {
  rater: number | string
  n: number
  raterWins: number
  signalWins: number
  prompt: number
  prompts: number
  counts: Float64Array
  sums: Float64Array
}

/** Of each rater that rated an output with a signal. */
export function talliesOf(design: AnnotatorDesign, score: 'accuracy' | 'rmse'): Tally[] {
  const { rater, value, start, prompt, signal } = design
  const agreement = score === 'accuracy' ? equalShare : closeness
  const tallies = emptyTallies(design)
  for (let i = 0; i < signal.length; i++) {
    if (Number.isNaN(signal[i]!)) continue
    const [from, to] = [start[i]!, start[i + 1]!]
    for (let k = from; k < to; k++) {
      const human = agreement(value[k]!, rater, value, from, to, rater[k]!)
      // Nobody else rated the output.
      if (Number.isNaN(human)) continue
      const machine = agreement(signal[i]!, rater, value, from, to, rater[k]!)
      const raterWins = human >= machine - TIE ? 1 : 0
      const signalWins = machine >= human - TIE ? 1 : 0
      add(tallies[rater[k]!]!, prompt[i]!, raterWins, signalWins)
    }
  }
  return tallies.filter(({ counts }) => counts.length > 0)
}

/** With room for as many prompts as a rater has ratings of outputs with a signal. */
function emptyTallies({ raterNames, rater, start, signal }: AnnotatorDesign): Tally[] {
  const ratings = new Int32Array(raterNames.length)
  for (let i = 0; i < signal.length; i++)
    if (!Number.isNaN(signal[i]!)) for (let k = start[i]!; k < start[i + 1]!; k++) ratings[rater[k]!]! += 1
  return raterNames.map((name, r) => {
    const each = () => new Float64Array(ratings[r]!)
    return {
      rater: name,
      n: 0,
      raterWins: 0,
      signalWins: 0,
      prompt: -1,
      prompts: 0,
      counts: each(),
      sums: each(),
    }
  })
}

function add(tally: Tally, prompt: number, rater: number, signal: number): void {
  if (tally.prompt !== prompt) {
    tally.prompt = prompt
    tally.prompts += 1
  }
  const last = tally.prompts - 1
  tally.counts[last]! += 1
  tally.sums[last]! += rater - signal
  tally.n += 1
  tally.raterWins += rater
  tally.signalWins += signal
}

/** Agreements closer than this are equal: rounding is no difference. */
const TIE = 1e-12

/** How many of the ratings from … to − 1 but one rater's are `own`, as a share; NaN where there are none. */
function equalShare(
  own: number,
  rater: Int32Array,
  value: Float64Array,
  from: number,
  to: number,
  but: number,
): number {
  let [n, equal] = [0, 0]
  for (let k = from; k < to; k++) {
    if (rater[k] === but) continue
    n += 1
    if (value[k] === own) equal += 1
  }
  return n > 0 ? equal / n : Number.NaN
}

/** Minus the root mean square distance of `own` from these ratings: higher is better. */
function closeness(
  own: number,
  rater: Int32Array,
  value: Float64Array,
  from: number,
  to: number,
  but: number,
): number {
  let [n, squares] = [0, 0]
  for (let k = from; k < to; k++) {
    if (rater[k] === but) continue
    n += 1
    squares += (own - value[k]!) * (own - value[k]!)
  }
  return n > 0 ? -Math.sqrt(squares / n) : Number.NaN
}
