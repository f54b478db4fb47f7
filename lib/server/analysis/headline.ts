import type { Headline } from '@/lib/domain/report'
import { type ClusterPairSums, clusteredPearson, withinClusterPearson } from '@/lib/stats/clustered-pearson'
import { clusteredKendall, clusteredSpearman } from '@/lib/stats/clustered-rank-correlation'
import type { ClusteredCorrelation } from '@/lib/stats/correlation-estimate'
import type { Estimate } from '@/lib/stats/estimate'
import { pairCells } from '@/lib/stats/pair-cells'
import { clusteredProportion } from '@/lib/stats/proportion'
import { startsOf } from '@/lib/stats/regression/column-design'
import { mean } from '@/lib/stats/sum'
import { pairCountsOf, withinClusterKendall } from '@/lib/stats/within-cluster-kendall'
import { type ClusterSums, clusterSums } from './cluster-sums'
import type { UnitLevels } from './levels'
import { DIFFERENCE, meanOf, meansOf, NO_MEAN, UNIT, unequalWeights, within } from './mean'
import { MINIMA, NO_COMMON_SCALE, type Notes, tooFew } from './notes'
import type { Rows } from './rows'
import { wildP } from './wild'

/** Two unit scores closer than this are a tie. */
const TIE = 1e-9

type Options = { levels: UnitLevels; commonScale: boolean; notes: Notes }

/** The numbers over all selected outputs; `raters` is the interval "for raters like these", or why there is none. */
export function headlineOf(rows: Rows, raters: Estimate | { reason: string }, options: Options): Headline {
  const { commonScale, notes } = options
  const weights = unequalWeights(rows.weight)
  const over = new Float64Array(rows.length)
  const tied = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    over[i] = rows.inflation[i]! > TIE ? 1 : 0
    tied[i] = Math.abs(rows.inflation[i]!) <= TIE ? 1 : 0
  }
  const columns = [rows.proxy, rows.goal, rows.inflation, over, tied]
  const [sums] = clusterSums(rows.prompt, columns, { weights })
  const weighted = weights !== undefined
  const { proxy, goal, inflation } = meansOf(sums!, { weighted, commonScale, notes, field: 'headline' })
  return {
    proxy_mean: proxy.estimate,
    proxy_mean_ci: proxy.ci,
    goal_mean: goal.estimate,
    goal_mean_ci: goal.ci,
    inflation: inflation.estimate,
    se: inflation.se,
    df: inflation.df,
    ci: inflation.ci,
    ci_raters: inflation.estimate === null ? null : ratersInterval(raters, notes),
    p_wild: weighted ? null : wildP(sums!, 2, inflation, notes, 'headline'),
    ...shares(sums!, weighted, options),
    ...correlations(rows, options),
  }
}

function ratersInterval(raters: Estimate | { reason: string }, notes: Notes): Headline['ci_raters'] {
  if ('ci' in raters && raters.ci) return within(raters.ci, DIFFERENCE)
  notes.add('headline.ci_raters', raters.reason ?? 'not computable')
  return null
}

type Shares = Pick<Headline, 'share_over' | 'share_over_ci' | 'share_tied' | 'share_tied_ci'>

function shares(sums: ClusterSums, weighted: boolean, { commonScale, notes }: Options): Shares {
  const [first, second] = [3, 4].map((column) => shareOf(sums, column, weighted))
  if (!commonScale)
    for (const field of ['share_over', 'share_tied']) notes.add(`headline.${field}`, NO_COMMON_SCALE)
  const shown = commonScale ? [first!, second!] : [NO_MEAN, NO_MEAN]
  return {
    share_over: shown[0]!.estimate,
    share_over_ci: shown[0]!.ci,
    share_tied: shown[1]!.estimate,
    share_tied_ci: shown[1]!.ci,
  }
}

function shareOf(sums: ClusterSums, column: number, weighted: boolean) {
  const mean = meanOf(sums, column, weighted)
  if (mean.estimate === null) return mean
  if (!weighted) return clusteredProportion(sums.counts, sums.sums[column]!)
  return { ...mean, ci: within(mean.ci, UNIT) }
}

type Figure = 'pearson' | 'spearman' | 'kendall' | 'pearson_within_prompt' | 'kendall_within_prompt'
type Correlations = Pick<Headline, Figure | `${Figure}_ci`>

function correlations(rows: Rows, { levels, notes }: Options): Correlations {
  const starts = startsOf(rows.prompt)
  const sums = pairSums(rows, starts)
  const pearson = shown('pearson', clusteredPearson(sums), notes)
  const shared = 'outputs that share a prompt'
  const within = shown('pearson_within_prompt', withinClusterPearson(sums), notes, shared)
  const { proxy, goal } = levels
  const pairs = pairCells({ x: proxy, y: goal, clusters: rows.prompt })
  const spearman = shown('spearman', clusteredSpearman(pairs), notes)
  const kendall = shown('kendall', clusteredKendall(pairs), notes)
  const counts = pairCountsOf(proxy.index, goal.index, starts)
  const kendallWithin = shown('kendall_within_prompt', withinClusterKendall(counts), notes, shared)
  return {
    pearson: pearson.estimate,
    pearson_ci: pearson.ci,
    spearman: spearman.estimate,
    spearman_ci: spearman.ci,
    pearson_within_prompt: within.estimate,
    pearson_within_prompt_ci: within.ci,
    kendall: kendall.estimate,
    kendall_ci: kendall.ci,
    kendall_within_prompt: kendallWithin.estimate,
    kendall_within_prompt_ci: kendallWithin.ci,
  }
}

function shown(field: string, correlation: ClusteredCorrelation, notes: Notes, what?: string) {
  const { n, clusters, estimate, ci, reason } = correlation
  const why = tooFew(n, clusters, MINIMA.correlation, what)
  if (why || estimate === null) {
    notes.add(`headline.${field}`, why ?? reason ?? 'not computable')
    return { estimate: null, ci: null }
  }
  if (ci === null) notes.add(`headline.${field}_ci`, reason ?? 'not computable')
  return { estimate, ci }
}

/** Sums of proxy and goal about their means, so that no digits are lost. */
function pairSums({ proxy, goal }: Rows, starts: Int32Array): ClusterPairSums {
  const [meanX, meanY] = [mean(proxy) ?? 0, mean(goal) ?? 0]
  const each = () => new Float64Array(starts.length - 1)
  const [counts, sumX, sumY, sumXX, sumYY, sumXY] = [each(), each(), each(), each(), each(), each()]
  for (let g = 0; g < counts.length; g++) {
    const end = starts[g + 1]!
    let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0]
    for (let i = starts[g]!; i < end; i++) {
      const dx = proxy[i]! - meanX
      const dy = goal[i]! - meanY
      x += dx
      y += dy
      xx += dx * dx
      yy += dy * dy
      xy += dx * dy
    }
    counts[g] = end - starts[g]!
    sumX[g] = x
    sumY[g] = y
    sumXX[g] = xx
    sumYY[g] = yy
    sumXY[g] = xy
  }
  return { counts, sumX, sumY, sumXX, sumYY, sumXY }
}
