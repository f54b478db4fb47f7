import type { DuckDBConnection } from '@duckdb/node-api'
import { OUTPUT_SORTS, type OutputPage, type OutputRow, type OutputsQuestion } from '@/lib/domain/outputs'
import { withDuckDb } from '@/lib/server/snapshot/duckdb'
import { reading, type Snapshot } from '@/lib/server/snapshot/folders'
import { readRows } from '@/lib/server/snapshot/read'
import { onCurrentSnapshot, snapshotAt } from '@/lib/server/snapshot/refresh'
import { resolveContrast } from './contrast'
import { type Cursor, questionName, readCursor, writeCursor } from './cursor'
import { acceptAtOf, TOLERANCE } from './judged'
import { checkName } from './names'
import { Values } from './selection'
import { type Asked, sourceOf } from './source'

/**
 * A page of the selected outputs, with their numbers on the contrast's criterion. The cursor holds all pages to the
 * revision of the first; without one the first `skip` outputs are left out.
 * Throws PlumblineError('invalid') for a name or a column that the audit does not have.
 */
export async function outputs(auditId: number, question: OutputsQuestion, skip = 0): Promise<OutputPage> {
  if (question.cursor === undefined)
    return onCurrentSnapshot(auditId, ({ snapshot }) => pageOf(snapshot, question, null, skip))
  const cursor = readCursor(question.cursor, questionName(question))
  const snapshot = await snapshotAt(auditId, cursor.revision)
  return reading(snapshot, () => pageOf(snapshot, question, cursor))
}

async function pageOf(
  snapshot: Snapshot,
  question: OutputsQuestion,
  cursor: Cursor | null,
  skip = 0,
): Promise<OutputPage> {
  const contrast = resolveContrast(snapshot.meta, question)
  const asked = { snapshot, contrast, selection: question }
  const { total, found } = await withDuckDb(async (connection) => ({
    total: await countOf(connection, asked, question),
    found: await readPage(connection, asked, question, cursor, skip),
  }))
  const rows = found.slice(0, question.limit)
  const last = found.length > rows.length ? rows.at(-1) : undefined
  return {
    revision: snapshot.revision,
    contrast,
    total,
    outputs: rows.map(({ row }) => row),
    next_cursor: last
      ? writeCursor({
          revision: snapshot.revision,
          value: last.value,
          output: last.output,
          question: questionName(question),
        })
      : null,
  }
}

/** SQL of what the outputs can be sorted by. Numbers stand for names: they are in bytewise order. */
const SORT_SQL: Record<(typeof OUTPUT_SORTS)[number], string> = {
  output_id: 'output_no',
  prompt_id: 'prompt_no',
  model: 'model_no',
  proxy: 'proxy',
  goal: 'goal',
  inflation: 'inflation',
  human_n: 'human_n',
}

/** The column that outputs are sorted by, as SQL. Throws PlumblineError('invalid') for one that does not exist. */
export function sortSql({ snapshot }: Asked, sort: string): string {
  const key = sort.replace(/^-/, '')
  checkName('sort', key, [...OUTPUT_SORTS, ...snapshot.meta.features.map((feature) => feature.key)])
  return SORT_SQL[key as keyof typeof SORT_SQL] ?? `"${key}"`
}

type Sorted = { row: OutputRow; value: number | null; output: number }

async function readPage(
  connection: DuckDBConnection,
  asked: Asked,
  question: OutputsQuestion,
  cursor: Cursor | null,
  skip: number,
): Promise<Sorted[]> {
  const { sort, limit } = question
  const features = asked.snapshot.meta.features.map((feature) => feature.key)
  const by = sortSql(asked, sort)
  const { sql, values } = selectedOutputs(asked, question)
  const after = cursor ? `WHERE ${afterSql(cursor, sort.startsWith('-'), values)}` : ''
  const rows = await readRows<OutputRow & { output_no: number; sorted_by: number | null }>(connection, {
    sql: `SELECT * FROM (SELECT *, (${by})::DOUBLE AS sorted_by FROM (${sql})) ${after}
      ORDER BY sorted_by ${sort.startsWith('-') ? 'DESC' : 'ASC'} NULLS LAST, output_no LIMIT ${limit + 1} OFFSET ${skip}`,
    values: values.list,
  })
  const signals = await signalsOf(
    connection,
    asked,
    rows.map(({ output_no: output }) => output),
  )
  return rows.map(({ output_no: output, sorted_by: value, ...row }) => ({
    output,
    value,
    row: rowOf(row, features, signals.get(output) ?? []),
  }))
}

async function countOf(
  connection: DuckDBConnection,
  asked: Asked,
  question: OutputsQuestion,
): Promise<number> {
  const { sql, values } = selectedOutputs(asked, question)
  const [row] = await readRows<{ total: number }>(connection, {
    sql: `SELECT count(*)::INTEGER AS total FROM (${sql})`,
    values: values.list,
  })
  return row!.total
}

/** A row per selected output, features included. */
export function selectedOutputs(asked: Asked, question: OutputsQuestion): { sql: string; values: Values } {
  const source = sourceOf(asked)
  const { meta } = asked.snapshot
  const plain = ['output_id', 'prompt_id', 'model', 'family', 'tags', 'language', 'weight', 'verified']
  const numbers = ['prompt_no', 'model_no']
  const columns = [...plain, ...numbers, ...meta.features.map(({ key }) => key)]
  const inflation = asked.contrast.common_scale ? 'proxy - goal' : 'NULL::DOUBLE'
  const sql = `SELECT *, ${inflation} AS inflation FROM (${source.withHuman}
      SELECT f.output_no, ${columns.map((column) => `any_value(f."${column}") AS "${column}"`).join(', ')},
        ${source.proxy} AS proxy, any_value(${source.goal}) AS goal,
        any_value(${source.humanMean}) AS human_mean, any_value(${source.humanN}) AS human_n
      ${source.from} GROUP BY f.output_no)
    WHERE ${['true', ...scoreConditions(asked, question, source.values)].join(' AND ')}`
  return { sql, values: source.values }
}

/** SQL conditions on an output's proxy and goal. */
function scoreConditions(asked: Asked, question: OutputsQuestion, values: Values) {
  const { covered, gate_at: t, verdict, proxy_in: proxyIn, goal_in: goalIn } = question
  const criterion = asked.snapshot.meta.criteria.find(({ key }) => key === asked.contrast.criterion)!
  const { higher_is: higherIs } = criterion
  const conditions: string[] = []
  if (covered === '1') conditions.push('proxy IS NOT NULL AND goal IS NOT NULL')
  for (const [score, range] of Object.entries({ proxy: proxyIn, goal: goalIn })) {
    if (!range) continue
    const [lo, hi] = [values.bind(range[0] - TOLERANCE), values.bind(range[1] + TOLERANCE)]
    conditions.push(`${score} BETWEEN ${lo}::DOUBLE AND ${hi}::DOUBLE`)
  }
  if (t !== undefined)
    conditions.push(
      higherIs === 'better'
        ? `proxy >= ${values.bind(t - TOLERANCE)}::DOUBLE`
        : `proxy <= ${values.bind(t + TOLERANCE)}::DOUBLE`,
    )
  if (verdict !== undefined) {
    const atLeast = (verdict === 'accept') === (higherIs === 'better')
    const bound = values.bind(acceptAtOf(criterion) - TOLERANCE)
    conditions.push(`goal ${atLeast ? '>=' : '<'} ${bound}::DOUBLE`)
  }
  return conditions
}

/** SQL condition: the row comes after the cursor's. What has no value comes last in either direction. */
function afterSql({ value, output }: Cursor, descending: boolean, values: Values): string {
  const later = `output_no > ${values.bind(output)}`
  if (value === null) return `sorted_by IS NULL AND ${later}`
  const bound = `${values.bind(value)}::DOUBLE`
  return `(sorted_by ${descending ? '<' : '>'} ${bound} OR (sorted_by = ${bound} AND ${later}) OR sorted_by IS NULL)`
}

async function signalsOf(connection: DuckDBConnection, asked: Asked, numbers: number[]) {
  const byOutput = new Map<number, OutputRow['signals']>()
  if (numbers.length === 0) return byOutput
  const values = new Values()
  const rows = await readRows<OutputRow['signals'][number] & { output_no: number }>(connection, {
    sql: `SELECT output_no, signal, judge, signal_score AS unit, signal_n AS samples
      FROM read_parquet(${values.bind(asked.snapshot.facts)})
      WHERE criterion = ${values.bind(asked.contrast.criterion)} AND signal IS NOT NULL
        AND output_no IN ${values.bindAll(numbers)} ORDER BY signal, judge NULLS FIRST`,
    values: values.list,
  })
  for (const { output_no: output, ...signal } of rows)
    byOutput.set(output, [...(byOutput.get(output) ?? []), signal])
  return byOutput
}

function rowOf(
  row: Omit<OutputRow, 'features' | 'signals'>,
  features: string[],
  signals: OutputRow['signals'],
): OutputRow {
  const values: Record<string, unknown> = row
  return {
    output_id: row.output_id,
    prompt_id: row.prompt_id,
    model: row.model,
    family: row.family,
    tags: row.tags,
    language: row.language,
    weight: row.weight,
    proxy: row.proxy,
    goal: row.goal,
    inflation: row.inflation,
    human_mean: row.human_mean,
    human_n: row.human_n,
    verified: row.verified,
    signals,
    features: Object.fromEntries(features.map((key) => [key, values[key] as number | null])),
  }
}
