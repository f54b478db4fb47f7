import type { Question } from '@/lib/domain/selection'
import { checkName } from '@/lib/server/analysis/names'
import { selectionConditions, Values } from '@/lib/server/analysis/selection'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import type { Query } from '@/lib/server/snapshot/read'
import { numberSql, textSql } from './cells'

export const HUMAN_RATING_COLUMNS = [
  ...['output_id', 'criterion', 'rater', 'group', 'score', 'unit', 'seconds', 'presentation', 'purpose'],
  ...['source', 'rated_at', 'set_aside'],
] as const

/** A row per current human rating of the selected outputs, of every purpose, those that count in no mean included. */
export function humanRatingsQuery(snapshot: Snapshot, question: Question, raw: boolean): Query {
  const { meta } = snapshot
  const values = new Values()
  const ratings = `read_parquet(${values.bind(snapshot.ratings)})`
  const ofOutput = selectionConditions(meta, question, values, 'f.human_n')
  const ofRating = ['true']
  // Ratings of checks belong to no output of the study: they are there where nothing is selected.
  if (ofOutput.length > 0)
    ofRating.push(`(r.criterion, r.output_no) IN (
      SELECT (f.criterion, f.output_no) FROM read_parquet(${values.bind(snapshot.facts)}) f
      WHERE ${ofOutput.join(' AND ')})`)
  if (question.criterion !== undefined) {
    checkName(
      'criterion',
      question.criterion,
      meta.criteria.map(({ key }) => key),
    )
    ofRating.push(`r.criterion = ${values.bind(question.criterion)}`)
  }
  if (question.rater_group.length > 0) ofRating.push(`r."group" IN ${values.bindAll(question.rater_group)}`)
  const cells = [
    ...['r.output_id', 'r.criterion', 'r.rater', 'r."group"'].map((column) => textSql(column, raw)),
    ...['r.score', 'r.unit', 'r.seconds'].map(numberSql),
    ...['r.presentation', 'r.purpose', 'r.source'],
    `strftime(r.rated_at, '%Y-%m-%dT%H:%M:%S.%gZ')`,
    'r.set_aside',
  ]
  const sql = `
    SELECT ${cells.join(', ')}
    FROM ${ratings} r
    WHERE ${ofRating.join(' AND ')}
    ORDER BY r.output_no, r.criterion, r.rater_no, r.rated_at, r.purpose, r.unit`
  return { sql, values: values.list }
}
