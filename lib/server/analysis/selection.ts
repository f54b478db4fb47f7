import type { DuckDBValue } from '@duckdb/node-api'
import type { Selection } from '@/lib/domain/selection'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import { checkName } from './names'

/** Collects the values of one query in the order of their `$1`, `$2`, …. */
export class Values {
  readonly list: DuckDBValue[] = []

  /** Takes a value and answers its place in the SQL. */
  bind(value: DuckDBValue): string {
    // DuckDB's client hands over every whole number as an integer, which 1e300 is not.
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
      return `'${value}'::DOUBLE`
    this.list.push(value)
    return `$${this.list.length}`
  }

  /** Takes values and answers `($3, $4)`. */
  bindAll(values: readonly DuckDBValue[]): string {
    return `(${values.map((value) => this.bind(value)).join(', ')})`
  }
}

/** The column of `facts` that holds a feature. Throws PlumblineError('invalid') for one that does not exist. */
export function featureColumn(meta: SnapshotMeta, feature: string, path = 'where'): string {
  checkName(
    path,
    feature,
    meta.features.map(({ key }) => key),
  )
  return `f."${feature}"`
}

/**
 * The selection as SQL conditions on a row `f` of `facts`, all of which hold for a selected output. `rater_group` is not
 * among them: it says whose ratings count, not which outputs. `humanN` is the SQL of the number of raters.
 */
export function selectionConditions(
  meta: SnapshotMeta,
  selection: Selection,
  values: Values,
  humanN: string,
): string[] {
  checkSelection(meta, selection)
  const { model, family, tag, min_human_n: minimum, where } = selection
  const conditions: string[] = []
  if (model.length > 0) conditions.push(`f.model IN ${values.bindAll(model)}`)
  if (family.length > 0) conditions.push(`f.family IN ${values.bindAll(family)}`)
  if (tag.length > 0)
    conditions.push(`(${tag.map((one) => `list_contains(f.tags, ${values.bind(one)})`).join(' OR ')})`)
  // One is no condition: an output without a rating stands beside as one that has a proxy only.
  if (minimum > 1) conditions.push(`${humanN} >= ${values.bind(minimum)}`)
  for (const feature of new Set(where.map((range) => range.feature))) {
    const column = featureColumn(meta, feature)
    const either = where
      .filter((range) => range.feature === feature)
      .map(({ lo, hi }) =>
        [
          ...(lo === null ? [] : [`${column} >= ${values.bind(lo)}::DOUBLE`]),
          ...(hi === null ? [] : [`${column} <= ${values.bind(hi)}::DOUBLE`]),
        ].join(' AND '),
      )
    conditions.push(`(${either.map((range) => `(${range})`).join(' OR ')})`)
  }
  return conditions
}

function checkSelection(meta: SnapshotMeta, selection: Selection): void {
  const models = meta.models.map(({ model }) => model)
  const families = [...new Set(meta.models.map(({ family }) => family))].sort()
  for (const name of selection.model) checkName('model', name, models)
  for (const name of selection.family) checkName('family', name, families)
  for (const name of selection.tag) checkName('tag', name, meta.tags)
  for (const name of selection.rater_group) checkName('rater_group', name, meta.groups)
}
