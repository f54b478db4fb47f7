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
 *     u_g = residuals of prompt g summed by rater,  V = G/(G − 1) W⁺ (Σ_g u_g u_gᵀ) W⁺,  t(G_r − 1)
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
  /** Σ_g u_g u_gᵀ, of which the lower triangle is kept. */
  const products = new Float64Array(raters * raters)
  const holders = new Int32Array(raters)
  const score = new Float64Array(raters)
  const touched = new Int32Array(raters)
  const isTouched = new Uint8Array(raters)
  const { order, start: ofPrompt } = outputsByPrompt(design.prompt, design.prompts)
  let clusters = 0
  for (let g = 0; g < design.prompts; g++) {
    let touches = 0
    for (let at = ofPrompt[g]!; at < ofPrompt[g + 1]!; at++) {
      const from = start[order[at]!]!
      const to = start[order[at]! + 1]!
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
    for (let t = 0; t < touches; t++) {
      const r = touched[t]!
      const own = score[r]!
      for (let u = 0; u <= t; u++) {
        const s = touched[u]!
        products[s < r ? r * raters + s : s * raters + r]! += own * score[s]!
      }
    }
    for (let t = 0; t < touches; t++) {
      holders[touched[t]!]! += 1
      score[touched[t]!] = 0
      isTouched[touched[t]!] = 0
    }
  }
  const squares = quadraticForms(inverse, products, raters)
  return Array.from(squares, (own, r) =>
    holders[r]! < 2
      ? { se: null, df: null }
      : { se: Math.sqrt((clusters / (clusters - 1)) * own), df: holders[r]! - 1 },
  )
}

/** For each row w of W: wᵀ P w, of a symmetric P whose lower triangle is read. */
function quadraticForms(rows: Float64Array, products: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, row) => {
    const w = rows.subarray(row * size, (row + 1) * size)
    let total = 0
    for (let r = 0; r < size; r++) {
      let half = 0
      for (let s = 0; s < r; s++) half += products[r * size + s]! * w[s]!
      total += w[r]! * (2 * half + products[r * size + r]! * w[r]!)
    }
    return Math.max(0, total)
  })
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
