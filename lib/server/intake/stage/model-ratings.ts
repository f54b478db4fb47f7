import { readScore } from '../scales'
import type { Staged } from '../staging'

const COLUMNS = [
  ['line', 'int'],
  ['output_id', 'text'],
  ['criterion_id', 'int'],
  ['signal', 'text'],
  // Self, family or peer where the file states it.
  ['kind', 'text'],
  ['judge', 'text'],
  ['family', 'text'],
  ['sample', 'text'],
  ['score', 'float8'],
  ['scale_min', 'float8'],
  ['scale_max', 'float8'],
  ['unit', 'float8'],
  ['rationale', 'text'],
] as const

/** The signal of ratings that models gave. */
const BY_MODELS = 'model'

export const stageModelRatings: Staged<'model-ratings'> = {
  columns: COLUMNS,
  writer: (criteria) => (record, line, rows) => {
    const scored = readScore(record, criteria)
    if (Array.isArray(scored)) return scored
    const named = record.signal?.includes(':') ?? false
    rows.row(COLUMNS.length)
    rows.int4(line)
    rows.text(record.output_id)
    rows.int4(scored.criterionId)
    rows.text(named ? record.signal : BY_MODELS)
    rows.text(named ? null : record.signal)
    rows.text(record.rater_model)
    rows.text(record.rater_family)
    rows.text(record.sample ?? '0')
    rows.float8(scored.score)
    rows.float8(scored.scale.min)
    rows.float8(scored.scale.max)
    rows.float8(scored.unit)
    rows.text(record.rationale)
    return null
  },
}
