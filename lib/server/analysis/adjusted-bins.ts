import type { Bin } from '@/lib/domain/report'
import { CONTROL_MODEL } from '@/lib/domain/selection'
import { featureByKey } from '@/lib/features/registry'
import { quantileKnots } from '@/lib/stats/quantile-bins'
import { type BinscatterDot, binscatter } from '@/lib/stats/regression/binscatter'
import { cutAt, numberOfBins } from './bins'
import { featureColumns } from './feature-columns'
import { gather } from './gather'
import { MINIMA, NO_COMMON_SCALE, Notes, tooFew } from './notes'
import type { Rows } from './rows'

export type AdjustedBinsOptions = {
  /** What is held equal: other features by their keys, and `model`. */
  control: readonly string[]
  asked: number | undefined
  commonScale: boolean
  notes: Notes
}

/**
 * Quantile bins of a feature with means of proxy, goal and inflation at the average of what is held equal. Errors CR1S
 * clustered by prompt with normal limits, as binsreg gives them. Outputs count alike, however they were sampled.
 */
export function adjustedBinsOf(rows: Rows, feature: string, options: AdjustedBinsOptions): Bin[] {
  const { asked, commonScale, notes } = options
  const field = `bins.${feature}`
  const { places, covariates } = heldEqual(rows, feature, options)
  const why = tooFew(places.length, MINIMA.mean.prompts, MINIMA.mean)
  if (why) {
    notes.add(field, why)
    return []
  }
  const of = (column: Float64Array) => gather(column, places)
  const x = of(rows.features.get(feature)!)
  const knots = quantileKnots(x, asked ?? numberOfBins(x, of(commonScale ? rows.inflation : rows.goal)))
  if (knots.length < 2) {
    notes.add(field, `${feature} is ${knots[0]} for every output`)
    return []
  }
  const clusters = of(rows.prompt)
  const dots = (y: Float64Array) => binscatter({ x, y: of(y), covariates, clusters }, knots)
  const heights = {
    proxy: dots(rows.proxy),
    goal: dots(rows.goal),
    inflation: commonScale ? dots(rows.inflation) : [],
  }
  return cutAt(knots, x).limits.map((limits, i) => {
    const few = tooFew(limits.n, MINIMA.mean.prompts, MINIMA.mean)
    const reason = few ?? heights.proxy[i]!.reason
    if (reason) notes.add(`${field}.${i}`, reason)
    else if (!commonScale) notes.add(`${field}.${i}.inflation`, NO_COMMON_SCALE)
    const [proxy, goal, inflation] = [heights.proxy, heights.goal, heights.inflation].map((all) =>
      heightOf(few ? undefined : all[i]),
    )
    return {
      ...limits,
      proxy_mean: proxy!.estimate,
      proxy_ci: proxy!.ci,
      goal_mean: goal!.estimate,
      goal_ci: goal!.ci,
      inflation: inflation!.estimate,
      ci: inflation!.ci,
    }
  })
}

/** The places of the rows that have the feature and all that is held equal, and the columns of the latter. */
function heldEqual(rows: Rows, feature: string, { control, notes }: AdjustedBinsOptions) {
  const values = rows.features.get(feature)!
  const having = Int32Array.from(values.keys()).filter((place) => !Number.isNaN(values[place]!))
  const others = control.flatMap((key) => (key === feature ? [] : (featureByKey(key) ?? [])))
  const own = new Map(others.map(({ key }) => [key, gather(rows.features.get(key)!, having)]))
  const leftOut = new Notes()
  const held = featureColumns({ features: own, length: having.length }, others, leftOut)
  const places = held.rows.map((at) => having[at]!)
  for (const { field, why } of leftOut.list().filter(({ field }) => field.startsWith('features.')))
    notes.add(`bins.${feature}`, `${field.replace('features.', '')} is not held equal, ${why}`)
  if (places.length < rows.length)
    notes.add(
      `bins.${feature}`,
      `${rows.length - places.length} of ${rows.length} outputs lack ${feature}${others.length > 0 ? ' or what is held equal' : ''}`,
    )
  const models = control.includes(CONTROL_MODEL) ? modelColumns(gather(rows.model, places)) : []
  return { places, covariates: [...models, ...held.columns.map((column) => column.values)] }
}

/** A 0/1 column for each model but the first. */
function modelColumns(model: Float64Array): Float64Array[] {
  return [...new Set(model)].slice(1).map((one) => model.map((value) => (value === one ? 1 : 0)))
}

function heightOf(dot: BinscatterDot | undefined): Pick<BinscatterDot, 'estimate' | 'ci'> {
  return dot ?? { estimate: null, ci: null }
}
