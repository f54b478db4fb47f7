import type { Part } from '@/lib/domain/report-parts'
import { type ClusterSums, clusterSums } from './cluster-sums'
import { meansOf, unequalWeights } from './mean'
import type { Notes } from './notes'
import type { Rows } from './rows'
import { wildP } from './wild'

type Options = { commonScale: boolean; notes: Notes }
type Scores = Pick<Rows, 'prompt' | 'proxy' | 'goal' | 'inflation' | 'weight'>

/** The means of each group of the rows, null for a group without rows. `fieldOf` says what its notes are filed under. */
export function partsOf(
  rows: Scores,
  group: Int32Array,
  groups: number,
  fieldOf: (group: number) => string,
  options: Options,
): (Part | null)[] {
  const weights = unequalWeights(rows.weight)
  const sums = clusterSums(rows.prompt, [rows.proxy, rows.goal, rows.inflation], { weights, group, groups })
  return sums.map((own, at) =>
    own.counts.length === 0 ? null : partOf(own, weights !== undefined, fieldOf(at), options),
  )
}

/** The means of all rows. */
export function wholePart(rows: Scores, field: string, options: Options): Part {
  const [part] = partsOf(rows, new Int32Array(rows.prompt.length), 1, () => field, options)
  return part!
}

function partOf(sums: ClusterSums, weighted: boolean, field: string, { commonScale, notes }: Options): Part {
  const { proxy, goal, inflation } = meansOf(sums, { weighted, commonScale, notes, field })
  return {
    n: sums.rows,
    prompts: sums.counts.length,
    proxy_mean: proxy.estimate,
    proxy_mean_ci: proxy.ci,
    goal_mean: goal.estimate,
    goal_mean_ci: goal.ci,
    inflation: inflation.estimate,
    se: inflation.se,
    df: inflation.df,
    ci: inflation.ci,
    p_wild: weighted ? null : wildP(sums, 2, inflation, notes, field),
  }
}
