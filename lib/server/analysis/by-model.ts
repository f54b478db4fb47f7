import type { ModelRow } from '@/lib/domain/report'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { clusterSums } from './cluster-sums'
import { meansOf, unequalWeights } from './mean'
import type { Notes } from './notes'
import type { Rows } from './rows'

/** Proxy, goal and inflation of each model's outputs, in bytewise order of the models' names. */
export function byModel(rows: Rows, meta: SnapshotMeta, commonScale: boolean, notes: Notes): ModelRow[] {
  const weights = unequalWeights(rows.weight)
  const groups = clusterSums(rows.prompt, [rows.proxy, rows.goal, rows.inflation], {
    weights,
    group: new Int32Array(rows.model),
    groups: meta.models.length,
  })
  return groups.flatMap((sums, model) => {
    if (sums.counts.length === 0) return []
    const name = meta.models[model]!
    const field = `by_model.${name.model}`
    const means = meansOf(sums, { weighted: weights !== undefined, commonScale, notes, field })
    return {
      ...name,
      n: sums.rows,
      prompts: sums.counts.length,
      proxy_mean: means.proxy.estimate,
      proxy_mean_ci: means.proxy.ci,
      goal_mean: means.goal.estimate,
      goal_mean_ci: means.goal.ci,
      inflation: means.inflation.estimate,
      se: means.inflation.se,
      df: means.inflation.df,
      ci: means.inflation.ci,
    }
  })
}
