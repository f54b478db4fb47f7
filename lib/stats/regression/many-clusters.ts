import { type Estimate, estimateWithT, notEstimable, pointOnly } from '../estimate'
import type { ClusterSums, Totals } from './cluster'
import { leastSquares } from './least-squares'
import { SeriesSandwich } from './series-sandwich'

/**
 * Some coefficients of `clusteredRegression`, with the same CR2 errors and degrees of freedom, where there are so many
 * clusters that taking each apart takes seconds; no other errors and no influence.
 *
 * @param clusters one after the other, by their sums; @param totals of them all; @param wanted positions of terms.
 */
export function manyClusterRegression(
  clusters: Iterable<ClusterSums>,
  totals: Totals,
  terms: readonly string[],
  wanted: readonly number[],
  level: number,
): Estimate[] {
  const fit = leastSquares(totals, terms)
  const kept = wanted.map((term) => fit.kept.indexOf(term))
  const possible = kept.filter((j) => j >= 0)
  const sandwich = new SeriesSandwich(fit, possible)
  let filled = 0
  for (const cluster of clusters) {
    if (cluster.n === 0) continue
    filled++
    sandwich.add(cluster)
  }
  const spread = sandwich.finish()
  return kept.map((j, at) => {
    const why = fit.dropped.find(({ term }) => term === terms[wanted[at]!])?.reason
    if (j < 0) return notEstimable(fit.n, filled, why ?? 'no rows')
    const estimate = fit.coefficients[0]![j]!
    if (filled < 2) return pointOnly(estimate, fit.n, filled, 'needs at least 2 prompts')
    const { expected, df, variance } = spread[possible.indexOf(j)]!
    // CR2 is unbiased under the working model only for what no single cluster decides.
    const seen = expected / sandwich.varianceOf(j)
    if (df === null || seen < 0.5) return pointOnly(estimate, fit.n, filled, 'rests on one prompt')
    const se = fit.rss[0] === 0 ? 0 : Math.sqrt(variance)
    const flags = [...(se === 0 ? ['degenerate'] : []), ...(seen < 0.99 ? ['error_understated'] : [])]
    return estimateWithT(estimate, se, df, fit.n, filled, level, flags)
  })
}
