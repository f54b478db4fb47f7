import type { DuckDBConnection } from '@duckdb/node-api'
import { readTags, tagsAmong } from './by-tag'
import { regressionFeatures } from './feature-columns'
import { binnedFeatures } from './features'
import { gather } from './gather'
import { countSetAside, type Ratings, ratingsAmong, readRatings, readSetAside } from './raters'
import { type Rows, readGoalOnly, readRowsOf } from './rows'
import { placesSelected, type Selected, toAll } from './selected'
import type { Asked } from './source'
import { readUnjudged, type Unjudged } from './unjudged'
import { warmFor } from './warm'

/** The selected rows, and what they are of all rows. */
export type Picked = {
  rows: Rows
  all: Rows
  /** For each of all rows its place among the selected ones, or −1; null where all are selected. */
  among: Int32Array | null
}

/**
 * The rows of a question with the features of every report, cut out of those of all outputs, which this process keeps
 * for the next selection; as all that follows is.
 */
export async function rowsWithFeatures(
  connection: DuckDBConnection,
  asked: Asked,
  selected: Selected,
): Promise<Picked> {
  const { meta } = asked.snapshot
  const features = [...binnedFeatures(meta, []), ...regressionFeatures(meta).map(({ key }) => key)]
  const all = await keptOf(asked, 'rows with features', (whole) =>
    readRowsOf(connection, whole, [...new Set(features)]),
  )
  return pick(all, selected)
}

/** The same without features. */
export async function plainRows(
  connection: DuckDBConnection,
  asked: Asked,
  selected: Selected,
): Promise<Picked> {
  return pick(await keptOf(asked, 'rows', (whole) => readRowsOf(connection, whole, [])), selected)
}

/** The human ratings behind the rows. */
export async function ratingsOf(
  connection: DuckDBConnection,
  asked: Asked,
  { all, among }: Picked,
): Promise<Ratings> {
  const ratings = await keptOf(asked, 'ratings', (whole) => readRatings(connection, whole, all))
  return among ? ratingsAmong(ratings, among) : ratings
}

/** The places of each tag's outputs among the rows, ascending; tags in bytewise order. */
export async function tagsOf(
  connection: DuckDBConnection,
  asked: Asked,
  { all, among }: Picked,
): Promise<ReadonlyMap<string, Int32Array>> {
  const tagged = await keptOf(asked, 'tags', (whole) => readTags(connection, whole, all))
  return among ? tagsAmong(tagged, among) : tagged
}

/** What a gate passes or stops and nobody has judged yet. */
export async function unjudgedOf(
  connection: DuckDBConnection,
  asked: Asked,
  selected: Selected,
): Promise<Unjudged> {
  const all = await keptOf(asked, 'unjudged', (whole) => readUnjudged(connection, whole))
  const places = placesSelected(selected, all.output)
  return places ? someUnjudged(all, places) : all
}

/** How many selected outputs have a goal without a proxy. */
export async function goalOnlyOf(
  connection: DuckDBConnection,
  asked: Asked,
  selected: Selected,
): Promise<number> {
  const all = await keptOf(asked, 'goal only', (whole) => readGoalOnly(connection, whole))
  return placesSelected(selected, all)?.length ?? all.length
}

/** Raters whose work is set aside, and what they gave of selected outputs. */
export async function setAsideOf(
  connection: DuckDBConnection,
  asked: Asked,
  selected: Selected,
): Promise<ReturnType<typeof countSetAside>> {
  const all = await keptOf(asked, 'set aside', (whole) => readSetAside(connection, whole))
  return countSetAside(all, selected)
}

/** What is read of all outputs, kept for the next selection. */
function keptOf<T>(asked: Asked, name: string, read: (whole: Asked) => Promise<T>): Promise<T> {
  const whole = toAll(asked)
  return warmFor('whole', whole).part(name, () => read(whole))
}

function pick(all: Rows, selected: Selected): Picked {
  const places = placesSelected(selected, all.output)
  if (places === null) return { rows: all, all, among: null }
  const among = new Int32Array(all.length).fill(-1)
  for (let i = 0; i < places.length; i++) among[places[i]!] = i
  return { rows: someRows(all, places), all, among }
}

function someRows(rows: Rows, places: Int32Array): Rows {
  const of = (column: Float64Array) => gather(column, places)
  const { output, prompt, model, proxy, goal, weight, verified, inflation, features } = rows
  return {
    ...{ length: places.length, output: of(output), prompt: of(prompt), model: of(model) },
    ...{ proxy: of(proxy), goal: of(goal), inflation: of(inflation) },
    ...{ weight: of(weight), verified: of(verified) },
    features: new Map([...features].map(([key, column]) => [key, of(column)])),
  }
}

function someUnjudged({ output, prompt, model, proxy }: Unjudged, places: Int32Array): Unjudged {
  const of = (column: Float64Array) => gather(column, places)
  return { length: places.length, output: of(output), prompt: of(prompt), model: of(model), proxy: of(proxy) }
}
