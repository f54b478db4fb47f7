import type { ModelRow, Report } from '@/lib/domain/report'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import type { Controlled } from './feature-effects'
import type { Notes } from './notes'
import { partsOf } from './parts'
import type { Rows } from './rows'

/**
 * Proxy, goal and inflation of each model's outputs, in bytewise order of the models' names.
 *
 * @param controlled the models' inflation at the features of all outputs, or why there is none.
 */
export function byModel(
  rows: Rows,
  meta: SnapshotMeta,
  controlled: Controlled,
  commonScale: boolean,
  notes: Notes,
): ModelRow[] {
  const fieldOf = (model: number) => `by_model.${meta.models[model]!.model}`
  const group = new Int32Array(rows.model)
  const parts = partsOf(rows, group, meta.models.length, fieldOf, { commonScale, notes })
  return parts.flatMap((part, model) => {
    if (part === null) return []
    const field = `${fieldOf(model)}.controlled`
    const own =
      'why' in controlled ? controlled : (controlled.of.get(model) ?? { why: 'no output has all features' })
    if (part.inflation !== null && 'why' in own) notes.add(field, own.why)
    return {
      ...meta.models[model]!,
      ...part,
      controlled: part.inflation === null || 'why' in own ? null : own,
    }
  })
}

/** The same for each family, in bytewise order. */
export function byFamily(
  rows: Rows,
  { models }: SnapshotMeta,
  commonScale: boolean,
  notes: Notes,
): Report['by_family'] {
  const families = [...new Set(models.map(({ family }) => family))].sort()
  const place = models.map(({ family }) => families.indexOf(family))
  const group = Int32Array.from(rows.model, (model) => place[model]!)
  const fieldOf = (at: number) => `by_family.${families[at]}`
  return partsOf(rows, group, families.length, fieldOf, { commonScale, notes }).flatMap((part, at) =>
    part ? { family: families[at]!, ...part } : [],
  )
}
