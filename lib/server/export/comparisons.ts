import type { ComparisonsReport, ModelPair, Preferred } from '@/lib/domain/report-comparisons'
import type { Question } from '@/lib/domain/selection'
import { checkName } from '@/lib/server/analysis/names'
import type { Answer } from '@/lib/server/analysis/report'
import { selectionConditions, Values } from '@/lib/server/analysis/selection'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import type { Query } from '@/lib/server/snapshot/read'
import { numberSql, textSql } from './cells'
import { type Column, cells, intervals, namesOf, tableCsv } from './tables'

export const COMPARISON_CSV_COLUMNS = [
  ...[
    'prompt_id',
    'left_output_id',
    'right_output_id',
    'left_model',
    'right_model',
    'criterion',
    'rater',
    'group',
  ],
  ...['preference', 'seconds', 'presentation', 'rated_at', 'set_aside'],
] as const

/** A row per current comparison of two selected outputs, those of raters who were set aside included. */
export function comparisonsQuery(snapshot: Snapshot, question: Question, raw: boolean): Query {
  const { meta } = snapshot
  const values = new Values()
  const comparisons = `read_parquet(${values.bind(snapshot.comparisons)})`
  const ofOutput = selectionConditions(meta, question, values, 'f.human_n')
  const conditions = ['true']
  if (ofOutput.length > 0) {
    const selected = `SELECT (f.criterion, f.output_no) FROM read_parquet(${values.bind(snapshot.facts)}) f
      WHERE ${ofOutput.join(' AND ')}`
    for (const side of ['left', 'right'])
      conditions.push(`(d.criterion, d.${side}_output_no) IN (${selected})`)
  }
  if (question.criterion !== undefined) {
    checkName(
      'criterion',
      question.criterion,
      meta.criteria.map(({ key }) => key),
    )
    conditions.push(`d.criterion = ${values.bind(question.criterion)}`)
  }
  if (question.rater_group.length > 0) conditions.push(`d."group" IN ${values.bindAll(question.rater_group)}`)
  const sql = `
    SELECT ${[
      ...COMPARISON_CSV_COLUMNS.slice(0, 8).map((column) => textSql(`d."${column}"`, raw)),
      ...['d.preference', 'd.seconds'].map(numberSql),
      'd.presentation',
      `strftime(d.rated_at, '%Y-%m-%dT%H:%M:%S.%gZ')`,
      'd.set_aside',
    ].join(', ')}
    FROM ${comparisons} d WHERE ${conditions.join(' AND ')}
    ORDER BY d.prompt_no, d.left_output_no, d.right_output_no, d.criterion, d.rater_no, d.rated_at`
  return { sql, values: values.list }
}

type Row = Preferred & { preferred: string; first: string; second: string }

const COLUMNS: Column<Row>[] = [
  ...cells<Row>('preferred', 'first', 'second', 'n', 'prompts', 'share'),
  ...intervals<Row>('ci'),
]

export const PREFERENCE_COLUMNS = COLUMNS.flatMap(namesOf)

/** `preferences.csv`: the report's `comparisons`, a share a row. */
export function preferencesCsv({ comparisons }: Answer, raw: boolean): string {
  return tableCsv(COLUMNS, comparisons ? rowsOf(comparisons) : [], raw)
}

function rowsOf({ by_pair, left, longer, proxy, goal }: ComparisonsReport): Row[] {
  const pair = (row: ModelPair): Row => ({ preferred: 'first', ...row })
  const side = (preferred: string, of: Preferred): Row => ({ preferred, first: '', second: '', ...of })
  return [
    ...by_pair.map(pair),
    ...[side('left', left), side('longer', longer), side('proxy', proxy), side('goal', goal)],
  ]
}
