import type { DuckDBConnection } from '@duckdb/node-api'
import { type Columns, readColumns } from '@/lib/server/snapshot/read'
import { highest } from './selected'
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
  const read = await readColumns(
    connection,
    { sql, values: source.values.list },
    [...NAMES, ...names],
    asked.snapshot.meta.counts.outputs,
  )
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
  const places = new Int32Array(highest(output) + 1).fill(-1)
  for (let i = 0; i < output.length; i++) places[output[i]!] = i
  return places
}

/** The numbers of the outputs that have a goal and no proxy. */
export async function readGoalOnly(connection: DuckDBConnection, asked: Asked): Promise<Float64Array> {
  const source = sourceOf(asked)
  const sql = `${source.withHuman}
    SELECT f.output_no ${source.from} GROUP BY f.output_no
    HAVING ${source.proxy} IS NULL AND any_value(${source.goal}) IS NOT NULL`
  const { output } = await readColumns(connection, { sql, values: source.values.list }, ['output'])
  return output
}
