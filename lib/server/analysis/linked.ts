import type { Headline } from '@/lib/domain/report'
import { clusteredPearson } from '@/lib/stats/clustered-pearson'
import { clusteredSpearman } from '@/lib/stats/clustered-rank-correlation'
import type { ClusteredCorrelation } from '@/lib/stats/correlation-estimate'
import { clusterSums } from './cluster-sums'
import { pairSums } from './headline'
import { unitLevels } from './levels'
import { meanOf, unequalWeights } from './mean'
import { MINIMA, tooFew } from './notes'
import type { Rows } from './rows'

/** What agreement needs of the headline: how far proxy and goal are linked, and how wide the inflation's interval is. */
export type Linked = Pick<Headline, 'pearson' | 'pearson_ci' | 'spearman' | 'spearman_ci'> & {
  inflationWidth: number | null
}

/** The numbers of `headlineOf`, without the others, which take longer; what they lack is noted there. */
export function linkedOf(rows: Rows, commonScale: boolean): Linked {
  const { proxy, goal } = unitLevels(rows)
  const pearson = known(clusteredPearson(pairSums(rows)))
  const spearman = known(clusteredSpearman({ x: proxy, y: goal, clusters: rows.prompt }))
  return {
    pearson: pearson.estimate,
    pearson_ci: pearson.ci,
    spearman: spearman.estimate,
    spearman_ci: spearman.ci,
    inflationWidth: commonScale ? inflationWidth(rows) : null,
  }
}

function known({ n, clusters, estimate, ci }: ClusteredCorrelation) {
  return tooFew(n, clusters, MINIMA.correlation) ? { estimate: null, ci: null } : { estimate, ci }
}

/** The whole width, also where the ends of the scale cut what is shown: planning goes by how uncertain the mean is. */
function inflationWidth(rows: Rows): number | null {
  const weights = unequalWeights(rows.weight)
  const [sums] = clusterSums(rows.prompt, [rows.inflation], { weights })
  const { ci } = meanOf(sums!, 0, weights !== undefined)
  return ci && ci[1] - ci[0]
}
