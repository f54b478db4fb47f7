import type { Question } from '@/lib/domain/selection'
import { checkContrast, goalOf, MODEL_SIGNALS } from '@/lib/server/analysis/contrast'
import { checkName } from '@/lib/server/analysis/names'
import { selectionConditions, Values } from '@/lib/server/analysis/selection'
import { humanOfGroups } from '@/lib/server/analysis/source'
import type { Snapshot } from '@/lib/server/snapshot/folders'
import type { SnapshotMeta } from '@/lib/server/snapshot/meta'
import type { Query } from '@/lib/server/snapshot/read'
import { numberSql, textSql } from './cells'

/** The columns of `inflation.csv` before and after its features. */
const BEFORE = [
  ...['output_id', 'prompt_id', 'model', 'family', 'criterion', 'signal', 'judge', 'judges', 'signal_score'],
  ...[
    'signal_unit',
    'human_mean',
    'human_unit',
    'human_n',
    'human_sd',
    'verified_unit',
    'inflation',
    'weight',
  ],
] as const

export function inflationColumns(meta: SnapshotMeta): string[] {
  return [...BEFORE, ...meta.features.map(({ key }) => key), 'tags']
}

/**
 * A row per output × criterion × signal, with the proxy over the judges of that signal. What the question names narrows
 * it; what it leaves open stands in full: all criteria, all signals. A row's goal is its criterion's default one.
 */
export function inflationQuery(snapshot: Snapshot, question: Question, raw: boolean): Query {
  const { meta } = snapshot
  const values = new Values()
  const goals = goalsOf(meta, question)
  const recomputed = question.rater_group.length > 0
  const human = (column: string) => `any_value(${recomputed ? 'h' : 'f'}.${column})`
  const humanN = recomputed ? 'coalesce(h.human_n, 0)' : 'f.human_n'
  const facts = `read_parquet(${values.bind(snapshot.facts)})`
  const withHuman = recomputed ? `human AS (${humanOfGroups(snapshot, question, values)}),` : ''
  const scales = goals.map(
    ({ key, min, max, goal }) =>
      `(${values.bind(key)}, ${values.bind(min)}::DOUBLE, ${values.bind(max)}::DOUBLE, ${goal === 'human'})`,
  )
  const conditions = [
    ...selectionConditions(meta, question, values, humanN),
    ...signalConditions(question, values),
  ]
  const fromHuman = question.signal === 'human'
  const perRow = [
    ...['output_id', 'prompt_id', 'model', 'family', 'weight', 'tags'].map(
      (c) => `any_value(f.${c}) AS ${c}`,
    ),
    ...meta.features.map(({ key }) => `any_value(f."${key}") AS "${key}"`),
    `${fromHuman ? 'NULL' : 'CASE WHEN count(f.signal) = 1 THEN any_value(f.judge) END'} AS judge`,
    `${fromHuman ? '0' : 'count(f.signal)'}::INTEGER AS judges`,
    `${fromHuman ? human('human_mean') : 'avg(f.signal_score)'} AS signal_unit`,
    `${human('human_mean')} AS human_unit`,
    `any_value(${humanN}) AS human_n`,
    `sqrt(${human('human_var')}) AS human_sd`,
    'any_value(f.verified) AS verified_unit',
  ]
  const sql = `
    WITH ${withHuman} scale(key, min, max, human_is_goal) AS (VALUES ${scales.join(', ')}),
    row AS (
      SELECT f.output_no, f.criterion, ${signalSql(question)} AS signal, ${perRow.join(', ')}
      FROM ${facts} f ${recomputed ? 'LEFT JOIN human h USING (criterion, output_no)' : ''}
      WHERE f.criterion IN (SELECT key FROM scale) AND ${conditions.join(' AND ') || 'true'}
      GROUP BY 1, 2, 3
    )
    SELECT ${cellsOf(meta, raw).join(', ')}
    FROM row JOIN scale ON scale.key = row.criterion
    ORDER BY row.output_no, row.criterion, row.signal NULLS LAST`
  return { sql, values: values.list }
}

/** The criteria asked for, each with the goal that its inflation is held against. */
function goalsOf(meta: SnapshotMeta, question: Question) {
  const { criterion } = question
  if (criterion !== undefined)
    checkName(
      'criterion',
      criterion,
      meta.criteria.map(({ key }) => key),
    )
  const isAsked = (key: string) => criterion === undefined || key === criterion
  checkContrast(
    meta.signals.filter((signal) => isAsked(signal.criterion)),
    question,
  )
  return meta.criteria
    .filter(({ key }) => isAsked(key))
    .map((one) => ({ key: one.key, min: one.min, max: one.max, goal: goalOf(one, question) }))
}

function signalConditions({ signal, judge }: Question, values: Values): string[] {
  const conditions: string[] = []
  if (signal === 'any') conditions.push(`f.signal IN ${values.bindAll(MODEL_SIGNALS)}`)
  else if (signal !== undefined && signal !== 'human') conditions.push(`f.signal = ${values.bind(signal)}`)
  if (judge !== undefined) conditions.push(`f.judge = ${values.bind(judge)}`)
  return conditions
}

/** With `any` and `human`, one row stands for what facts hold in several. */
function signalSql({ signal }: Question): string {
  return signal === 'any' || signal === 'human' ? `'${signal}'` : 'f.signal'
}

function cellsOf(meta: SnapshotMeta, raw: boolean): string[] {
  const onScale = (unit: string) => numberSql(`(scale.min + ${unit} * (scale.max - scale.min))`)
  const goal = 'CASE WHEN human_is_goal THEN human_unit ELSE verified_unit END'
  const cells: Record<(typeof BEFORE)[number], string> = {
    output_id: textSql('output_id', raw),
    prompt_id: textSql('prompt_id', raw),
    model: textSql('model', raw),
    family: textSql('family', raw),
    criterion: textSql('criterion', raw),
    signal: textSql('signal', raw),
    judge: textSql('judge', raw),
    judges: 'judges',
    signal_score: onScale('signal_unit'),
    signal_unit: numberSql('signal_unit'),
    human_mean: onScale('human_unit'),
    human_unit: numberSql('human_unit'),
    human_n: 'human_n',
    human_sd: numberSql('human_sd'),
    verified_unit: numberSql('verified_unit'),
    inflation: numberSql(`(CASE WHEN NOT starts_with(signal, 'metric:') THEN signal_unit - ${goal} END)`),
    weight: numberSql('weight'),
  }
  return [
    ...BEFORE.map((column) => cells[column]),
    ...meta.features.map(({ key }) => numberSql(`"${key}"`)),
    textSql(`array_to_string(tags, ';')`, raw),
  ]
}
