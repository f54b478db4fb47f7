import type { DuckDBConnection } from '@duckdb/node-api'
import type { GroupRow } from '@/lib/domain/report-groups'
import { clusteredSpearman } from '@/lib/stats/clustered-rank-correlation'
import { clusterSums } from './cluster-sums'
import { unitLevels } from './levels'
import { meansOf, unequalWeights } from './mean'
import { MINIMA, type Notes, tooFew } from './notes'
import { type Rows, readRowsOf } from './rows'
import type { Asked } from './source'

/**
 * The same question to each group of raters alone, in bytewise order: which people count can change the answer. Empty
 * where the goal is not human, or fewer than two groups are asked about.
 */
export async function byGroup(connection: DuckDBConnection, asked: Asked, notes: Notes): Promise<GroupRow[]> {
  const { snapshot, contrast, selection } = asked
  const chosen = new Set(selection.rater_group)
  const groups = snapshot.meta.groups.filter((group) => chosen.size === 0 || chosen.has(group))
  if (contrast.goal !== 'human' || groups.length < 2) return []
  const answers: GroupRow[] = []
  for (const group of groups) {
    const rows = await readRowsOf(
      connection,
      { ...asked, selection: { ...selection, rater_group: [group] } },
      [],
    )
    if (rows.length > 0)
      answers.push({ group, ...figuresOf(rows, contrast.common_scale, notes, `by_group.${group}`) })
  }
  return answers
}

function figuresOf(rows: Rows, commonScale: boolean, notes: Notes, field: string): Omit<GroupRow, 'group'> {
  const weights = unequalWeights(rows.weight)
  const [sums] = clusterSums(rows.prompt, [rows.proxy, rows.goal, rows.inflation], { weights })
  const { goal, inflation } = meansOf(sums!, { weighted: weights !== undefined, commonScale, notes, field })
  const prompts = sums!.counts.length
  const levels = unitLevels(rows)
  const why = tooFew(rows.length, prompts, MINIMA.correlation)
  if (why) notes.add(`${field}.spearman`, why)
  const spearman = why ? null : clusteredSpearman({ x: levels.proxy, y: levels.goal, clusters: rows.prompt })
  if (spearman?.estimate === null) notes.add(`${field}.spearman`, spearman.reason ?? 'not computable')
  return {
    n: rows.length,
    prompts,
    goal_mean: goal.estimate,
    goal_mean_ci: goal.ci,
    inflation: inflation.estimate,
    ci: inflation.ci,
    spearman: spearman?.estimate ?? null,
    spearman_ci: spearman?.ci ?? null,
  }
}
