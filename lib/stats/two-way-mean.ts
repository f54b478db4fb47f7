import { type DenseIndex, denseIndex } from './dense-index'
import { type Estimate, estimateWithT, notEstimable, pointOnly } from './estimate'
import { sum } from './sum'

/**
 * One entry a row, or one a cell (prompt × rater) that holds the sums of its rows, each of a weight above 0. The order
 * does not matter; it is fastest where the entries of a prompt stand together and raters are small whole numbers.
 */
export interface TwoWayCells {
  prompts: ArrayLike<number | string>
  raters: ArrayLike<number | string>
  /** Sum of the rows' weights. With 1 / (raters of the output) the mean is the mean over outputs. */
  weights: ArrayLike<number>
  /** Sum of weight · value. */
  weightedSums: ArrayLike<number>
}

export interface TwoWayEstimate extends Estimate {
  raters: number
  /** The three parts of the variance, in squared units of the estimate. */
  varPrompt: number | null
  varRater: number | null
  varCell: number | null
}

/**
 * Mean of ratings clustered both by prompt and by rater: the interval "for raters like these", not only for these.
 *
 *     V = V_prompt + V_rater − V_(prompt × rater), each G/(G − 1) Σ_g (Σ_(i in g) w_i (y_i − β) / Σ w)²
 *     t with min(prompts, raters) − 1 degrees of freedom
 *
 * V ≤ 0 (possible by the subtraction): the larger of the two one-way variances, flagged `two_way_not_psd`.
 * Source: Cameron, Gelbach & Miller (2011), JBES 29, 238–249.
 *
 * `n` counts entries, `clusters` prompts. One rater or one prompt: no interval.
 */
export function twoWayClusteredMean(cells: TwoWayCells, level = 0.95): TwoWayEstimate {
  const parts = { varPrompt: null, varRater: null, varCell: null }
  const entries = cells.weights.length
  const total = sum(cells.weights)
  if (!(total > 0)) return { ...notEstimable(entries, 0, 'no rows'), raters: 0, ...parts }
  const estimate = sum(cells.weightedSums) / total

  const prompt = denseIndex(cells.prompts)
  const rater = denseIndex(cells.raters)
  const cell = cellIndex(prompt, rater)
  const byPrompt = new Float64Array(prompt.size)
  const byRater = new Float64Array(rater.size)
  const byCell = new Float64Array(cell.size)
  let size = 0
  for (let i = 0; i < entries; i++) {
    const score = (cells.weightedSums[i]! - cells.weights[i]! * estimate) / total
    size += cells.weightedSums[i]! ** 2 / cells.weights[i]!
    byPrompt[prompt.index[i]!]! += score
    byRater[rater.index[i]!]! += score
    byCell[cell.index[i]!]! += score
  }
  const prompts = prompt.size
  const raters = rater.size
  const short = raters < 2 ? 'needs at least 2 raters' : prompts < 2 ? 'needs at least 2 prompts' : null
  if (short) return { ...pointOnly(estimate, entries, prompts, short), raters, ...parts }

  const varPrompt = oneWay(byPrompt)
  const varRater = oneWay(byRater)
  const varCell = oneWay(byCell)
  const combined = varPrompt + varRater - varCell
  const flags: string[] = []
  const noise = (1e-13 * Math.sqrt(size / total)) ** 2
  const degenerate = Math.max(varPrompt, varRater) <= noise
  if (degenerate) flags.push('degenerate')
  else if (combined <= 0) flags.push('two_way_not_psd')
  const variance = degenerate ? 0 : combined > 0 ? combined : Math.max(varPrompt, varRater)
  const df = Math.min(prompts, raters) - 1
  const answer = estimateWithT(estimate, Math.sqrt(variance), df, entries, prompts, level, flags)
  return { ...answer, raters, varPrompt, varRater, varCell }
}

/** Numbers the pairs (prompt, rater). Where a prompt's entries stand together, each rater remembers its last pair. */
function cellIndex(prompt: DenseIndex, rater: DenseIndex): Pick<DenseIndex, 'index' | 'size'> {
  if (!prompt.inRuns)
    return denseIndex(Float64Array.from(prompt.index, (p, i) => p * rater.size + rater.index[i]!))
  const index = new Int32Array(prompt.index.length)
  const lastPrompt = new Int32Array(rater.size).fill(-1)
  const lastCell = new Int32Array(rater.size)
  let size = 0
  for (let i = 0; i < index.length; i++) {
    const r = rater.index[i]!
    if (lastPrompt[r] !== prompt.index[i]) {
      lastPrompt[r] = prompt.index[i]!
      lastCell[r] = size++
    }
    index[i] = lastCell[r]!
  }
  return { index, size }
}

function oneWay(scores: Float64Array): number {
  const squares = new Float64Array(scores.length)
  for (let g = 0; g < squares.length; g++) squares[g] = scores[g]! * scores[g]!
  return (scores.length / (scores.length - 1)) * sum(squares)
}
