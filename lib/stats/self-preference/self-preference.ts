import { denseIndex } from '../dense-index'
import { independentCholesky } from '../linear-algebra/cholesky'
import type { RegressionTerm } from '../regression/contrast-estimate'
import { type JudgeDesign, judgeDesign } from './judge-design'
import { regressOnJudges } from './judge-regression'
import type { JudgeRows } from './judge-rows'

/** Extra score that a judge gives to its own outputs, in the unit of the scores; errors CR2 by prompt. */
export interface SelfPreference {
  self: RegressionTerm
  /** Outputs that both their author and another judge rated: the effect rests on these (output effects only). */
  sharedOutputs?: number
  /** Slope on the human score (human control only). */
  humanSlope?: RegressionTerm
}

/**
 * Self-preference with a fixed effect for every output, so that quality is held fixed exactly:
 *
 *     score = α_judge + γ_output + φ · 1[same family] + δ · 1[judge = generator]
 *
 * Output effects are taken out by centring within outputs; as outputs lie within prompts, estimate, CR2 and degrees of
 * freedom are those of the regression with all its dummies: these only add modes of leverage 1. Needs outputs rated by
 * their author and by another judge; else null with the reason.
 */
export function selfPreferenceWithinOutputs(rows: JudgeRows | JudgeDesign, level = 0.95): SelfPreference {
  const design = judgeDesign(rows)
  const { judges, judge, self, relative } = design
  const J = judges.length
  const family = relatives(relative)
  const terms = [...judges.map(String), ...(family ? ['family'] : []), 'self']
  const { fitted } = regressOnJudges(design, terms, [terms.length - 1], level, true, (row, x) => {
    x.set(judge[row]!, 1)
    if (family) x.set(J, family[row]!)
    x.set(terms.length - 1, self[row]!)
  })
  const answer = { self: fitted[0]!, sharedOutputs: sharedOutputs(design) }
  if (J > 1) return answer
  const reason = 'one judge only: self-preference cannot be told from leniency'
  return { ...answer, self: { ...answer.self, ...UNKNOWN, reason } }
}

/**
 * The same with a δ for each judge, in the order of first appearance: a difference in differences against what the other
 * judges gave the same outputs, with leniency, quality, and the other judges' own preferences held fixed. Null where the
 * ratings do not tell a judge's δ from another's, as with two judges that rated each other's outputs and no third's. With
 * `family`, what judges add to outputs of other models of their family; null where there are none.
 */
export function selfPreferenceByJudge(
  rows: JudgeRows | JudgeDesign,
  level = 0.95,
): { judges: { judge: number | string; self: RegressionTerm }[]; family: RegressionTerm | null } {
  const design = judgeDesign(rows)
  const { judges, judge, self, relative } = design
  const J = judges.length
  const family = relatives(relative)
  const selves = judges.map((name) => `self of ${name}`)
  const terms = [...judges.map(String), ...(family ? ['family'] : []), ...selves]
  const first = terms.length - J
  const wanted = terms.map((_, column) => column).slice(J)
  const { fitted, totals } = regressOnJudges(design, terms, wanted, level, true, (row, x) => {
    x.set(judge[row]!, 1)
    if (family) x.set(J, family[row]!)
    x.set(first + judge[row]!, self[row]!)
  })
  const told = (column: number) => {
    const term = fitted[column - J]!
    return term.estimate === null || isEstimable(totals.cross, terms.length, column)
      ? term
      : { ...term, ...UNKNOWN, reason: 'cannot be told from that of the other judges' }
  }
  return {
    judges: judges.map((name, j) => ({ judge: name, self: told(first + j) })),
    family: family ? told(J) : null,
  }
}

const UNKNOWN = {
  ...{ estimate: null, se: null, df: null, ci: null, p: null },
  ...{ standardErrors: null, influence: null },
}

/** Whether a column is no combination of all the others, wherever it stands among them. */
function isEstimable(cross: Float64Array, size: number, column: number): boolean {
  const order = Array.from({ length: size }, (_, j) => j).filter((j) => j !== column)
  order.push(column)
  const moved = Float64Array.from(
    cross,
    (_, at) => cross[order[Math.floor(at / size)]! * size + order[at % size]!]!,
  )
  return independentCholesky(moved, size).kept.at(-1) === size - 1
}

/**
 * Self-preference given the human score of the output: score = α_judge + θ human + δ · 1[judge = generator], and φ for the
 * family. Human scores are noisy, so that θ is too small and δ takes up differences in quality: show it beside the form
 * within outputs, and beside the same with `shrunkHuman`.
 *
 * Source: Spiliopoulou et al. (2025), Play Favorites, arXiv 2508.06709.
 *
 * @param perJudge one δ for each judge, in the order of first appearance, instead of a common one.
 */
export function selfPreferenceGivenHuman(
  rows: JudgeRows | JudgeDesign,
  human: ArrayLike<number>,
  options: { perJudge?: boolean; level?: number } = {},
): {
  common: SelfPreference | null
  perJudge: { judge: number | string; self: RegressionTerm }[] | null
} {
  const { perJudge = false, level = 0.95 } = options
  const design = judgeDesign(rows)
  const { judges, judge, self, relative } = design
  const J = judges.length
  const family = relatives(relative)
  const selves = perJudge ? judges.map((name) => `self of ${name}`) : ['self']
  const terms = [...judges.map(String), 'human', ...(family ? ['family'] : []), ...selves]
  const first = terms.length - selves.length
  const wanted = [J, ...selves.map((_, j) => first + j)]
  const { fitted } = regressOnJudges(design, terms, wanted, level, false, (row, x) => {
    x.set(judge[row]!, 1)
    x.set(J, human[row]!)
    if (family) x.set(J + 1, family[row]!)
    x.set(first + (perJudge ? judge[row]! : 0), self[row]!)
  })
  const [humanSlope, ...effects] = fitted
  if (perJudge) {
    return { common: null, perJudge: judges.map((name, j) => ({ judge: name, self: effects[j]! })) }
  }
  const common = { self: effects[0]!, humanSlope: humanSlope! }
  return { common, perJudge: null }
}

/**
 * Human scores pulled towards their generator's mean by their reliability, mean_k + rel_k(H − mean_k): the expected quality
 * given the score, so that noise in it no longer flattens its slope.
 *
 * Source: regression calibration, Carroll et al. (2006), Measurement Error in Nonlinear Models, chapter 4.
 *
 * @param reliability of the mean human score within a generator, 0…1.
 */
export function shrunkHuman<Name extends number | string>(
  human: ArrayLike<number>,
  generators: ArrayLike<Name>,
  reliability: (generator: Name) => number,
): Float64Array {
  const { index, size } = denseIndex(generators)
  const totals = new Float64Array(size)
  const counts = new Float64Array(size)
  const kept = new Float64Array(size)
  for (let i = 0; i < human.length; i++) {
    const own = index[i]!
    if (counts[own] === 0) kept[own] = reliability(generators[i]!)
    totals[own]! += human[i]!
    counts[own]! += 1
  }
  const shrunk = new Float64Array(human.length)
  for (let i = 0; i < human.length; i++) {
    const mean = totals[index[i]!]! / counts[index[i]!]!
    shrunk[i] = mean + kept[index[i]!]! * (human[i]! - mean)
  }
  return shrunk
}

/** Null where no row is of the judge's family: a column of zeros says nothing. */
function relatives(relative: JudgeDesign['relative']): ArrayLike<number> | null {
  for (let i = 0; relative && i < relative.length; i++) if (relative[i] === 1) return relative
  return null
}

function sharedOutputs({ order, output, self }: JudgeDesign): number {
  let shared = 0
  for (let from = 0, to = 0; from < order.length; from = to) {
    let selves = 0
    for (; to < order.length && output[order[to]!] === output[order[from]!]; to++) selves += self[order[to]!]!
    if (selves > 0 && selves < to - from) shared++
  }
  return shared
}
