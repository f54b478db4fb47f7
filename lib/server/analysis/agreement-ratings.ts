import type { DuckDBConnection } from '@duckdb/node-api'
import { readColumns, readRows } from '@/lib/server/snapshot/read'
import type { Rows } from './rows'
import { Values } from './selection'
import { type Asked, selectedSource } from './source'

/**
 * The blind ratings that raters are compared by: the plan's and imported ones of the selected outputs, sorted by prompt,
 * output and rater. Extra ratings and repeats are not among them, so that a rater has one of an output at most.
 */
export type AgreementRatings = {
  /** By rating: the rater's place in `raters`, unit score, hours since 1970, seconds of active work (NaN: not measured). */
  rater: Int32Array
  unit: Float64Array
  hours: Float64Array
  seconds: Float64Array
  /** The ratings of output i are start[i] … start[i + 1] − 1; its number in the snapshot, and that of its prompt. */
  start: Int32Array
  output: Float64Array
  prompt: Float64Array
  raters: { no: number; rater: string; group: string | null }[]
}

const NAMES = ['output', 'prompt', 'rater', 'unit', 'hours', 'seconds'] as const

export async function readAgreementRatings(
  connection: DuckDBConnection,
  asked: Asked,
): Promise<AgreementRatings> {
  const { values, from, where, all } = ratingSource(asked, `counted AND purpose = 'main'`)
  // Where all outputs are selected nothing need be sorted: the file is, and one thread keeps its order.
  const columns = await readColumns(
    connection,
    {
      sql: `${from.with} SELECT output_no, prompt_no, rater_no, unit, epoch_ms(rated_at) / 3.6e6 AS hours, seconds
        FROM ${from.ratings} WHERE ${where} ${all ? '' : 'ORDER BY prompt_no, output_no, rater_no'}`,
      values: values.list,
    },
    NAMES,
  )
  const raters = await readRows<AgreementRatings['raters'][number]>(connection, {
    sql: `${from.with} SELECT rater_no AS no, any_value(rater) AS rater, min("group") AS "group"
      FROM ${from.ratings} WHERE ${where} GROUP BY rater_no ORDER BY rater_no`,
    values: values.list,
  })
  const places = new Int32Array((raters.at(-1)?.no ?? -1) + 1)
  raters.forEach(({ no }, at) => {
    places[no] = at
  })
  const { start, output, prompt } = outputRuns(columns.output, columns.prompt)
  return {
    rater: new Int32Array(columns.rater.length).map((_, k) => places[columns.rater[k]!]!),
    unit: columns.unit,
    hours: columns.hours,
    ...{ start, output, prompt },
    seconds: columns.seconds,
    raters,
  }
}

/** Pairs of a rater's rating of an output and the one they gave when it came back, by the rater's place in `raters`. */
export async function readRepeats(
  connection: DuckDBConnection,
  asked: Asked,
  { rater, unit, start, output, raters }: AgreementRatings,
): Promise<{ rater: number; first: number; second: number }[]> {
  const { values, from, where } = ratingSource(asked, `purpose = 'repeat'`)
  const sql = `${from.with} SELECT rater_no AS no, output_no AS output, unit AS second
    FROM ${from.ratings} WHERE ${where} ORDER BY rater_no, output_no, rated_at, unit`
  const repeats = await readRows<{ no: number; output: number; second: number }>(connection, {
    sql,
    values: values.list,
  })
  if (repeats.length === 0) return []
  const places = new Map(raters.map(({ no }, at) => [no, at]))
  const rows = new Map(Array.from(output, (no, i) => [no, i]))
  return repeats.flatMap(({ no, output: outputNo, second }) => {
    const i = rows.get(outputNo)
    for (let k = start[i ?? 0]!; i !== undefined && k < start[i + 1]!; k++)
      if (rater[k] === places.get(no)) return [{ rater: rater[k]!, first: unit[k]!, second }]
    return []
  })
}

/** How many gold items each rater was given on the criterion, and how many known answers they met, by the raters' numbers. */
export async function readGold(
  connection: DuckDBConnection,
  { snapshot, contrast }: Asked,
): Promise<Map<number, { n: number; met: number }>> {
  const rows = await readRows<{ no: number; n: number; met: number }>(connection, {
    sql: `SELECT rater_no AS no, count(*)::INTEGER AS n, (count(*) FILTER (gold_met))::INTEGER AS met
      FROM read_parquet($1) WHERE criterion = $2 AND gold_met IS NOT NULL GROUP BY rater_no ORDER BY rater_no`,
    values: [snapshot.ratings, contrast.criterion],
  })
  return new Map(rows.map(({ no, n, met }) => [no, { n, met }]))
}

/** The parts of SQL over the ratings of the criterion and groups asked for; `all`: every output is selected. */
export function ratingSource(asked: Asked, condition: string) {
  const { snapshot, contrast, selection } = asked
  const { model, family, tag, where: ranges, min_human_n: minimum, rater_group: groups } = selection
  const all = [model, family, tag, ranges].every((list) => list.length === 0) && minimum <= 1
  const source = all ? null : selectedSource(asked)
  const values = source?.values ?? new Values()
  const conditions = [condition, `criterion = ${values.bind(contrast.criterion)}`]
  if (groups.length > 0) conditions.push(`"group" IN ${values.bindAll(groups)}`)
  if (source) conditions.push(`output_no IN (SELECT f.output_no ${source.from})`)
  const from = {
    with: source?.withHuman ?? '',
    ratings: `read_parquet(${values.bind(snapshot.ratings)})`,
  }
  return { values, from, where: conditions.join(' AND '), all }
}

function outputRuns(outputs: Float64Array, prompts: Float64Array) {
  let size = 0
  for (let i = 0; i < outputs.length; i++) if (i === 0 || outputs[i] !== outputs[i - 1]) size++
  const start = new Int32Array(size + 1)
  const output = new Float64Array(size)
  const prompt = new Float64Array(size)
  let at = -1
  for (let i = 0; i < outputs.length; i++) {
    if (i === 0 || outputs[i] !== outputs[i - 1]) {
      at++
      start[at] = i
      output[at] = outputs[i]!
      prompt[at] = prompts[i]!
    }
  }
  start[size] = outputs.length
  return { start, output, prompt }
}

/** The proxy of each rated output, NaN where it has none. */
export function proxyOfRated({ output }: AgreementRatings, rows: Rows): Float64Array {
  let last = -1
  for (const no of rows.output) if (no > last) last = no
  const byOutput = new Float64Array(last + 1).fill(Number.NaN)
  for (let i = 0; i < rows.length; i++) byOutput[rows.output[i]!] = rows.proxy[i]!
  return output.map((no) => byOutput[no] ?? Number.NaN)
}
