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
  let clusters = 0
  for (const outputs of outputsByPrompt(design.prompt, design.prompts)) {
    const touched = new Set<number>()
    for (const i of outputs) {
      const own = design.rater.subarray(design.start[i]!, design.start[i + 1]!)
      if (!own.some((r) => r !== own[0])) continue
      own.forEach((r, k) => {
        score[r]! += residuals[design.start[i]! + k]!
        touched.add(r)
      })
    }
    if (touched.size === 0) continue
    clusters += 1
    for (let r = 0; r < raters; r++) {
      let value = 0
      for (const s of touched) value += inverse[r * raters + s]! * score[s]!
      squares[r]! += value * value
    }
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
