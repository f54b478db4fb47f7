import type { ClusterRows } from '../regression/cluster'
import { clusteredRegression } from '../regression/clustered-regression'
import type { RegressionTerm } from '../regression/contrast-estimate'
import { type JudgeRows, namesOf, rowsByPrompt } from './judge-rows'

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
 *     score = α_judge + γ_output + δ · 1[judge = generator]
 *
 * Output effects are taken out by centring within outputs; as outputs lie within prompts, estimate, CR2 and degrees of
 * freedom are those of the regression with all its dummies: these only add modes of leverage 1. Needs outputs rated by
 * their author and by another judge; else null with the reason.
 */
export function selfPreferenceWithinOutputs(rows: JudgeRows, level = 0.95): SelfPreference {
  const judges = namesOf(rows.judges)
  const terms = [...judges, 'self']
  const design = centredWithinOutputs(rows, judges)
  const clusters: ClusterRows[] = rowsByPrompt(rows).map(([label, own]) => ({
    label,
    x: own.flatMap((i) => design.x[i]!),
    y: [own.map((i) => design.y[i]!)],
  }))
  const self = clusteredRegression(clusters, terms, { level }).outcomes[0]!.terms[judges.length]!
  const reason = judges.length < 2 ? 'one judge only: self-preference cannot be told from leniency' : null
  if (reason === null) return { self, sharedOutputs: design.shared }
  const none = {
    estimate: null,
    se: null,
    df: null,
    ci: null,
    p: null,
    standardErrors: null,
    influence: null,
  }
  return { self: { ...self, ...none, reason }, sharedOutputs: design.shared }
}

/**
 * Self-preference given the human score of the output: score = α_judge + θ human + δ · 1[judge = generator]. Human scores
 * are noisy, so that θ is too small and δ takes up differences in quality: show it beside the form within outputs, and
 * beside the same with `shrunkHuman`.
 *
 * Source: Spiliopoulou et al. (2025), Play Favorites, arXiv 2508.06709.
 *
 * @param perJudge one δ for each judge, in the order of first appearance, instead of a common one.
 */
export function selfPreferenceGivenHuman(
  rows: JudgeRows,
  human: ArrayLike<number>,
  options: { perJudge?: boolean; level?: number } = {},
): { common: SelfPreference | null; perJudge: { judge: string; self: RegressionTerm }[] | null } {
  const judges = namesOf(rows.judges)
  const selves = options.perJudge ? judges.map((judge) => `self of ${judge}`) : ['self']
  const terms = [...judges, 'human', ...selves]
  const clusters: ClusterRows[] = rowsByPrompt(rows).map(([label, own]) => ({
    label,
    x: own.flatMap((i) => {
      const isSelf = rows.judges[i] === rows.generators[i] ? 1 : 0
      const dummies = judges.map((judge) => (rows.judges[i] === judge ? 1 : 0))
      const effects = options.perJudge ? dummies.map((dummy) => dummy * isSelf) : [isSelf]
      return [...dummies, human[i]!, ...effects]
    }),
    y: [own.map((i) => rows.scores[i]!)],
  }))
  const fitted = clusteredRegression(clusters, terms, { level: options.level ?? 0.95 }).outcomes[0]!.terms
  const effects = fitted.slice(judges.length + 1)
  if (options.perJudge) {
    return { common: null, perJudge: judges.map((judge, j) => ({ judge, self: effects[j]! })) }
  }
  return { common: { self: effects[0]!, humanSlope: fitted[judges.length]! }, perJudge: null }
}

/**
 * Human scores pulled towards their generator's mean by their reliability, mean_k + rel_k(H − mean_k): the expected quality
 * given the score, so that noise in it no longer flattens its slope.
 *
 * Source: regression calibration, Carroll et al. (2006), Measurement Error in Nonlinear Models, chapter 4.
 *
 * @param reliability of the mean human score within a generator, 0…1.
 */
export function shrunkHuman(
  human: ArrayLike<number>,
  generators: readonly string[],
  reliability: (generator: string) => number,
): Float64Array {
  const sums = new Map<string, { total: number; n: number }>()
  for (let i = 0; i < human.length; i++) {
    const own = sums.get(generators[i]!) ?? { total: 0, n: 0 }
    own.total += human[i]!
    own.n++
    sums.set(generators[i]!, own)
  }
  return Float64Array.from(human, (value, i) => {
    const { total, n } = sums.get(generators[i]!)!
    return total / n + reliability(generators[i]!) * (value - total / n)
  })
}

/** Judge dummies, the self dummy and the scores, each about its mean over the ratings of the same output. */
function centredWithinOutputs(rows: JudgeRows, judges: string[]) {
  const outputs = new Map<number | string, number[]>()
  for (let i = 0; i < rows.scores.length; i++) {
    const own = outputs.get(rows.outputs[i]!)
    if (own) own.push(i)
    else outputs.set(rows.outputs[i]!, [i])
  }
  const x: number[][] = []
  const y: number[] = []
  let shared = 0
  for (const own of outputs.values()) {
    const raw = own.map((i) => [
      ...judges.map((judge) => (rows.judges[i] === judge ? 1 : 0)),
      rows.judges[i] === rows.generators[i] ? 1 : 0,
    ])
    const means = raw[0]!.map((_, column) => raw.reduce((total, row) => total + row[column]!, 0) / own.length)
    const mean = own.reduce((total, i) => total + rows.scores[i]!, 0) / own.length
    const selves = raw.reduce((total, row) => total + row[judges.length]!, 0)
    if (selves > 0 && selves < own.length) shared++
    own.forEach((i, k) => {
      x[i] = raw[k]!.map((value, column) => (own.length === 1 ? 0 : value - means[column]!))
      y[i] = own.length === 1 ? 0 : rows.scores[i]! - mean
    })
  }
  return { x, y, shared }
}
