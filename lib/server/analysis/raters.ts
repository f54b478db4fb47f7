import type { DuckDBConnection } from '@duckdb/node-api'
import { type Columns, readColumns } from '@/lib/server/snapshot/read'
import type { Estimate } from '@/lib/stats/estimate'
import { twoWayClusteredMean } from '@/lib/stats/two-way-mean'
import { MINIMA } from './notes'
import { placesOf, type Rows } from './rows'
import { Values } from './selection'
import type { Asked } from './source'

/** The human ratings behind the rows: one entry a rating that counts; those of an output stand together, by rater. */
export type Ratings = {
  /** The place of the rating's output among the rows. */
  row: Int32Array
  rater: Int32Array
  unit: Float64Array
  imported: number
  extra: number
}

const NAMES = ['output', 'marked_rater', 'unit'] as const
type AllRatings = Columns<(typeof NAMES)[number]>
/** The marks of a rating, in the low bits of its rater's number. */
const IMPORTED = 1
const EXTRA = 2
const MARK_BITS = 2

/** All ratings that make up the human means of any output; none where neither side is human. */
export async function readRatings(
  connection: DuckDBConnection,
  { snapshot, contrast, selection }: Asked,
): Promise<AllRatings> {
  const values = new Values()
  const from = `read_parquet(${values.bind(snapshot.ratings)})`
  const conditions = ['counted', `criterion = ${values.bind(contrast.criterion)}`]
  if (!isHuman(contrast)) conditions.push('false')
  if (selection.rater_group.length > 0) conditions.push(`"group" IN ${values.bindAll(selection.rater_group)}`)
  // No ORDER BY: the file is sorted by criterion, prompt, output and rater, and one thread keeps its order.
  const marks = `CASE source WHEN 'import' THEN ${IMPORTED} ELSE 0 END + CASE purpose WHEN 'extra' THEN ${EXTRA} ELSE 0 END`
  const sql = `SELECT output_no, ((rater_no << ${MARK_BITS}) + ${marks})::INTEGER, unit
    FROM ${from} WHERE ${conditions.join(' AND ')}`
  return readColumns(connection, { sql, values: values.list }, NAMES)
}

function isHuman({ signal, goal }: Asked['contrast']): boolean {
  return goal === 'human' || signal === 'human'
}

/** Those of the outputs in `rows`. */
export function ratingsOf(all: AllRatings, rows: Rows): Ratings {
  const places = placesOf(rows)
  const ratings = {
    row: new Int32Array(all.length),
    rater: new Int32Array(all.length),
    unit: new Float64Array(all.length),
    imported: 0,
    extra: 0,
  }
  let length = 0
  for (let i = 0; i < all.length; i++) {
    const place = places[all.output[i]!] ?? -1
    if (place < 0) continue
    ratings.row[length] = place
    const marked = all.marked_rater[i]!
    ratings.rater[length] = marked >> MARK_BITS
    ratings.unit[length] = all.unit[i]!
    if (marked & IMPORTED) ratings.imported += 1
    if (marked & EXTRA) ratings.extra += 1
    length += 1
  }
  const { row, rater, unit } = ratings
  return {
    ...ratings,
    row: row.subarray(0, length),
    rater: rater.subarray(0, length),
    unit: unit.subarray(0, length),
  }
}

/** How many raters and ratings stand behind the rows. */
export function countRatings({ rater, imported, extra }: Ratings) {
  return { raters: countDistinct(rater), ratings: rater.length, imported, extra }
}

function countDistinct(numbers: Int32Array): number {
  let last = -1
  for (const one of numbers) if (one > last) last = one
  const seen = new Uint8Array(last + 1)
  let distinct = 0
  for (const number of numbers) {
    distinct += 1 - seen[number]!
    seen[number] = 1
  }
  return distinct
}

/**
 * Mean inflation clustered by prompt and by rater. Every rating is a row of weight 1 / (raters of the output × ratings
 * by this rater of it), so that the mean is the headline's. From five raters on.
 */
export function inflationForRatersLikeThese(
  rows: Rows,
  ratings: Ratings,
  contrast: Asked['contrast'],
): Estimate | { reason: string } {
  if (!isHuman(contrast)) return { reason: 'the goal is the verified label, not the raters' }
  const raters = countDistinct(ratings.rater)
  if (raters < MINIMA.raters)
    return { reason: `not enough data: ${raters} of at least ${MINIMA.raters} raters` }
  const weights = ratingWeights(ratings, rows)
  const humanIsGoal = contrast.goal === 'human'
  const weightedSums = new Float64Array(weights.length)
  const prompts = new Float64Array(weights.length)
  for (let i = 0; i < weights.length; i++) {
    const at = ratings.row[i]!
    const unit = ratings.unit[i]!
    weightedSums[i] = weights[i]! * (humanIsGoal ? rows.proxy[at]! - unit : unit - rows.goal[at]!)
    prompts[i] = rows.prompt[at]!
  }
  return twoWayClusteredMean({ prompts, raters: ratings.rater, weights, weightedSums })
}

function ratingWeights({ row, rater }: Ratings, rows: Rows): Float64Array {
  const weights = new Float64Array(row.length)
  for (let start = 0, end = 0; start < row.length; start = end) {
    let raters = 0
    for (end = start; end < row.length && row[end] === row[start]; end++)
      if (end === start || rater[end] !== rater[end - 1]) raters += 1
    for (let i = start, next = i; i < end; i = next) {
      while (next < end && rater[next] === rater[i]) next += 1
      const weight = rows.weight[row[i]!]! / raters / (next - i)
      for (let k = i; k < next; k++) weights[k] = weight
    }
  }
  return weights
}
