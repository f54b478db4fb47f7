import { readScore } from '../scales'
import type { Staged } from '../staging'

const COLUMNS = [
  ['line', 'int'],
  ['output_id', 'text'],
  ['criterion_id', 'int'],
  ['score', 'float8'],
  ['scale_min', 'float8'],
  ['scale_max', 'float8'],
  ['unit', 'float8'],
  ['note', 'text'],
] as const

export const stageVerified: Staged<'verified'> = {
  columns: COLUMNS,
  writer: (criteria) => (record, line, rows) => {
    const scored = readScore(record, criteria)
    if (Array.isArray(scored)) return scored
    rows.row(COLUMNS.length)
    rows.int4(line)
    rows.text(record.output_id)
    rows.int4(scored.criterionId)
    rows.float8(scored.score)
    rows.float8(scored.scale.min)
    rows.float8(scored.scale.max)
    rows.float8(scored.unit)
    rows.text(record.note)
    return null
  },
}
