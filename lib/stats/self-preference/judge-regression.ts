import { type ClusterSums, type Totals, totalsOf } from '../regression/cluster'
import { addCluster, finishRegression, startRegression } from '../regression/clustered-regression'
import type { RegressionTerm } from '../regression/contrast-estimate'
import { manyClusterRegression } from '../regression/many-clusters'
import type { JudgeDesign } from './judge-design'
import { promptSums, type RowOf } from './prompt-sums'

/** From so many prompts on, only what is asked for is worked out: `standardErrors` and `influence` are null. */
const MANY = 2_000

/** The wanted terms, by their positions, with errors CR2 by prompt; and the totals of all. */
export function regressOnJudges(
  design: JudgeDesign,
  terms: readonly string[],
  wanted: readonly number[],
  level: number,
  withinOutputs: boolean,
  rowOf: RowOf,
): { fitted: RegressionTerm[]; totals: Totals } {
  const prompts = (): Iterable<ClusterSums> => promptSums(design, terms.length, rowOf, withinOutputs)
  const totals = totalsOf(prompts(), terms.length)
  if (design.start.length > MANY) {
    const found = manyClusterRegression(prompts(), totals, terms, wanted, level)
    const fitted = found.map((estimate, at) => ({
      ...{ ...estimate, term: terms[wanted[at]!]! },
      ...{ standardErrors: null, influence: null },
    }))
    return { fitted, totals }
  }
  const contrasts = wanted.map((at) => ({
    name: terms[at]!,
    weights: terms.map((_, k) => Number(k === at)),
  }))
  const state = startRegression(totals, terms, { level, contrasts })
  for (const prompt of prompts()) addCluster(state, prompt)
  return { fitted: finishRegression(state).outcomes[0]!.terms, totals }
}
