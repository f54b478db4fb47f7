import type { DuckDBConnection } from '@duckdb/node-api'
import { readColumns, readRows } from '@/lib/server/snapshot/read'
import type { Rows } from './rows'
import { highest, placesSelected, type Selected, toAll } from './selected'
import { Values } from './selection'
import type { Asked } from './source'
import { warmFor } from './warm'

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

/** As they are kept: raters by their numbers in the snapshot, groups by their place in its list, from 1; 0 is none. */
type AllRatings = Omit<AgreementRatings, 'raters'> & { group: Uint16Array; names: Map<number, string> }

const NAMES = ['output', 'prompt', 'rater', 'unit', 'hours', 'seconds', 'group'] as const

/** Cut out of those of all outputs, which this process keeps for the next selection. */
export async function agreementRatingsOf(
  connection: DuckDBConnection,
  asked: Asked,
  selected: Selected,
): Promise<AgreementRatings> {
  const all = toAll(asked)
  const { group, names, ...whole } = await warmFor('whole', all).part('agreement', () =>
    readAll(connection, all),
  )
  const places = placesSelected(selected, whole.output)
  const kept = places ? some({ ...whole, group }, places) : { ...whole, group }
  const groups = leastGroups(kept.rater, kept.group)
  const raters = [...names].flatMap(([no, rater]) => {
    const least = groups[no]
    if (least === undefined || least === NOBODY) return []
    return { no, rater, group: asked.snapshot.meta.groups[least - 1] ?? null }
  })
  const place = new Int32Array((raters.at(-1)?.no ?? -1) + 1)
  for (const [at, { no }] of raters.entries()) place[no] = at
  const rater = new Int32Array(kept.rater.length)
  for (let k = 0; k < rater.length; k++) rater[k] = place[kept.rater[k]!]!
  const { unit, hours, seconds, start, output, prompt } = kept
  return { rater, unit, hours, seconds, start, output, prompt, raters }
}

async function readAll(connection: DuckDBConnection, asked: Asked): Promise<AllRatings> {
  const { values, from } = ratingSource(asked, `counted AND purpose = 'main'`)
  const groups = asked.snapshot.meta.groups.map((group) => values.bind(group))
  // Nothing need be sorted: the file is, and one thread keeps its order.
  const { output, prompt, rater, group, unit, hours, seconds } = await readColumns(
    connection,
    {
      sql: `SELECT output_no, prompt_no, rater_no, unit, epoch_ms(rated_at) / 3.6e6, seconds,
          coalesce(list_position([${groups.join(', ')}]::VARCHAR[], "group"), 0)::INTEGER ${from}`,
      values: values.list,
    },
    NAMES,
    asked.snapshot.meta.counts.ratings,
  )
  const people = ratingSource(asked, `counted AND purpose = 'main'`)
  const raters = await readRows<{ no: number; rater: string }>(connection, {
    sql: `SELECT rater_no AS no, any_value(rater) AS rater ${people.from} GROUP BY rater_no ORDER BY rater_no`,
    values: people.values.list,
  })
  return {
    ...{ rater: new Int32Array(rater), unit, hours, seconds, group: new Uint16Array(group) },
    ...outputRuns(output, prompt),
    names: new Map(raters.map(({ no, rater }) => [no, rater])),
  }
}

/** The ratings of some outputs. */
function some(
  { start, output, prompt, ...all }: Omit<AllRatings, 'names'>,
  places: Int32Array,
): Omit<AllRatings, 'names'> {
  const starts = new Int32Array(places.length + 1)
  for (let i = 0; i < places.length; i++)
    starts[i + 1] = starts[i]! + start[places[i]! + 1]! - start[places[i]!]!
  const size = starts[places.length]!
  const kept = {
    ...{ rater: new Int32Array(size), group: new Uint16Array(size), unit: new Float64Array(size) },
    ...{ hours: new Float64Array(size), seconds: new Float64Array(size) },
    ...{ start: starts, output: new Float64Array(places.length), prompt: new Float64Array(places.length) },
  }
  for (let i = 0, at = 0; i < places.length; i++) {
    const place = places[i]!
    kept.output[i] = output[place]!
    kept.prompt[i] = prompt[place]!
    for (let k = start[place]!; k < start[place + 1]!; k++, at++) {
      kept.rater[at] = all.rater[k]!
      kept.group[at] = all.group[k]!
      kept.unit[at] = all.unit[k]!
      kept.hours[at] = all.hours[k]!
      kept.seconds[at] = all.seconds[k]!
    }
  }
  return kept
}

/** The group of a number that rated nothing here. */
const NOBODY = 0xffff

/** By the raters' numbers, the first of the groups that their ratings name; 0 where they name none. */
function leastGroups(rater: Int32Array, group: Uint16Array): number[] {
  const least: number[] = []
  for (let k = 0; k < rater.length; k++) {
    const no = rater[k]!
    while (least.length <= no) least.push(NOBODY)
    const known = least[no]!
    const own = group[k]!
    if (known === NOBODY || known === 0 || (own > 0 && own < known)) least[no] = own
  }
  return least
}

/** Pairs of a rater's rating of an output and the one they gave when it came back, by the rater's place in `raters`. */
export async function repeatsOf(
  connection: DuckDBConnection,
  asked: Asked,
  { rater, unit, start, output, raters }: AgreementRatings,
): Promise<{ rater: number; first: number; second: number }[]> {
  const all = toAll(asked)
  const repeats = await warmFor('whole', all).part('repeats', () => {
    const { values, from } = ratingSource(all, `purpose = 'repeat'`)
    const sql = `SELECT rater_no AS no, output_no AS output, unit AS second ${from}
      ORDER BY rater_no, output_no, rated_at, unit`
    return readRows<{ no: number; output: number; second: number }>(connection, { sql, values: values.list })
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
export function goldOf(
  connection: DuckDBConnection,
  asked: Asked,
): Promise<Map<number, { n: number; met: number }>> {
  const { snapshot, contrast } = asked
  return warmFor('whole', toAll(asked)).part('gold', async () => {
    const rows = await readRows<{ no: number; n: number; met: number }>(connection, {
      sql: `SELECT rater_no AS no, count(*)::INTEGER AS n, (count(*) FILTER (gold_met))::INTEGER AS met
        FROM read_parquet($1) WHERE criterion = $2 AND gold_met IS NOT NULL GROUP BY rater_no ORDER BY rater_no`,
      values: [snapshot.ratings, contrast.criterion],
    })
    return new Map(rows.map(({ no, n, met }) => [no, { n, met }]))
  })
}

/** FROM … WHERE … over the ratings of the criterion and groups asked for, of all outputs. */
export function ratingSource({ snapshot, contrast, selection }: Asked, condition: string) {
  const values = new Values()
  const conditions = [condition, `criterion = ${values.bind(contrast.criterion)}`]
  const { rater_group: groups } = selection
  if (groups.length > 0) conditions.push(`"group" IN ${values.bindAll(groups)}`)
  return {
    values,
    from: `FROM read_parquet(${values.bind(snapshot.ratings)}) WHERE ${conditions.join(' AND ')}`,
  }
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
  const byOutput = new Float64Array(highest(rows.output) + 1).fill(Number.NaN)
  for (let i = 0; i < rows.length; i++) byOutput[rows.output[i]!] = rows.proxy[i]!
  const proxy = new Float64Array(output.length)
  for (let i = 0; i < output.length; i++) proxy[i] = byOutput[output[i]!] ?? Number.NaN
  return proxy
}
