import { type ColumnDesign, startsOf } from '@/lib/stats/regression/column-design'
import type { FeatureColumns } from './feature-columns'
import { gather } from './gather'
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
  const own = gather(model, rows)
  const { present, group } = groupsOf(own)
  const starts = startsOf(gather(prompt, rows))
  const y = outcomes.map((column) => gather(column, rows))
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

/** The models that occur, ascending, and for each row the place of its own among them. */
function groupsOf(models: Float64Array): { present: number[]; group: Int32Array } {
  let last = -1
  for (let i = 0; i < models.length; i++) if (models[i]! > last) last = models[i]!
  const place = new Int32Array(last + 1).fill(-1)
  for (let i = 0; i < models.length; i++) place[models[i]!] = 0
  const present = Array.from(place.keys()).filter((number) => place[number] === 0)
  for (const [at, number] of present.entries()) place[number] = at
  const group = new Int32Array(models.length)
  for (let i = 0; i < models.length; i++) group[i] = place[models[i]!]!
  return { present, group }
}

/** The part of prepared features that belongs to some of their rows; still over the standard deviations of all. */
export function someRows({ rows, columns }: FeatureColumns, keep: (row: number) => boolean): FeatureColumns {
  const places = new Int32Array(rows.length)
  let count = 0
  for (let at = 0; at < rows.length; at++) if (keep(rows[at]!)) places[count++] = at
  const kept = places.subarray(0, count)
  return {
    rows: kept.map((at) => rows[at]!),
    columns: columns.map((column) => ({ ...column, values: gather(column.values, kept) })),
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
