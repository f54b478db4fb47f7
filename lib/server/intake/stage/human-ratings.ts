import { readScore } from '../scales'
import type { Staged } from '../staging'

const COLUMNS = [
  ['line', 'int'],
  ['output_id', 'text'],
  ['criterion_id', 'int'],
  ['rater', 'text'],
  ['score', 'float8'],
  ['scale_min', 'float8'],
  ['scale_max', 'float8'],
  ['unit', 'float8'],
  ['rater_group', 'text'],
  ['seconds', 'float8'],
  ['comment', 'text'],
  ['rated_at', 'timestamptz'],
] as const

export const stageHumanRatings: Staged<'human-ratings'> = {
  columns: COLUMNS,
  writer: (criteria) => (record, line, rows) => {
    const scored = readScore(record, criteria)
    if (Array.isArray(scored)) return scored
    const ratedAt = record.rated_at === undefined ? null : Date.parse(record.rated_at)
    if (Number.isNaN(ratedAt)) return [{ path: 'rated_at', message: 'is not a time' }]
    rows.row(COLUMNS.length)
    rows.int4(line)
    rows.text(record.output_id)
    rows.int4(scored.criterionId)
    rows.text(record.rater)
    rows.float8(scored.score)
    rows.float8(scored.scale.min)
    rows.float8(scored.scale.max)
    rows.float8(scored.unit)
    rows.text(record.group)
    rows.float8(record.seconds)
    rows.text(record.comment)
    rows.time(ratedAt)
    return null
  },
}
