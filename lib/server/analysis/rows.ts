import type { DuckDBConnection } from '@duckdb/node-api'
import { type Columns, readColumns, readRows } from '@/lib/server/snapshot/read'
import { featureColumn } from './selection'
import { type Asked, sourceOf } from './source'

/**
 * The outputs that have both proxy and goal, as columns sorted by prompt and output: all estimates are made of these.
 * `prompt`, `output` and `model` are the snapshot's numbers. A feature or verified label that is missing is NaN.
 */
export type Rows = Columns<(typeof NAMES)[number]> & {
  /** Proxy − goal. */
  inflation: Float64Array
  features: ReadonlyMap<string, Float64Array>
}

const NAMES = ['output', 'prompt', 'model', 'proxy', 'goal', 'weight', 'verified'] as const

/** Reads the rows of a question, with the features named. */
export async function readRowsOf(
  connection: DuckDBConnection,
  asked: Asked,
  features: readonly string[],
): Promise<Rows> {
  const source = sourceOf(asked, true)
  const columns = features.map((feature) => featureColumn(asked.snapshot.meta, feature, 'feature'))
  // Without a GROUP BY where an output has one row at most: that takes half the time.
  const single = isOneJudge(asked)
  const any = (sql: string) => (single ? sql : `any_value(${sql})`)
  const perOutput = [
    `${any('f.prompt_no')} AS prompt_no`,
    any('f.model_no'),
    `${single ? 'f.signal_score' : source.proxy} AS proxy`,
    `${any(source.goal)} AS goal`,
    // The sample chose what people rate; verified labels stand where somebody put them.
    hasHumanSide(asked) ? any('f.weight') : '1::DOUBLE',
    any('f.verified'),
    ...columns.map(any),
  ]
  const sql = `${source.withHuman}
    SELECT f.output_no, ${perOutput.join(', ')} ${source.from} AND ${source.goal} IS NOT NULL
    ${single ? '' : 'GROUP BY f.output_no HAVING proxy IS NOT NULL'} ORDER BY prompt_no, output_no`
  const names = features.map((feature) => `feature ${feature}` as const)
  const read = await readColumns(connection, { sql, values: source.values.list }, [...NAMES, ...names])
  const byFeature = features.map((feature, i) => [feature, read[names[i]!]!] as const)
  // Loops, here and elsewhere: a typed array's own map takes many times as long, and leaves garbage.
  const inflation = new Float64Array(read.length)
  for (let i = 0; i < inflation.length; i++) inflation[i] = read.proxy[i]! - read.goal[i]!
  return { ...read, inflation, features: new Map(byFeature) }
}

function hasHumanSide({ contrast: { signal, goal } }: Asked): boolean {
  return signal === 'human' || goal === 'human'
}

/** Whether no output has scores of more than one judge in the proxy. An author judges its own outputs alone. */
export function isOneJudge({ snapshot, contrast: { criterion, signal, judge } }: Asked): boolean {
  if (signal === 'human') return false
  if (signal === 'self' || judge !== null) return true
  const own = snapshot.meta.signals.find((one) => one.criterion === criterion && one.signal === signal)
  return own?.judges.length === 1
}

/** For each output's number its place among the rows, or −1; undefined for greater numbers than theirs. */
export function placesOf({ output }: Pick<Rows, 'output'>): Int32Array {
  let last = -1
  for (const one of output) if (one > last) last = one
  const places = new Int32Array(last + 1).fill(-1)
  for (let i = 0; i < output.length; i++) places[output[i]!] = i
  return places
}

/** How many selected outputs have a proxy without a goal, and a goal without a proxy. */
export async function countOneSided(
  connection: DuckDBConnection,
  asked: Asked,
): Promise<{ proxy_only: number; goal_only: number }> {
  const source = sourceOf(asked)
  const sql = `${source.withHuman}
    SELECT count(*) FILTER (proxy IS NOT NULL AND goal IS NULL)::INTEGER AS proxy_only,
      count(*) FILTER (proxy IS NULL AND goal IS NOT NULL)::INTEGER AS goal_only
    FROM (SELECT ${source.proxy} AS proxy, any_value(${source.goal}) AS goal ${source.from} GROUP BY f.output_no)`
  const [counts] = await readRows<{ proxy_only: number; goal_only: number }>(connection, {
    sql,
    values: source.values.list,
  })
  return counts!
}
