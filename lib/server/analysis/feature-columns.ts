import { FEATURE_GROUPS } from '@/lib/features/definition'
import { FEATURES, type Feature } from '@/lib/features/registry'
import { transformFeature, WINSORISE_QUANTILE } from '@/lib/features/transform'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { orderStatistics } from '@/lib/stats/order-statistics'
import { gather } from './gather'
import type { Notes } from './notes'
import type { Rows } from './rows'

/** A feature that more of the outputs lack is left out, instead of the outputs that lack it. */
const MOST_MISSING = 0.2
/** A feature that is not 0 in fewer outputs says nothing that can be told from chance. */
const LEAST_NON_ZERO = 5

/** A feature as the regression takes it: transformed, about its mean, over its standard deviation (n − 1). */
export type FeatureColumn = { feature: Feature; mean: number; sd: number; values: Float64Array }

/** The features of the regression in display order, and the places of the rows that have them all. */
export type FeatureColumns = { rows: Int32Array; columns: FeatureColumn[] }

/**
 * The features that enter the regression, as far as a snapshot has them: the nine that the registry marks, of which none
 * is nearly another; by group in the order of the charts, which is also the order in which a collinear one gives way.
 */
export function regressionFeatures(meta: Pick<SnapshotMeta, 'features'>): Feature[] {
  const known = new Set(meta.features.map(({ key }) => key))
  return FEATURE_GROUPS.flatMap(({ key }) =>
    FEATURES.filter(
      (feature) => feature.inDefaultRegression && feature.group === key && known.has(feature.key),
    ),
  )
}

/** Prepares the features for a regression. One that cannot enter is noted under `features.<key>` with the reason. */
export function featureColumns(
  rows: Pick<Rows, 'features' | 'length'>,
  features: readonly Feature[],
  notes: Notes,
): FeatureColumns {
  const leaveOut = (feature: Feature, why: string) => notes.add(`features.${feature.key}`, `left out: ${why}`)
  const present = features.filter((feature) => {
    const missing = missingIn(rows.features.get(feature.key)!)
    if (missing <= MOST_MISSING * rows.length) return true
    leaveOut(feature, `missing in ${missing} of ${rows.length} outputs`)
    return false
  })
  const complete = completeRows(rows, present)
  if (complete.length < rows.length)
    notes.add(
      'feature_regression.n',
      `${rows.length - complete.length} of ${rows.length} outputs lack a feature and do not count here`,
    )
  const columns = present.flatMap((feature) => {
    const raw = rows.features.get(feature.key)!
    const values = gather(raw, complete)
    const nonZero = nonZeroIn(values)
    const { mean, sd } = transformAndStandardise(values, feature)
    const isConstant = !(sd > 1e-12 * Math.max(1, Math.abs(mean)))
    if (isConstant) leaveOut(feature, 'the same in every output')
    else if (nonZero < LEAST_NON_ZERO) leaveOut(feature, `other than 0 in only ${nonZero} outputs`)
    else return { feature, mean, sd, values }
    return []
  })
  return { rows: complete, columns }
}

function missingIn(values: Float64Array): number {
  let count = 0
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) count += 1
  return count
}

function nonZeroIn(values: Float64Array): number {
  let count = 0
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) count += 1
  return count
}

/** The rows that have all features, and the logarithms that the regression takes of them. */
function completeRows(
  { features: columns, length }: Pick<Rows, 'features' | 'length'>,
  features: readonly Feature[],
): Int32Array {
  const lacks = new Uint8Array(length)
  for (const feature of features) {
    const column = columns.get(feature.key)!
    const isLog = feature.transform === 'log'
    for (let i = 0; i < length; i++) {
      const value = column[i]!
      if (Number.isNaN(value) || (isLog && value <= 0)) lacks[i] = 1
    }
  }
  const complete = new Int32Array(length)
  let count = 0
  for (let i = 0; i < length; i++) if (lacks[i] === 0) complete[count++] = i
  return complete.subarray(0, count)
}

/** Transforms and standardises in place; answers what the mean and the standard deviation were between the two. */
function transformAndStandardise(values: Float64Array, feature: Feature): { mean: number; sd: number } {
  const cut = feature.transform === 'winsorised' ? upperQuantile(values) : Number.POSITIVE_INFINITY
  let sum = 0
  for (let i = 0; i < values.length; i++) {
    values[i] = transformFeature(feature, Math.min(cut, values[i]!)) ?? Number.NaN
    sum += values[i]!
  }
  const mean = sum / values.length
  let squares = 0
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2
  const sd = Math.sqrt(squares / (values.length - 1))
  for (let i = 0; i < values.length; i++) values[i] = (values[i]! - mean) / sd
  return { mean, sd }
}

function upperQuantile(values: Float64Array): number {
  if (values.length === 0) return Number.NaN
  return orderStatistics(values, [Math.max(0, Math.ceil(WINSORISE_QUANTILE * values.length) - 1)])[0]!
}
