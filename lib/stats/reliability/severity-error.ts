import type { RaterDesign } from './rater-design'

/** Error of one rater's severity. */
export interface SeverityError {
  se: number | null
  df: number | null
}

/**
 * Errors of severities that allow for raters who are strict on one prompt and lenient on another: the sandwich of the
 * additive model, clustered by prompt,
 *
 *     u_g = residuals of prompt g summed by rater,  V_r = G/(G − 1) Σ_g (W⁺u_g)_r²,  t(G_r − 1)
 *
 * with G_r the prompts in which rater r shares an output. Null below 2 of these.
 * Source: Cameron & Miller (2015), J. Human Resources 50, 317–372 (CR1).
 *
 * @param residuals of the ratings, in the design's order; @param inverse W⁺, row-major.
 */
export function severityErrorsByPrompt(
  design: RaterDesign & { prompt: Int32Array },
  residuals: Float64Array,
  inverse: Float64Array,
): SeverityError[] {
  const { rater, start, raters } = design
  const squares = new Float64Array(raters)
  const holders = new Int32Array(raters)
  const score = new Float64Array(raters)
  const influence = new Float64Array(raters)
  const touched = new Int32Array(raters)
  const isTouched = new Uint8Array(raters)
  const { order, start: ofPrompt } = outputsByPrompt(design.prompt, design.prompts)
  let clusters = 0
  for (let g = 0; g < design.prompts; g++) {
    let touches = 0
    for (let at = ofPrompt[g]!; at < ofPrompt[g + 1]!; at++) {
      const [from, to] = [start[order[at]!]!, start[order[at]! + 1]!]
      if (!isShared(rater, from, to)) continue
      for (let k = from; k < to; k++) {
        const r = rater[k]!
        score[r]! += residuals[k]!
        if (isTouched[r] === 0) touched[touches++] = r
        isTouched[r] = 1
      }
    }
    if (touches === 0) continue
    clusters += 1
    influence.fill(0)
    // W⁺ is symmetric: its rows serve as columns.
    for (let t = 0; t < touches; t++) {
      const row = touched[t]! * raters
      const own = score[touched[t]!]!
      for (let r = 0; r < raters; r++) influence[r]! += inverse[row + r]! * own
    }
    for (let r = 0; r < raters; r++) squares[r]! += influence[r]! * influence[r]!
    for (let t = 0; t < touches; t++) {
      holders[touched[t]!]! += 1
      score[touched[t]!] = 0
      isTouched[touched[t]!] = 0
    }
  }
  return Array.from(squares, (own, r) =>
    holders[r]! < 2
      ? { se: null, df: null }
      : { se: Math.sqrt((clusters / (clusters - 1)) * own), df: holders[r]! - 1 },
  )
}

function isShared(rater: Int32Array, from: number, to: number): boolean {
  for (let k = from + 1; k < to; k++) if (rater[k] !== rater[from]) return true
  return false
}

/** The outputs of prompt g are order[start[g]] … order[start[g + 1] − 1]. */
function outputsByPrompt(prompt: Int32Array, prompts: number) {
  const start = new Int32Array(prompts + 1)
  for (let i = 0; i < prompt.length; i++) start[prompt[i]! + 1]! += 1
  for (let g = 0; g < prompts; g++) start[g + 1]! += start[g]!
  const order = new Int32Array(prompt.length)
  const next = start.slice()
  for (let i = 0; i < prompt.length; i++) order[next[prompt[i]!]!++] = i
  return { order, start }
}
