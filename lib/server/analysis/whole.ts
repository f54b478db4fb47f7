import type { DuckDBConnection } from '@duckdb/node-api'
import { readColumns } from '@/lib/server/snapshot/read'
import { regressionFeatures } from './feature-columns'
import { binnedFeatures } from './features'
import { gather } from './gather'
import { type Rows, readRowsOf } from './rows'
import { type Asked, sourceOf } from './source'
import { warmFor } from './warm'

/** The same question to all outputs. The raters' groups stay: they change the goal itself. */
export function toAll({ selection, ...asked }: Asked): Asked {
  const { rater_group } = selection
  const all = { model: [], family: [], tag: [], min_human_n: 1, where: [] }
  return { ...asked, selection: { ...all, rater_group } }
}

/**
 * The rows of a question with the features of every report, cut out of those of all outputs, which this process keeps
 * for the next selection. SQL says which outputs are selected, as everywhere.
 */
export async function rowsOf(connection: DuckDBConnection, asked: Asked): Promise<Rows> {
  const all = toAll(asked)
  const { meta } = asked.snapshot
  const features = [...binnedFeatures(meta, []), ...regressionFeatures(meta).map(({ key }) => key)]
  const whole = await warmFor('whole', all).part('rows', () =>
    readRowsOf(connection, all, [...new Set(features)]),
  )
  return some(whole, await selectedOf(connection, asked, whole))
}

/** The places of the selected outputs among the rows of all, ascending. */
async function selectedOf(connection: DuckDBConnection, asked: Asked, { output }: Rows): Promise<Int32Array> {
  const source = sourceOf(asked, true)
  const sql = `${source.withHuman} SELECT f.output_no ${source.from}`
  const read = await readColumns(connection, { sql, values: source.values.list }, ['output'])
  let last = -1
  for (let i = 0; i < read.length; i++) if (read.output[i]! > last) last = read.output[i]!
  const isSelected = new Uint8Array(last + 1)
  for (let i = 0; i < read.length; i++) isSelected[read.output[i]!] = 1
  const places = new Int32Array(output.length)
  let selected = 0
  for (let i = 0; i < output.length; i++) if (isSelected[output[i]!] === 1) places[selected++] = i
  return places.subarray(0, selected)
}

/** Some of the rows; all of them are not copied. */
function some(rows: Rows, places: Int32Array): Rows {
  if (places.length === rows.length) return rows
  const of = (column: Float64Array) => gather(column, places)
  const { output, prompt, model, proxy, goal, weight, verified, inflation, features } = rows
  return {
    ...{ length: places.length, output: of(output), prompt: of(prompt), model: of(model) },
    ...{ proxy: of(proxy), goal: of(goal), inflation: of(inflation) },
    ...{ weight: of(weight), verified: of(verified) },
    features: new Map([...features].map(([key, column]) => [key, of(column)])),
  }
}
