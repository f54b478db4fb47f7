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
  const raters = design.raterNames.length
  const squares = new Float64Array(raters)
  const holders = new Int32Array(raters)
  const score = new Float64Array(raters)
  const influence = new Float64Array(raters)
  /** The last prompt, counted from 1, in which each rater shares an output. */
  const last = new Int32Array(raters)
  const { rater, start } = design
  let clusters = 0
  for (const outputs of outputsByPrompt(design.prompt, design.prompts)) {
    const touched: number[] = []
    for (const i of outputs) {
      const [from, to] = [start[i]!, start[i + 1]!]
      if (!isShared(rater, from, to)) continue
      for (let k = from; k < to; k++) {
        const r = rater[k]!
        score[r]! += residuals[k]!
        if (last[r] !== clusters + 1) touched.push(r)
        last[r] = clusters + 1
      }
    }
    if (touched.length === 0) continue
    clusters += 1
    influence.fill(0)
    // W⁺ is symmetric: its rows serve as columns.
    for (const s of touched)
      for (let r = 0; r < raters; r++) influence[r]! += inverse[s * raters + r]! * score[s]!
    for (let r = 0; r < raters; r++) squares[r]! += influence[r]! * influence[r]!
    for (const r of touched) {
      holders[r]! += 1
      score[r] = 0
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

function outputsByPrompt(prompt: Int32Array, prompts: number): Int32Array[] {
  const start = new Int32Array(prompts + 1)
  for (const g of prompt) start[g + 1]! += 1
  for (let g = 0; g < prompts; g++) start[g + 1]! += start[g]!
  const order = new Int32Array(prompt.length)
  const next = start.slice()
  prompt.forEach((g, i) => {
    order[next[g]!++] = i
  })
  return Array.from({ length: prompts }, (_, g) => order.subarray(start[g]!, start[g + 1]!))
}
