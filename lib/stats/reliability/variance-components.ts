import { type RatingRows, raterDesign } from './rater-design'
import { raterSeverity } from './rater-severity'

export interface VarianceComponents {
  /** In squared units of the ratings. */
  output: number | null
  rater: number | null
  residual: number | null
  /** output/(output + rater + residual): agreement of single ratings. */
  icc2: number | null
  /** `truncated`: a negative estimate was set to 0. */
  flags: string[]
  n: number
  outputs: number
  raters: number
  reason?: string
}

/**
 * Variances of outputs, raters and residuals where not every rater rates every output, in closed form:
 *
 *     v_e = RSS_both/(N − I − R + c);  v_output = [RSS_raters − RSS_both − (I − c)v_e]/(N − Σ_ir n_ir²/n_r)
 *     v_rater = [RSS_outputs − RSS_both − (R − c)v_e]/(N − Σ_ir n_ir²/n_i)
 *
 * Equals Shrout–Fleiss's ICC(2,1) for a full table. Source: Henderson (1953), Biometrics 9, 226–252, method III.
 */
export function varianceComponents(rows: RatingRows): VarianceComponents {
  const design = raterDesign(rows)
  const { rss, components, n } = raterSeverity(rows)
  const outputs = design.outputNames.length
  const raters = design.raterNames.length
  const none = { output: null, rater: null, residual: null, icc2: null, flags: [], n, outputs, raters }
  const free = n - outputs - raters + components
  if (outputs < 2 || raters < 2) return { ...none, reason: 'needs at least 2 outputs and 2 raters' }
  const spans = cellSpans(design)
  if (free < 1 || !(spans.byRater > 0) || !(spans.byOutput > 0)) {
    return { ...none, reason: 'too few outputs are rated by several raters' }
  }
  const residual = rss.both / free
  const output = (rss.raters - rss.both - (outputs - components) * residual) / spans.byRater
  const rater = (rss.outputs - rss.both - (raters - components) * residual) / spans.byOutput
  const kept = { output: Math.max(0, output), rater: Math.max(0, rater), residual }
  const total = kept.output + kept.rater + residual
  return {
    ...none,
    ...kept,
    icc2: total > 0 ? kept.output / total : null,
    flags: output < 0 || rater < 0 ? ['truncated'] : [],
    ...(total > 0 ? {} : { reason: 'the ratings do not vary' }),
  }
}

/** N − Σ n_ir²/n_r and N − Σ n_ir²/n_i. */
function cellSpans({ rater, start, raterNames }: ReturnType<typeof raterDesign>) {
  const n = rater.length
  const perRater = new Float64Array(raterNames.length)
  for (const r of rater) perRater[r]! += 1
  let byRater = n
  let byOutput = n
  for (let i = 0; i + 1 < start.length; i++) {
    const cells = new Map<number, number>()
    for (let k = start[i]!; k < start[i + 1]!; k++) cells.set(rater[k]!, (cells.get(rater[k]!) ?? 0) + 1)
    for (const [r, count] of cells) {
      byRater -= count ** 2 / perRater[r]!
      byOutput -= count ** 2 / (start[i + 1]! - start[i]!)
    }
  }
  return { byRater, byOutput }
}
