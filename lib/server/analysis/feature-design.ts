import { type ColumnDesign, startsOf } from '@/lib/stats/regression/column-design'
import type { FeatureColumns } from './feature-columns'
import type { Rows } from './rows'

/** From more models on their terms are taken out by subtracting each model's means, which gives the same effects. */
const MOST_MODELS = 40

/** The design of the features' regression, with what its terms stand for. */
export type FeatureDesign = ColumnDesign & {
  /** The snapshot's numbers of the models with a term each, in the order of the groups. */
  models: number[]
  /** How many models there are, with terms of their own or not. */
  modelCount: number
  terms: string[]
}

/** Rows of `rows` (places) regressed on models and features; `outcomes` are columns of all rows. */
export function featureDesign(
  { prompt, model }: Pick<Rows, 'prompt' | 'model'>,
  { rows, columns }: FeatureColumns,
  outcomes: readonly Float64Array[],
): FeatureDesign {
  const present = [...new Set(Array.from(rows, (row) => model[row]!))].sort((a, b) => a - b)
  const place = new Map(present.map((number, at) => [number, at]))
  const group = Int32Array.from(rows, (row) => place.get(model[row]!)!)
  const starts = startsOf(Float64Array.from(rows, (row) => prompt[row]!))
  const y = outcomes.map((column) => Float64Array.from(rows, (row) => column[row]!))
  const x = columns.map(({ values }) => values)
  const keys = columns.map(({ feature }) => feature.key)
  const base = { starts, modelCount: present.length }
  if (present.length <= MOST_MODELS) {
    const terms = [...present.map((number) => `model ${number}`), ...keys]
    return { ...base, group, groups: present.length, columns: x, outcomes: y, models: present, terms }
  }
  const about = (column: Float64Array) => aboutGroupMeans(column, group, present.length)
  return {
    ...base,
    ...{ group: null, groups: 0, models: [], terms: keys },
    ...{ columns: x.map(about), outcomes: y.map(about) },
  }
}

/** The part of prepared features that belongs to some of their rows; still over the standard deviations of all. */
export function someRows({ rows, columns }: FeatureColumns, keep: (row: number) => boolean): FeatureColumns {
  const places = Int32Array.from(rows.keys()).filter((at) => keep(rows[at]!))
  return {
    rows: places.map((at) => rows[at]!),
    columns: columns.map((column) => ({
      ...column,
      values: Float64Array.from(places, (at) => column.values[at]!),
    })),
  }
}

function aboutGroupMeans(column: Float64Array, group: Int32Array, groups: number): Float64Array {
  const sums = new Float64Array(groups)
  const counts = new Float64Array(groups)
  for (let i = 0; i < group.length; i++) {
    sums[group[i]!]! += column[i]!
    counts[group[i]!]! += 1
  }
  return column.map((value, i) => value - sums[group[i]!]! / counts[group[i]!]!)
}
