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

/** The selected rows, and their places among those of all outputs: null where all are selected. */
export type Picked = { rows: Rows; places: Int32Array | null }

/**
 * The rows of a question with the features of every report, cut out of those of all outputs, which this process keeps
 * for the next selection.
 */
export async function rowsOf(
  connection: DuckDBConnection,
  asked: Asked,
  selected: Selected,
): Promise<Picked> {
  const whole = await allRows(connection, asked)
  const places = placesSelected(selected, whole.output)
  return { rows: places ? someRows(whole, places) : whole, places }
}

function allRows(connection: DuckDBConnection, asked: Asked): Promise<Rows> {
  const { meta } = asked.snapshot
  const features = [...binnedFeatures(meta, []), ...regressionFeatures(meta).map(({ key }) => key)]
  const all = toAll(asked)
  return warmFor('whole', all).part('rows', () => readRowsOf(connection, all, [...new Set(features)]))
}

/** What stands beside the selected rows. */
export type Beside = {
  ratings: Ratings
  unjudged: Unjudged
  /** How many selected outputs have a goal without a proxy. */
  goalOnly: number
  /** Raters whose work is set aside, and their ratings of selected outputs. */
  aside: ReturnType<typeof countSetAside>
  /** The places of each tag's outputs among the rows, ascending; tags in bytewise order. */
  tagged: ReadonlyMap<string, Int32Array>
}

/** The same for all that a report takes besides the rows. */
export async function besideOf(
  connection: DuckDBConnection,
  asked: Asked,
  selected: Selected,
  { places }: Picked,
): Promise<Beside> {
  const all = toAll(asked)
  const whole = warmFor('whole', all)
  const rows = await allRows(connection, asked)
  const ratings = await whole.part('ratings', () => readRatings(connection, all, rows))
  const unjudged = await whole.part('unjudged', () => readUnjudged(connection, all))
  const goalOnly = await whole.part('goal only', () => readGoalOnly(connection, all))
  const aside = await whole.part('set aside', () => readSetAside(connection, all))
  const tagged = await whole.part('tags', () => readTags(connection, all, rows))
  const among = places && placesAmong(places, rows.length)
  const unjudgedPlaces = placesSelected(selected, unjudged.output)
  return {
    ratings: among ? ratingsAmong(ratings, among) : ratings,
    unjudged: unjudgedPlaces ? someUnjudged(unjudged, unjudgedPlaces) : unjudged,
    goalOnly: placesSelected(selected, goalOnly)?.length ?? goalOnly.length,
    aside: countSetAside(aside, placesSelected(selected, aside.output)),
    tagged: among ? tagsAmong(tagged, among) : tagged,
  }
}

/** For each of all rows its place among the selected ones, or −1. */
function placesAmong(places: Int32Array, length: number): Int32Array {
  const among = new Int32Array(length).fill(-1)
  for (let i = 0; i < places.length; i++) among[places[i]!] = i
  return among
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
