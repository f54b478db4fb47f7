import type { Bin } from '@/lib/domain/report'
import { binOf, quantileKnots } from '@/lib/stats/quantile-bins'
import { ruleOfThumbBins } from '@/lib/stats/rule-of-thumb-bins'
import { clusterSums } from './cluster-sums'
import { gather, placesKnown } from './gather'
import { type Means, meansOf, unequalWeights } from './mean'
import { MINIMA, type Notes, tooFew } from './notes'
import type { Rows } from './rows'

/** How many bins where no rule can choose: all outputs have the same inflation. */
const PLAIN_BINS = 10

/**
 * Quantile bins of a feature (type-2 quantiles, left-open, equal knots collapsed) with unadjusted means of proxy, goal
 * and inflation. The number of bins is `asked`, or follows the rule of thumb.
 */
export function binsOf(
  rows: Rows,
  feature: string,
  asked: number | undefined,
  commonScale: boolean,
  notes: Notes,
): Bin[] {
  const field = `bins.${feature}`
  const known = withFeature(rows, feature)
  const missing = rows.length - known.x.length
  const why = tooFew(known.x.length, MINIMA.mean.prompts, MINIMA.mean)
  if (why) notes.add(field, why)
  else if (missing > 0) notes.add(field, `${missing} of ${rows.length} outputs have no ${feature}`)
  if (why) return []

  const outcome = commonScale ? known.inflation : known.goal
  const knots = quantileKnots(known.x, asked ?? numberOfBins(known.x, outcome))
  if (knots.length < 2) {
    notes.add(field, `${feature} is ${knots[0]} for every output`)
    return []
  }
  const { bin, limits } = cutAt(knots, known.x)
  const sums = clusterSums(known.prompt, [known.proxy, known.goal, known.inflation], {
    weights: known.weights,
    group: bin,
    groups: knots.length - 1,
  })
  return limits.map(({ lo, hi, n, x_mean }, i) => {
    const options = { weighted: known.weights !== undefined, commonScale, notes, field: `${field}.${i}` }
    return { lo, hi, n, x_mean, ...dots(meansOf(sums[i]!, options)) }
  })
}

function dots({ proxy, goal, inflation }: Means): Omit<Bin, 'lo' | 'hi' | 'n' | 'x_mean'> {
  return {
    proxy_mean: proxy.estimate,
    proxy_ci: proxy.ci,
    goal_mean: goal.estimate,
    goal_ci: goal.ci,
    inflation: inflation.estimate,
    ci: inflation.ci,
  }
}

/** How many bins the rule of thumb gives; some where it cannot choose. */
export function numberOfBins(x: Float64Array, y: Float64Array): number {
  const { bins } = ruleOfThumbBins(x, y)
  return bins ?? Math.max(1, Math.min(PLAIN_BINS, Math.floor(x.length / MINIMA.mean.outputs)))
}

/** The rows that have the feature. */
function withFeature(rows: Rows, feature: string) {
  const values = rows.features.get(feature)!
  const places = placesKnown(values)
  const keep = (column: Float64Array) => (places.length === column.length ? column : gather(column, places))
  const weights = unequalWeights(rows.weight)
  return {
    x: keep(values),
    prompt: keep(rows.prompt),
    proxy: keep(rows.proxy),
    goal: keep(rows.goal),
    inflation: keep(rows.inflation),
    weights: weights && keep(weights),
  }
}

/** The bin of each value, and what each bin holds. */
export function cutAt(knots: readonly number[], x: Float64Array) {
  const bin = new Int32Array(x.length)
  const limits = Array.from({ length: knots.length - 1 }, () => ({
    lo: Infinity,
    hi: -Infinity,
    n: 0,
    x_mean: 0,
  }))
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!
    bin[i] = binOf(knots, value)!
    const own = limits[bin[i]!]!
    if (value < own.lo) own.lo = value
    if (value > own.hi) own.hi = value
    own.n += 1
    own.x_mean += value
  }
  for (const own of limits) own.x_mean /= own.n
  return { bin, limits }
}
